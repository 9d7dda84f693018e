// A flow that calls a task with many numbers, in a process of its own, so that its memory is its own. Prints its figures
// as JSON.

import { join } from "node:path";
import { argv, memoryUsage, threadCpuUsage } from "node:process";
import { flow, machine, runOn, sqliteRecord, task, type Future } from "@daglings/flow";
import { inFolder, timed } from "./measure.ts";

/** In milliseconds and bytes. `work` leaves out waiting for the disk and for whatever else the machine does. */
export interface FlowCost {
  readonly time: number;
  readonly work: number;
  readonly memory: number;
}

export interface ManyCalls {
  readonly synchronous: "FULL" | "NORMAL";
  readonly tasks: number;
  /** null: no limit. */
  readonly maxWorkers: number | null;
  /** One after the other; or all at once, and then it waits for each in turn, or for all with one promise. */
  readonly how: "call" | "submit" | "map" | "map, and Promise.all";
}

const { synchronous, tasks, maxWorkers, how } = JSON.parse(argv[2] ?? "{}") as ManyCalls;

const double = task(async (value: number) => value * 2, { name: "double" });

async function sumOf(futures: readonly Future<number>[]): Promise<number> {
  let sum = 0;
  for (const future of futures) sum += await future.result();
  return sum;
}

const ways: { [Way in ManyCalls["how"]]: (numbers: readonly number[]) => Promise<number> } = {
  call: async (numbers) => {
    let sum = 0;
    for (const value of numbers) sum += await double(value);
    return sum;
  },
  submit: async (numbers) => await sumOf(numbers.map((value) => double.submit(value))),
  map: async (numbers) => await sumOf(double.map(numbers)),
  "map, and Promise.all": async (numbers) => {
    const values = await Promise.all(double.map(numbers).map((future) => future.result()));
    return values.reduce((sum, value) => sum + value, 0);
  },
};

const many = flow(
  async ({ count }: { count: number }) => await ways[how](Array.from({ length: count }, (_, index) => index)),
  { name: "many", ...(maxWorkers !== null && { maxWorkers }) },
);

await inFolder(async (folder) => {
  const record = sqliteRecord(join(folder, "daglings.db"), { synchronous });
  const on = machine({ record, logsFolder: join(folder, "logs") });
  await runOn(on, many, { parameters: { count: 10 } }); // so that the code is compiled, as after a scheduler's first run
  const before = threadCpuUsage();
  const time = await timed(async () => {
    const state = await runOn(on, many, { parameters: { count: tasks } });
    if (state.result() !== tasks * (tasks - 1)) throw new Error(`the flow ended as ${state.name}`);
  });
  const { user, system } = threadCpuUsage(before);
  record.close();
  console.log(JSON.stringify({ time, work: (user + system) / 1000, memory: memoryUsage.rss() }));
});
