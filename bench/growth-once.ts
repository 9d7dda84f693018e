// One size of one shape, in a process of its own, so that its memory is its own. Prints its figures as JSON.

import { join } from "node:path";
import { argv, cpuUsage, resourceUsage } from "node:process";
import {
  chain,
  DAG,
  EmptyOperator,
  FunctionOperator,
  Scheduler,
  simulatedClock,
  sqliteStore,
  systemClock,
  type Store,
} from "@daglings/engine";
import { inFolder } from "./measure.ts";

export type GrowthShape = "deep" | "wide" | "runs";

export interface GrowthOrder {
  readonly shape: GrowthShape;
  readonly size: number;
}

export interface Grown {
  /** In microseconds of processor time for each task or run. */
  readonly each: number;
  /** The most memory that the process has held, in bytes. */
  readonly memory: number;
}

const { shape, size } = JSON.parse(argv[2] ?? "") as GrowthOrder;

/** One run of `size` tasks. */
async function oneRun(store: Store): Promise<Scheduler> {
  const dag = new DAG({ dagId: shape, schedule: null });
  let last: FunctionOperator | undefined;
  for (let index = 0; index < size; index++) {
    const task = new FunctionOperator({ dag, taskId: `task_${index}`, callable: () => index });
    if (shape === "deep" && last) chain(last, task);
    last = task;
  }
  const scheduler = new Scheduler({ dags: [dag], store, clock: systemClock() });
  scheduler.trigger({ dagId: shape });
  await scheduler.run({ until: "idle" });
  return scheduler;
}

/** `size` runs of one task. */
async function manyRuns(store: Store): Promise<Scheduler> {
  const from = Temporal.Instant.from("2019-01-01T00:00Z");
  const dag = new DAG({ dagId: shape, schedule: "* * * * *", startDate: from });
  chain(new EmptyOperator({ dag, taskId: "nothing" }));
  const scheduler = new Scheduler({ dags: [dag], store, clock: simulatedClock({ from }) });
  await scheduler.run({ until: from.add({ minutes: size }) });
  return scheduler;
}

await inFolder(async (folder) => {
  const store = sqliteStore(join(folder, "daglings.db"), { synchronous: "NORMAL" });
  const before = cpuUsage();
  const scheduler = await (shape === "runs" ? manyRuns(store) : oneRun(store));
  const { user, system } = cpuUsage(before);
  const [last] = store.listRuns({ dagId: shape, newestFirst: true, limit: 1 });
  if (last?.state !== "success") throw new Error(`${shape} of ${size}: the last run is ${last?.state}`);
  await scheduler.close();
  store.close();
  const grown: Grown = { each: (user + system) / size, memory: resourceUsage().maxRSS * 1024 };
  console.log(JSON.stringify(grown));
});
