// One simulated year, in a process of its own, so that its memory is its own. Prints its figures as JSON.

import { join } from "node:path";
import { argv, memoryUsage, threadCpuUsage } from "node:process";
import {
  chain,
  DAG,
  EmptyOperator,
  Scheduler,
  simulatedClock,
  sqliteStore,
  type Schedule,
} from "@daglings/engine";
import { inFolder, timed } from "./measure.ts";

/** In milliseconds. `work` leaves out waiting for the disk and for whatever else the machine does. */
export interface Month {
  readonly time: number;
  readonly work: number;
}

const { synchronous, schedule } = JSON.parse(argv[2] ?? "{}") as {
  synchronous: "FULL" | "NORMAL";
  schedule: Schedule;
};

await inFolder(async (folder) => {
  const dag = new DAG({ dagId: "minutely", schedule, startDate: "2019-01-01" });
  chain(new EmptyOperator({ dag, taskId: "nothing" }));
  const store = sqliteStore(join(folder, "daglings.db"), { synchronous });
  const scheduler = new Scheduler({
    dags: [dag],
    store,
    clock: simulatedClock({ from: "2019-01-01" }),
  });
  const months: Month[] = [];
  let memory = 0;
  for (let month = 1; month <= 12; month++) {
    const until = month === 12 ? "2020-01-01" : new Temporal.PlainDate(2019, month + 1, 1);
    const before = threadCpuUsage();
    const time = await timed(() => scheduler.run({ until }));
    const { user, system } = threadCpuUsage(before);
    months.push({ time, work: (user + system) / 1000 });
    memory = Math.max(memory, memoryUsage.rss());
  }
  const [last] = store.listRuns({ dagId: "minutely", states: ["success"], newestFirst: true, limit: 1 });
  if (last?.runId !== "scheduled__2019-12-31T23:59:00+00:00")
    throw new Error(`the last run is ${last?.runId}`);
  await scheduler.close();
  store.close();
  console.log(JSON.stringify({ months, memory }));
});
