// A chain of 40 tasks that each compute fib(10), durable: from the first start to the last end.

import { join } from "node:path";
import {
  chain,
  DAG,
  FunctionOperator,
  Scheduler,
  sqliteStore,
  systemClock,
  type Store,
} from "@daglings/engine";
import { commits } from "./floors.ts";
import { inFolder, sampleOf, tell, type BenchOptions } from "./measure.ts";
import { title } from "./report.ts";

const length = 40;

function fib(n: number): number {
  return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

function chainOf40(): DAG {
  const dag = new DAG({ dagId: "chain", schedule: null });
  const tasks = Array.from(
    { length },
    (_, index) => new FunctionOperator({ dag, taskId: `fib_${index}`, callable: () => fib(10) }),
  );
  chain(...tasks);
  return dag;
}

async function once(synchronous: "FULL" | "NORMAL"): Promise<number> {
  return await runChain((folder) => sqliteStore(join(folder, "daglings.db"), { synchronous }));
}

/** On a new store. */
export async function runChain(open: (folder: string) => Store): Promise<number> {
  return await inFolder(async (folder) => {
    const store = open(folder);
    let first = 0;
    let last = 0;
    const scheduler = new Scheduler({
      dags: [chainOf40()],
      store,
      clock: systemClock(),
      logsFolder: join(folder, "logs"),
      onEvent: ({ taskId, state }) => {
        if (taskId === null) return;
        if (state === "running") first ||= performance.now();
        last = performance.now();
      },
    });
    scheduler.trigger({ dagId: "chain" });
    await scheduler.run({ until: "idle" });
    await scheduler.close();
    store.close();
    return last - first;
  });
}

/** A scheduler runs for days, so what counts is its speed once its code has been compiled. */
const warmUp = 20;

export async function benchChain({ isQuick }: BenchOptions): Promise<void> {
  title(`Chain of ${length} tasks of fib(10), first start to last end, with a log file per attempt`);
  const rounds: { floor: number; full: number; normal: number }[] = [];
  for (let round = -warmUp; round < (isQuick ? 1 : 21); round++) {
    const floor = await commits("FULL", length);
    const full = await once("FULL");
    const normal = await once("NORMAL");
    if (round >= 0) rounds.push({ floor, full, normal });
  }
  const floor = sampleOf(rounds.map((each) => each.floor));
  tell({
    what: `floor: ${length} bare commits, synchronous=FULL, in turn with it`,
    value: floor,
    unit: "ms",
  });
  const full = sampleOf(rounds.map((each) => each.full));
  tell({ what: "synchronous=FULL", value: full, unit: "ms", bound: 40 });
  const ratio = sampleOf(rounds.map((each) => each.full / each.floor));
  tell({ what: "  against the floor, in the same round", value: ratio, unit: "×", bound: 1.5 });
  const normal = sampleOf(rounds.map((each) => each.normal));
  tell({ what: "synchronous=NORMAL", value: normal, unit: "ms", bound: 15 });
}
