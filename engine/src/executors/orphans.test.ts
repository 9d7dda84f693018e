// A scheduler is killed with -9. What it has started does not outlive it, however deaf it is: otherwise it would still be
// at work when the next scheduler lets the task run again.

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env, execPath, platform } from "node:process";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { installTelephone, type Telephone } from "./testing.ts";

const script = fileURLToPath(new URL("../../fixtures/orphans.ts", import.meta.url));

let folder: string;
let telephone: Telephone;
let scheduler: ChildProcess;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "daglings-orphans-"));
  telephone = await installTelephone();
});
afterEach(async () => {
  scheduler.kill("SIGKILL");
  await telephone.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A scheduler with this one task under way, in a session of its own, as under a daemon. */
async function start(taskId: string, executor: string) {
  const own = { ...env, PORT: String(telephone.port) };
  scheduler = spawn(execPath, [script, folder, taskId, executor], {
    stdio: "inherit",
    env: own,
    detached: true,
  });
  return await telephone.nextCall();
}

describe.skipIf(platform === "win32")("when its scheduler is killed", { timeout: 30_000 }, () => {
  test.each([
    ["deaf_bash", "in-process"],
    ["deaf_bash", "subprocess"],
    ["blocked", "subprocess"],
  ])("%s ends at once, %s", async (taskId, executor) => {
    const { dead } = await start(taskId, executor);
    scheduler.kill("SIGKILL");
    await expect(dead).resolves.toBeUndefined();
  });

  test("an attempt that is still being loaded does not begin", async () => {
    const { dead } = await start("slow_to_load", "subprocess");
    const ended = once(scheduler, "exit");
    scheduler.kill("SIGKILL");
    await ended;
    writeFileSync(join(folder, "go"), "");
    await dead;
    expect(existsSync(join(folder, "outside.log"))).toBe(false);
  });
});
