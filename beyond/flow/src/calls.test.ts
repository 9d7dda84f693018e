import { assert, asyncProperty, integer, shuffledSubarray, uniqueArray } from "fast-check";
import { describe, expect, test } from "vitest";
import { Calls } from "./calls.ts";
import type { TaskRow } from "./record.ts";

const row = (call: number, argument: number | null): TaskRow => ({
  flowRunId: "run",
  flowTry: 1,
  name: "step",
  call,
  hash: argument === null ? null : `hash of ${argument}`,
  arguments: String(argument),
  upstream: [],
  childRunId: null,
  stateType: "COMPLETED",
  stateName: "Completed",
  message: null,
  history: [],
  tries: 1,
  dueAt: null,
  result: {},
  error: null,
});
const ask = (calls: Calls, argument: number) =>
  calls.claim({
    name: "step",
    call: calls.next("step"),
    hash: `hash of ${argument}`,
    text: String(argument),
  });

describe("calls", () => {
  test("are counted as they come if nothing is on record", async () => {
    const calls = new Calls("run", []);
    expect([await ask(calls, 7), await ask(calls, 7)]).toEqual([
      { call: 1, row: null },
      { call: 2, row: null },
    ]);
  });

  test("find their own records in whatever order they come, and a new call has a number of its own", async () => {
    const permutations = uniqueArray(integer(), { minLength: 1, maxLength: 8 }).chain((all) =>
      shuffledSubarray(all, { minLength: all.length }).map((shuffled) => ({ all, shuffled })),
    );
    await assert(
      asyncProperty(permutations, async ({ all, shuffled }) => {
        const recorded = all.map((argument, index) => row(index + 1, argument));
        const calls = new Calls("run", recorded);
        const claims = await Promise.all(shuffled.map((argument) => ask(calls, argument)));
        expect(claims.map((claim) => claim.row?.arguments)).toEqual(shuffled.map(String));
        calls.close();
        expect((await ask(calls, Infinity)).call).toBe(all.length + 1);
      }),
    );
  });

  test("with the same arguments find one record each", async () => {
    const calls = new Calls("run", [row(1, 5), row(2, 5)]);
    expect([(await ask(calls, 5)).call, (await ask(calls, 5)).call]).toEqual([1, 2]);
    calls.close();
  });

  test("that are new wait until everything on record has been asked for", async () => {
    const calls = new Calls("run", [row(1, 5)]);
    const isNew = ask(calls, 6);
    const isKnown = Promise.resolve().then(() => ask(calls, 5));
    expect([(await isNew).row, (await isKnown).row?.call]).toEqual([null, 1]);
  });

  test("that were never ready to be made need not be made again", () => {
    expect(() => new Calls("run", [row(1, null)]).close()).not.toThrow();
  });
});
