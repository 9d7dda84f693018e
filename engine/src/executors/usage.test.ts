import { execFile } from "node:child_process";
import { execPath, platform } from "node:process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import type { Usage } from "../usage.ts";
import { sharedMeter } from "./usage.ts";

/** Keeps the processor busy. */
function work(): void {
  for (let i = 0, sum = 0; i < 5e6; i++) sum += Math.sqrt(i);
}

test("what ran alone in a process that all share knows its time on the processor", () => {
  const start = sharedMeter();
  const stop = start();
  work();
  const { cpu, peakMemory } = stop();
  expect(cpu).toBeGreaterThan(0);
  expect(peakMemory).toBe(null);
});

test("what ran beside another one does not, whichever began or ended first", () => {
  const start = sharedMeter();
  const [stopFirst, stopSecond] = [start(), start()];
  work();
  expect(stopFirst().cpu).toBe(null);
  expect(stopSecond().cpu).toBe(null);
  const stopThird = start();
  expect(stopThird().cpu).not.toBe(null);
});

/** What a process of its own says that it has used, before and after it has waited for a busy one. */
async function waitForBusyOne(): Promise<readonly Usage[]> {
  const busy = "for (let i = 0, s = 0; i < 2e8; i++) s += Math.sqrt(i)";
  const script = `
    import { ownUsage } from ${JSON.stringify(new URL("usage.ts", import.meta.url).href)};
    import { spawnSync } from "node:child_process";
    const before = ownUsage();
    spawnSync(process.execPath, ["-e", ${JSON.stringify(busy)}]);
    console.log(JSON.stringify([before, ownUsage()]));`;
  const { stdout } = await promisify(execFile)(execPath, ["--input-type=module", "-e", script]);
  return JSON.parse(stdout) as Usage[];
}

test("a process of its own knows its time and its memory", async () => {
  const [before] = await waitForBusyOne();
  expect(before?.cpu).toBeGreaterThan(0);
  expect(before?.peakMemory).toBeGreaterThan(1e6);
});

test.runIf(platform === "linux")(
  "on Linux it also knows what a program has used that it waited for",
  async () => {
    const [before, after] = await waitForBusyOne();
    expect((after?.cpu ?? 0) - (before?.cpu ?? 0)).toBeGreaterThan(50);
  },
);
