// A flow to attack, in a process of its own: it goes on where the one before it was killed. Its tasks write what they do
// into a file outside of the store, each line in one piece: `start square-3 pid`.

import { appendFileSync } from "node:fs";
import { join } from "node:path";
import process, { argv, env, pid } from "node:process";
import { setTimeout as wait } from "node:timers/promises";
import { simulatedClock, systemClock } from "@daglings/engine";
import { flow, machine, runContext, runOn, sqliteRecord, task } from "@daglings/flow";
import { flowRunId, items, outcome } from "./flow-work.ts";
import { exitCodes, type Setup } from "./setup.ts";

const setup = JSON.parse(argv[2] ?? "{}") as Setup;
const folder = env["CHAOS_FOLDER"] ?? "";

/** Short enough for many rounds, long enough to be hit. */
async function work<T>(length: number, result: T): Promise<T> {
  const say = (what: string) =>
    appendFileSync(join(folder, "outside.log"), `${what} ${runContext().task} ${pid}\n`);
  say("start");
  if (length > 0) await wait(length);
  say("end");
  return result;
}

const square = task(async (item: number) => await work(item % 7, item ** 2), { name: "square" });

const flaky = task(
  async (value: number) => {
    const result = await work(2, value + 1);
    if (runContext().tries % 2 === 1) throw new Error("not yet");
    return result;
  },
  { name: "flaky", retries: 20, retryDelay: { milliseconds: 5 } },
);

const add = task(async (sum: number, value: number) => await work(0, sum + value), { name: "add" });

const total = flow(
  async ({ values }: { values: readonly number[] }) => {
    let sum = 0;
    for (const value of values) sum = await add(sum, value);
    return sum;
  },
  { name: "total" },
);

const numbers = flow(
  async () => {
    const squares = square.map(items);
    const more = flaky.map(squares.slice(0, 6));
    const values = await Promise.all([...squares, ...more].map((future) => future.result()));
    return await total({ values });
  },
  { name: "numbers", maxWorkers: 4 },
);

const clock = setup.clock === "simulated" ? simulatedClock({ from: "2019-02-01" }) : systemClock();
const record = sqliteRecord(join(folder, "daglings.db"), { synchronous: "NORMAL" });
process.stdout.write("ready\n");
const state = await runOn(machine({ clock, record, logsFolder: join(folder, "logs") }), numbers, {
  flowRunId,
});
record.close();
if (state.data !== outcome) {
  process.stderr.write(`the flow ended as ${state.name}: ${state.reason}\n`);
  process.exitCode = exitCodes.failed;
}
