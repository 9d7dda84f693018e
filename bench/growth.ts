// What a task costs in one run of few tasks and of many: one after the other, and side by side. It must not depend on
// how many there are. Counted is the processor's time, from the first task's definition to the run's end.

import { join } from "node:path";
import { cpuUsage } from "node:process";
import { chain, DAG, FunctionOperator, Scheduler, sqliteStore, systemClock } from "@daglings/engine";
import { inFolder, median, tell } from "./measure.ts";

const shapes = { "a chain": "deep", "side by side": "wide" } as const;
type Shape = (typeof shapes)[keyof typeof shapes];

const [few, many] = [100, 10_000];

/** In microseconds of the processor for each task. */
async function once(shape: Shape, size: number): Promise<number> {
  return await inFolder(async (folder) => {
    const store = sqliteStore(join(folder, "daglings.db"), { synchronous: "NORMAL" });
    const before = cpuUsage();
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
    const { user, system } = cpuUsage(before);
    const done = store.listRuns({ dagId: shape, states: ["success"] }).length;
    await scheduler.close();
    store.close();
    if (done !== 1) throw new Error(`${size} tasks, ${shape}: the run has not succeeded`);
    return (user + system) / size;
  });
}

export async function benchGrowth(): Promise<void> {
  for (const [name, shape] of Object.entries(shapes)) {
    console.log(`One run of n tasks, ${name}: the processor's time for each`);
    const costs = new Map<number, number>();
    for (const size of [10, few, 1000, many]) {
      // Small runs are over so soon that it takes several to see what they cost.
      const value = await median(Math.max(1, Math.min(11, 1000 / size)), () => once(shape, size));
      costs.set(size, value);
      tell({ what: `n = ${size}`, value, unit: "µs" });
    }
    const growth = (costs.get(many) ?? NaN) / (costs.get(few) ?? NaN);
    tell({ what: `  ${many} against ${few}`, value: growth, unit: "×", bound: 3 });
  }
}
