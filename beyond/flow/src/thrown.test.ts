// What is thrown need not be an error, nor allow anybody to look at it. It is an end of the run like any other.

import { simulatedClock } from "@daglings/engine";
import { expect, test } from "vitest";
import { flow, machine, memoryRecord, runOn, task } from "./index.ts";

function revoked(target: object): unknown {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

test.each<[string, unknown]>([
  ["null", null],
  ["a proxy that was revoked", revoked({})],
  ["an error behind such a proxy", revoked(new Error("x"))],
])("a flow, and a task, that throws %s has failed, and that is on record", async (_, thrown) => {
  const record = memoryRecord();
  const on = machine({ record, clock: simulatedClock({ from: "2019-01-04" }) });
  const throwing = () => {
    throw thrown;
  };
  const failing = flow(throwing, { name: "failing" });
  const called = task(throwing, { name: "called" });
  const calling = flow(async () => void (await called()), { name: "calling" });
  for (const each of [failing, calling]) {
    const state = await runOn(on, each);
    expect([state.type, state.reason]).toEqual(["FAILED", expect.stringContaining("is not an Error")]);
  }
  expect(
    record.listRuns({ limit: 10 }).map(({ stateType, endedAt }) => [stateType, endedAt === null]),
  ).toEqual([
    ["FAILED", false],
    ["FAILED", false],
  ]);
});
