// Air-Executor: 1,237 tasks as real processes, compared with xargs, and what a task costs among ten thousand.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, watch } from "node:fs";
import { join } from "node:path";
import { availableParallelism } from "node:os";
import { execPath } from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { Manager, queueTasks, readJob } from "@daglings/air-executor";
import { inFolder, middle, tell, timed, type BenchOptions } from "./measure.ts";
import { title } from "./report.ts";

const atATime = Math.min(50, availableParallelism());
const command = "sleep 0.01";
/** The two kinds take turns in this many blocks each, so that whatever else the machine does affects both. */
const blocks = 4;

export async function benchAirExecutor({ isQuick }: BenchOptions): Promise<void> {
  title("Air-Executor: tasks of 10 ms, each a process of its own");
  const count = Math.ceil((isQuick ? 40 : 1237) / blocks);
  const [own, others]: [number[], number[]] = [[], []];
  for (let block = 0; block < blocks; block++) {
    others.push((await timed(() => byXargs(count))) / count);
    own.push((await inFolder((dir) => ofJob(dir, count))) / count);
  }
  const [ours, theirs] = [Math.min(...own), Math.min(...others)];
  tell({ what: `a task, of 1,237, ${atATime} at a time`, value: ours, unit: "ms" });
  tell({ what: "the same by xargs -P sh -c", value: theirs, unit: "ms" });
  tell({ what: "ratio of the best blocks", value: ours / theirs, unit: "×", bound: 1.15 });
  if (isQuick) return;
  await inFolder(tenThousand);
  await inFolder(queueToStart);
  await inFolder(idleManager);
}

async function byXargs(count: number): Promise<void> {
  const child = spawn("xargs", [`-P${atATime}`, "-I{}", "sh", "-c", command], {
    stdio: ["pipe", "ignore", "ignore"],
  });
  child.stdin.end(Array.from({ length: count }, (_, index) => `${index}\n`).join(""));
  await once(child, "exit");
}

async function ofJob(dir: string, count: number): Promise<number> {
  const tasks = Array.from({ length: count }, (_, index) => ({ id: `t${index}`, command }));
  queueTasks(tasks, { dir, job: "bench", settings: { parallel: atATime } });
  const manager = new Manager({ dir, job: "bench", maxRunners: atATime });
  const time = await timed(() => manager.whenOver());
  manager.close();
  return time;
}

async function tenThousand(dir: string): Promise<void> {
  const queue = (from: number, to: number) => {
    const tasks = Array.from({ length: to - from }, (_, index) => ({
      id: `t${from + index}`,
      command: "true",
    }));
    return timed(() => queueTasks(tasks, { dir, job: "bench", settings: {} }));
  };
  const first = await queue(0, 1000);
  await queue(1000, 9000);
  const last = await queue(9000, 10_000);
  tell({ what: "queueing one of the first thousand", value: first / 1000, unit: "ms" });
  tell({ what: "queueing one of the tenth thousand", value: last / 1000, unit: "ms" });
  const journal = join(dir, ".air-executor", "jobs", "bench", "journal.jsonl");
  const restart = await timed(async () => {
    const manager = new Manager({ dir, job: "bench" });
    while (!existsSync(journal) || !readFileSync(journal, "utf8").includes('"running"'))
      await new Promise(setImmediate);
    manager.close();
  });
  tell({
    what: "from a restart with 10,000 tasks to the first runner",
    value: restart,
    unit: "ms",
    bound: 500,
  });
}

/** From the call that queues to the first line that the task itself writes. */
async function queueToStart(dir: string): Promise<void> {
  mkdirSync(join(dir, "started"));
  queueTasks([{ id: "first", command: "true" }], { dir, job: "bench", settings: {} });
  const manager = new Manager({ dir, job: "bench" });
  await manager.whenOver();
  const times: number[] = [];
  for (let round = 0; round < 20; round++) {
    const watcher = watch(join(dir, "started"));
    times.push(
      await timed(async () => {
        queueTasks([{ id: `t${round}`, command: `: >started/${round}` }], { dir, job: "bench" });
        await once(watcher, "change");
      }),
    );
    watcher.close();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  manager.close();
  tell({ what: "from queueing to the task's first line", value: middle(times), unit: "ms", bound: 20 });
  tell({ what: "runners when all is done", value: manager.runners, unit: "", bound: 0 });
}

/** The manager in the background, once it has run a job and has nothing more to do. */
async function idleManager(dir: string): Promise<void> {
  const main = join(import.meta.dirname, "..", "beyond", "air-executor", "src", "main.ts");
  const call = (...words: string[]) =>
    JSON.parse(execFileSync(execPath, [main, ...words, "--dir", dir, "--json"], { encoding: "utf8" })) as {
      readonly manager: number;
    };
  const tasks = Array.from({ length: 151 }, (_, index) => ({ id: `t${index}`, command: "true" }));
  queueTasks(tasks, { dir, job: "bench", settings: { parallel: atATime } });
  const { manager } = call("start");
  try {
    while (readJob(dir, "bench").state !== "completed") await pause(100);
    const before = ticksOf(manager);
    await pause(10_000);
    const memory = Number(/VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${manager}/status`, "utf8"))?.[1]);
    tell({ what: "an idle manager", value: memory / 1024, unit: "MB", bound: 60 });
    tell({ what: "its share of a processor", value: (ticksOf(manager) - before) / 10, unit: "%", bound: 1 });
  } finally {
    call("stop");
  }
}

/** How long a process has worked, in hundredths of a second. */
function ticksOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(" ");
  return Number(fields[13]) + Number(fields[14]);
}
