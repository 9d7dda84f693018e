import { spawn } from "node:child_process";
import { once } from "node:events";
import { env, kill, platform } from "node:process";
import { expect, onTestFinished, test } from "vitest";
import { isRunning, temporaryFolder } from "../../../kit/src/testing.ts";
import { endStragglers } from "./stragglers.ts";

test.skipIf(platform === "win32")("what is ended is gone, and writes nothing more", async () => {
  const mark = temporaryFolder();
  const crowd = "for each in {1..100}; do sleep 60 & echo $!; done; echo all; wait";
  const child = spawn("bash", ["-c", crowd], {
    detached: true,
    env: { ...env, MARK: mark },
    stdio: ["ignore", "pipe", "ignore"],
  });
  onTestFinished(() => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      kill(-child.pid, "SIGKILL");
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  while (!said.includes("all")) await once(child.stdout, "data");
  const pids = (said.match(/\d+/g) ?? []).map(Number);
  expect(pids.filter(isRunning)).toHaveLength(100);
  await endStragglers("MARK", mark);
  expect(pids.filter(isRunning)).toEqual([]);
});
