// The events API as `pnpm events-api` starts it: how many requests for one day it answers on one core, and whether its
// memory grows while it gets 2,000 requests a second. Server and load have a process each.

import { execFile, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { execPath, platform } from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { LoadOrder, LoadReport } from "./load.ts";
import { median, tell, type BenchOptions } from "./measure.ts";
import { title } from "./report.ts";

const server = fileURLToPath(new URL("../events-api/src/main.ts", import.meta.url));
const load = fileURLToPath(new URL("./load.ts", import.meta.url));

/** Whether this machine can keep a process on one core. */
const canPin = platform === "linux" && spawnSync("taskset", ["-V"]).status === 0;

async function start(): Promise<{ process: ChildProcess; url: string }> {
  const command = [execPath, server, "--port", "0"];
  const [program = "", ...args] = canPin ? ["taskset", "--cpu-list", "0", ...command] : command;
  const process = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(createInterface({ input: process.stdout }), "line")) as [string];
  const [address] = /http:\S+/.exec(line) ?? [];
  if (address === undefined) throw new Error(`the events API said: ${line}`);
  return { process, url: `${address}/events?start_date=2019-01-01&end_date=2019-01-02` };
}

async function ask(order: LoadOrder): Promise<LoadReport> {
  const { stdout } = await promisify(execFile)(execPath, [load, JSON.stringify(order)]);
  return JSON.parse(stdout) as LoadReport;
}

/** In MB; NaN if the system does not tell. */
function memoryOf({ pid }: ChildProcess): number {
  if (platform !== "linux") return NaN;
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) / 1024;
}

export async function benchEventsApi({ seconds, isQuick }: BenchOptions): Promise<void> {
  title(`The events API, one day a request, ${canPin ? "on one core" : "not pinned to one core here"}`);
  const { process, url } = await start();
  try {
    const value = await median(3, async () => {
      const report = await ask({ url, seconds: isQuick ? 1 : 4, rate: null });
      return report.requests / report.seconds;
    });
    tell({ what: "as many as it answers", value, unit: "requests/s", bound: 5000, moreIsBetter: true });

    const before = memoryOf(process);
    const report = await ask({ url, seconds, rate: 2000 });
    const rate = report.requests / report.seconds;
    tell({ what: `asked steadily for ${seconds} s`, value: rate, unit: "requests/s" });
    tell({ what: "its memory before", value: before, unit: "MB" });
    tell({ what: "its memory after", value: memoryOf(process), unit: "MB", bound: Math.round(before + 20) });
  } finally {
    process.kill();
  }
}
