import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { homeOf, identityOf, isAlive, type Identity } from "./identity.ts";
import { findJob } from "./job-folder.ts";
import { inFolder, queueIn, runJob } from "./testing.ts";

test("a job is over when the manager that saw to it in the background has ended, too", async () => {
  await inFolder(async (dir) => {
    queueIn(dir, [{ id: "a", command: "true" }]);
    const { path } = findJob(dir, "job");
    const manager = spawn("sleep", ["0.5"]);
    await once(manager, "spawn");
    const identity = identityOf(manager.pid ?? 0) as Identity;
    writeFileSync(join(path, "manager.json"), JSON.stringify({ ...identity, home: homeOf(path) }));
    expect(await runJob(dir)).toMatchObject({ state: "completed" });
    expect(isAlive(identity)).toBe(false);
  });
});
