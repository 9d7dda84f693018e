// How much memory calls hold while they wait, which calls a flow waits for, and in whose context a call begins.

import { AsyncLocalStorage } from "node:async_hooks";
import { getHeapStatistics, queryObjects } from "node:v8";
import { simulatedClock } from "@daglings/engine";
import { expect, test } from "vitest";
import { flow, machine, memoryRecord, runOn, task } from "./index.ts";

function setUp() {
  const record = memoryRecord();
  return { record, on: machine({ record, clock: simulatedClock({ from: "2019-01-04" }) }) };
}

/** In bytes, garbage not counted. */
function heldNow(): number {
  queryObjects(AsyncLocalStorage); // collects it
  return getHeapStatistics().used_heap_size;
}

test("when thousands of calls wait for their turn, each holds little memory", async () => {
  const count = 5000;
  const double = task(async (value: number) => value * 2, { name: "double" });
  const { promise: mayEnd, resolve: letEnd } = Promise.withResolvers<void>();
  const first = task(async () => await mayEnd, { name: "first" });
  const many = flow(
    async () => {
      first.submit();
      const before = heldNow();
      const futures = double.map(Array.from({ length: count }, (_, index) => index));
      const each = (heldNow() - before) / count;
      letEnd();
      await futures.at(-1)?.wait();
      return each;
    },
    { name: "many", maxWorkers: 1 },
  );
  const state = await runOn(setUp().on, many);
  expect(state.data).toBeLessThan(500);
});

test("a call that nobody waits for may make another one, and the flow waits for both", async () => {
  const { record, on } = setUp();
  const step = task(async (value: number) => value, { name: "step" });
  const careless = flow(
    async () => {
      void step
        .submit(1)
        .result()
        .then(async (value) => await step(value + 1));
    },
    { name: "careless" },
  );
  const { of: flowRunId } = await runOn(on, careless);
  const tasks = record.listTasks({ flowRunId });
  expect(tasks.map(({ call, stateName }) => [call, stateName])).toEqual([
    [1, "Completed"],
    [2, "Completed"],
  ]);
});

test("a call begins in the context of its caller, not in that of the call that made room for it", async () => {
  const user = new AsyncLocalStorage<string>();
  const seen: string[] = [];
  const look = task(async (name: string) => void seen.push(`${name}: ${user.getStore()}`), { name: "look" });
  const looks = flow(
    async () => {
      const futures = ["Ada", "Bob", "Eve"].map((name) => user.run(name, () => look.submit(name)));
      for (const future of futures) await future.result();
    },
    { name: "looks", maxWorkers: 1 },
  );
  await runOn(setUp().on, looks);
  expect(seen).toEqual(["Ada: Ada", "Bob: Bob", "Eve: Eve"]);
});

test.each([5, {}, Symbol("key")])("a cacheKey that returns %o fails its task, in a sentence", async (key) => {
  const { on } = setUp();
  const cached = task(() => 1, { name: "cached", cacheKey: () => key as unknown as string });
  const state = await runOn(
    on,
    flow(async () => await cached()),
  );
  expect([state.type, state.reason]).toEqual([
    "FAILED",
    expect.stringMatching(/cacheKey returned .+; return a text, or null for no caching$/),
  ]);
});
