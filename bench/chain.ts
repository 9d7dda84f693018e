// A chain of 40 tasks that each compute fib(10), durable: from the first start to the last end.

import { join } from "node:path";
import { chain, DAG, FunctionOperator, Scheduler, sqliteStore, systemClock } from "@daglings/engine";
import { inFolder, median, tell } from "./measure.ts";
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

async function once(synchronous: "FULL" | "NORMAL", withLogs: boolean): Promise<number> {
  return await inFolder(async (folder) => {
    const store = sqliteStore(join(folder, "daglings.db"), { synchronous });
    let first = 0;
    let last = 0;
    const scheduler = new Scheduler({
      dags: [chainOf40()],
      store,
      clock: systemClock(),
      ...(withLogs && { logsFolder: join(folder, "logs") }),
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

export async function benchChain(): Promise<void> {
  title(`Chain of ${length} tasks of fib(10), first start to last end`);
  for (const [synchronous, bound] of [
    ["FULL", 40],
    ["NORMAL", 15],
  ] as const) {
    const value = await median(11, () => once(synchronous, true));
    tell({ what: `synchronous=${synchronous}, with a log file per attempt`, value, unit: "ms", bound });
  }
}
