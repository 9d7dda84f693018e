// A flow that maps a task over many numbers, in a process of its own, so that its memory is its own. Prints its figures
// as JSON.

import { join } from "node:path";
import { argv, memoryUsage, threadCpuUsage } from "node:process";
import { flow, machine, runOn, sqliteRecord, task } from "@daglings/flow";
import { inFolder, timed } from "./measure.ts";

/** In milliseconds and bytes. `work` leaves out the waiting, for the disk and for whatever else the machine does. */
export interface FlowCost {
  readonly time: number;
  readonly work: number;
  readonly memory: number;
}

const { synchronous, tasks, maxWorkers } = JSON.parse(argv[2] ?? "{}") as {
  synchronous: "FULL" | "NORMAL";
  tasks: number;
  maxWorkers: number | null;
};

const double = task(async (value: number) => value * 2, { name: "double" });
const many = flow(
  async ({ count }: { count: number }) => {
    const futures = double.map(Array.from({ length: count }, (_, index) => index));
    const values = await Promise.all(futures.map((future) => future.result()));
    return values.reduce((sum, value) => sum + value, 0);
  },
  { name: "many", ...(maxWorkers !== null && { maxWorkers }) },
);

await inFolder(async (folder) => {
  const record = sqliteRecord(join(folder, "daglings.db"), { synchronous });
  const on = machine({ record, logsFolder: join(folder, "logs") });
  await runOn(on, many, { parameters: { count: 10 } }); // compiled, as after the first run of a scheduler
  const before = threadCpuUsage();
  const time = await timed(async () => {
    const state = await runOn(on, many, { parameters: { count: tasks } });
    if (state.result() !== tasks * (tasks - 1)) throw new Error(`the flow ended as ${state.name}`);
  });
  const { user, system } = threadCpuUsage(before);
  record.close();
  console.log(JSON.stringify({ time, work: (user + system) / 1000, memory: memoryUsage.rss() }));
});
