// Sixteen runs of a DAG of 500 tasks that do not depend on each other: 8,000 tasks that wait for 16 slots.

import { DAG, FunctionOperator, Scheduler, simulatedClock } from "@daglings/engine";
import { tell, timed, type BenchOptions } from "./measure.ts";
import { title } from "./report.ts";

export async function benchWide({ isQuick }: BenchOptions): Promise<void> {
  const [width, runs] = isQuick ? [100, 4] : [500, 16];
  title(`${runs} runs of ${width} tasks side by side, in memory`);
  const dag = new DAG({ dagId: "wide", schedule: "@daily", startDate: "2019-01-01" });
  const tasks = Array.from(
    { length: width },
    (_, index) => new FunctionOperator({ dag, taskId: `task_${index}`, callable: () => index }),
  );
  const clock = simulatedClock({ from: "2019-01-01" });
  const scheduler = new Scheduler({ dags: [dag], clock });
  scheduler.backfill({ dagId: "wide", from: "2019-01-01", to: new Temporal.PlainDate(2019, 1, runs) });
  const time = await timed(() => scheduler.run({ until: "idle" }));
  await scheduler.close();
  const value = (tasks.length * runs) / (time / 1000);
  tell({ what: "throughput", value, unit: "tasks/s", bound: 1000, moreIsBetter: true });
}
