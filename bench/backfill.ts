// A backfill of 10,000 runs of 3 empty tasks.

import { join } from "node:path";
import { chain, DAG, EmptyOperator, Scheduler, simulatedClock, sqliteStore } from "@daglings/engine";
import { converted, inFolder, median, tell, timed, type BenchOptions } from "./measure.ts";
import { title } from "./report.ts";

async function once(synchronous: "FULL" | "NORMAL", runs: number): Promise<number> {
  return await inFolder(async (folder) => {
    const dag = new DAG({ dagId: "backfill", schedule: "@hourly", startDate: "2019-01-01" });
    chain(...["a", "b", "c"].map((taskId) => new EmptyOperator({ dag, taskId })));
    const store = sqliteStore(join(folder, "daglings.db"), { synchronous });
    const scheduler = new Scheduler({ dags: [dag], store, clock: simulatedClock({ from: "2019-01-01" }) });
    const time = await timed(async () => {
      const to = Temporal.Instant.from("2000-01-01T00:00Z").add({ hours: runs - 1 });
      scheduler.backfill({ dagId: "backfill", from: "2000-01-01", to });
      await scheduler.run({ until: "idle" });
    });
    const done = store.listRuns({ dagId: "backfill", states: ["success"] }).length;
    if (done !== runs) throw new Error(`${done} runs instead of ${runs}`);
    await scheduler.close();
    store.close();
    return time;
  });
}

export async function benchBackfill({ isQuick }: BenchOptions): Promise<void> {
  const runs = isQuick ? 300 : 10_000;
  title(`Backfill of ${runs} runs of 3 empty tasks`);
  for (const [synchronous, bound] of [
    ["FULL", 3000],
    ["NORMAL", 10_000],
  ] as const) {
    const time = await median(3, () => once(synchronous, runs));
    const value = converted(time, (milliseconds) => (runs * 3) / (milliseconds / 1000));
    tell({ what: `synchronous=${synchronous}`, value, unit: "tasks/s", bound, moreIsBetter: true });
  }
}
