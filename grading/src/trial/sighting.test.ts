import { spawn } from "node:child_process";
import { once } from "node:events";
import { watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execPath } from "node:process";
import { expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../../../kit/src/testing.ts";
import { readFiles } from "./sighting.ts";

test("a file that goes away while it is looked at does no harm: something may still be at work there", async () => {
  const path = temporaryFolder();
  writeFileSync(join(path, "a.csv"), "1");
  writeFileSync(join(path, "stays.csv"), "2");
  const moving = `
    const { renameSync } = require("node:fs");
    for (;;) {
      renameSync("a.csv", "b.csv");
      renameSync("b.csv", "a.csv");
    }`;
  const watcher = watch(path);
  onTestFinished(() => watcher.close());
  const child = spawn(execPath, ["--eval", moving], { cwd: path, stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(watcher, "change");
  const folder = { path, store: "", logs: "", mailbox: "" };
  for (let look = 0; look < 2000; look++) expect(readFiles(folder)["stays.csv"]).toBe("2");
});
