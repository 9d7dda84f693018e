// Every case that a real Prefect was seen with comes out the same here: states and their order, calls, what is thrown.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { simulatedClock } from "@daglings/engine";
import { expect, test } from "vitest";
import { bodyOf } from "./flow.ts";
import { describe as described, goldenCases, notMirrored, type World } from "./golden.ts";
import { flow, machine, memoryRecord, runOn } from "./index.ts";
import type { HistoryEntry } from "./record.ts";

interface Observed {
  readonly case: string;
  readonly returned: unknown;
  readonly calls: readonly string[];
  readonly flows: readonly { readonly states: unknown; readonly message: string | null }[];
  readonly tasks: readonly {
    readonly name: string;
    readonly states: unknown;
    readonly message: string | null;
  }[];
}

const table = JSON.parse(readFileSync(join(import.meta.dirname, "../golden/prefect.json"), "utf8")) as {
  readonly cases: readonly Observed[];
};

/** Prefect's threads began in an order of their own. */
const sideBySide = new Set([
  "waiting_holds_a_worker",
  "tuple_with_failed_returned",
  "mapped_over_failed",
  "futures_nobody_awaits",
]);

test("each case of the table is there, or it is said why not", () => {
  const names = [...Object.keys(goldenCases), ...Object.keys(notMirrored)].toSorted();
  expect(names).toEqual(table.cases.map((each) => each.case).toSorted());
});

test.each(table.cases.filter((each) => each.case in goldenCases))("$case", async (observed) => {
  const golden = goldenCases[observed.case];
  if (!golden) throw new Error("the case is not there");
  // What tasks do is real; only where they look at the time must it pass at once.
  const clock = simulatedClock({ from: "2019-01-04" });
  const calls: string[] = [];
  const world: World = {
    call(what) {
      calls.push(what);
      return calls.filter((each) => each === what).length;
    },
    async pause(milliseconds) {
      if (milliseconds < 1000) return await new Promise((resolve) => setTimeout(resolve, milliseconds));
      if (milliseconds > 10_000)
        return await clock.wait({
          until: clock.now() + milliseconds,
          underWay: false,
          wake: new Promise(() => {}),
        });
      return await new Promise(() => {}); // longer than any timeout
    },
  };
  if (golden.plain) {
    const value = await Promise.resolve()
      .then(() => golden.plain?.(world))
      .catch((error: unknown) => error);
    expect(described(value)).toEqual(observed.returned);
    expect(calls).toEqual(observed.calls);
    return;
  }
  const record = memoryRecord();
  const made = flow(golden.flow(world), { name: "body", ...golden.options });
  expect(bodyOf(made)).not.toBeNull();
  const state = await runOn(machine({ record, clock }), made, {
    flowRunId: "run",
    parameters: golden.parameters,
  });
  expect(described(state)).toEqual(observed.returned);
  if (sideBySide.has(observed.case)) expect(calls.toSorted()).toEqual(observed.calls.toSorted());
  else expect(calls).toEqual(observed.calls);

  const runs = observed.flows.map((_, index) => (index === 0 ? "run" : childOf("run")));
  function childOf(flowRunId: string): string {
    return record.listTasks({ flowRunId }).find((each) => each.childRunId !== null)?.childRunId ?? "none";
  }
  for (const [index, expected] of observed.flows.entries()) {
    const run = record.findRun({ flowRunId: runs[index] ?? "" });
    const isInvalid = observed.case.startsWith("parameters"); // Prefect enters that state twice
    if (isInvalid)
      expect(run?.history.map(words)).toEqual([
        ["PENDING", "Pending"],
        ["FAILED", "Failed"],
      ]);
    else expect(run?.history.map(words)).toEqual(expected.states);
    expect(run?.message).toEqual(messageOf(expected.message));
  }
  const tasks = runs
    .flatMap((flowRunId) => record.listTasks({ flowRunId }))
    .filter((each) => each.childRunId === null);
  const ours = tasks.map(({ name, history, message }) => ({ name, states: history.map(words), message }));
  const theirs = observed.tasks.map((each) => ({ ...each, message: messageOf(each.message) }));
  expect(ours.toSorted(byText)).toEqual(theirs.toSorted(byText));
});

const words = ([, type, name]: HistoryEntry) => [type, name];
const byText = (a: object, b: object) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

/** Ids, and the words of Python itself, are others than ours. */
function messageOf(message: string | null): unknown {
  if (message === null) return null;
  const parts = message.split(
    /'…'|TaskRunTimeoutError.*|MappingLength[^]*|MappingMissing[^]*|ParameterTypeError[^]*/,
  );
  return expect.stringMatching(
    new RegExp(`^${parts.map((part) => RegExp.escape(part)).join("[^]*")}`),
  ) as unknown;
}
