import { simulatedClock } from "@daglings/engine";
import { expect, test } from "vitest";
import { timers } from "./timers.ts";

const hour = 3_600_000;
const never = new AbortController().signal;

function setUp() {
  const clock = simulatedClock({ from: "2019-01-04" });
  const start = clock.now();
  const seen: string[] = [];
  const note = (what: string) => void seen.push(`${what} at ${(clock.now() - start) / hour}`);
  const { sleep, ...rest } = timers(clock);
  const sleeps = async (hours: number, signal = never) => await sleep(start + hours * hour, signal);
  return { ...rest, sleeps, note, seen };
}

test("simulated time jumps from one wait to the next, and the first to be due is the first to go on", async () => {
  const { sleeps, note, seen } = setUp();
  await Promise.all([
    sleeps(10).then(() => note("late")),
    sleeps(1).then(async () => {
      note("early");
      await sleeps(2);
      note("again");
    }),
  ]);
  expect(seen).toEqual(["early at 1", "again at 2", "late at 10"]);
});

test("simulated time stands still while a task is at work, unless that task is waiting itself", async () => {
  const { sleeps, working, resting, note, seen } = setUp();
  const { promise, resolve } = Promise.withResolvers<void>();
  const work = working(async () => {
    await promise;
    note("worked");
    await resting(async () => await sleeps(2));
    note("rested");
  });
  const waiting = sleeps(1).then(() => note("waited"));
  setImmediate(resolve);
  await Promise.all([work, waiting]);
  expect(seen).toEqual(["worked at 0", "waited at 1", "rested at 2"]);
});

test("a wait that is given up throws the reason, and no longer holds up the clock", async () => {
  const { sleeps, note, seen } = setUp();
  const controller = new AbortController();
  const given = sleeps(1, controller.signal);
  controller.abort(new Error("given up"));
  await expect(given).rejects.toThrow("given up");
  await sleeps(5);
  note("the other one");
  expect(seen).toEqual(["the other one at 5"]);
});
