// Workers that stay, compared with runners that end with their task: the two examples for which Air-Executor is praised, in
// real time but a hundred times as fast.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Manager, queueTasks } from "@daglings/air-executor";
import { inFolder, tell, timed, type BenchOptions } from "./measure.ts";
import { title } from "./report.ts";

const faster = 100;
const workers = 3;

export async function benchHybrid({ isQuick }: BenchOptions): Promise<void> {
  title(`Workers that stay, and runners that do not: ${faster} times as fast as described`);
  const files = isQuick ? 6 : 100;
  const seconds = 10 / faster;
  const staying = (await timed(() => byWorkers(files, seconds))) / 1000;
  const { took, busy } = await inFolder((dir) => byRunners(dir, files, seconds));
  const what = `${files} files of 10 s, three at a time`;
  tell({ what: `${what}: three workers`, value: (staying * faster) / 60, unit: "min" });
  tell({ what: `${what}: Air-Executor`, value: (took * faster) / 60, unit: "min" });
  tell({ what: "processes alive, three workers", value: (staying * workers * faster) / 60, unit: "min" });
  tell({ what: "processes alive, runners", value: (busy * faster) / 60, unit: "min" });
  tell({
    what: "share of their time in which the workers work",
    value: (files * seconds) / (staying * workers),
    unit: "",
  });
  if (isQuick) return;
  const bursts = await inFolder(inBursts);
  tell({ what: "5 s, 10 min, 3 s, 20 min: a worker is there", value: bursts.took * faster, unit: "s" });
  tell({ what: "5 s, 10 min, 3 s, 20 min: runners are there", value: bursts.busy * faster, unit: "s" });
}

/** Each gets its share of the files before it begins. */
async function byWorkers(files: number, seconds: number): Promise<void> {
  const ends = Array.from({ length: workers }, (_, worker) => {
    const share = Math.ceil((files - worker) / workers);
    const loop = `i=0; while [ $i -lt ${share} ]; do sleep ${seconds}; i=$((i + 1)); done`;
    return once(spawn("sh", ["-c", loop], { stdio: "ignore" }), "exit");
  });
  await Promise.all(ends);
}

interface Spent {
  /** Seconds from the first to the last. */
  readonly took: number;
  /** The seconds for which runners were alive, summed up. */
  readonly busy: number;
}

async function byRunners(dir: string, files: number, seconds: number): Promise<Spent> {
  const tasks = Array.from({ length: files }, (_, file) => ({ id: `f${file}`, command: `sleep ${seconds}` }));
  queueTasks(tasks, { dir, job: "files", settings: { parallel: workers } });
  const manager = new Manager({ dir, job: "files" });
  const took = (await timed(() => manager.whenOver())) / 1000;
  manager.close();
  return { took, busy: aliveIn(dir, "files") };
}

async function inBursts(dir: string): Promise<Spent> {
  queueTasks([], { dir, job: "bursts", settings: {} });
  const manager = new Manager({ dir, job: "bursts" });
  const took = await timed(async () => {
    for (const [work, wait] of [
      [5, 600],
      [3, 1200],
    ] as const) {
      queueTasks([{ id: `w${work}`, command: `sleep ${work / faster}` }], { dir, job: "bursts" });
      await pause(((work + wait) / faster) * 1000);
    }
  });
  manager.close();
  return { took: took / 1000, busy: aliveIn(dir, "bursts") };
}

/** In seconds, from the journal. */
function aliveIn(dir: string, job: string): number {
  const journal = readFileSync(join(dir, ".air-executor", "jobs", job, "journal.jsonl"), "utf8");
  const began = new Map<string, number>();
  let sum = 0;
  for (const line of journal.trim().split("\n")) {
    const { at, task, state } = JSON.parse(line) as { at: string; task?: string; state?: string };
    if (task === undefined) continue;
    const time = Temporal.Instant.from(at).epochMilliseconds;
    if (state === "running") began.set(task, time);
    else sum += time - (began.get(task) ?? time);
  }
  return sum / 1000;
}
