// Every case observed in a real Prefect has the same outcome here: states and their order, calls, and thrown errors.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { simulatedClock, type Clock } from "@daglings/engine";
import { expect, test } from "vitest";
import { describe as described, goldenCases, notMirrored, type World } from "./cases.ts";
import { flow, machine, memoryRecord, runOn } from "../src/index.ts";
import type { HistoryEntry } from "../src/record.ts";

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

/** Prefect's threads began in no particular order. */
const sideBySide = new Set([
  "waiting_holds_a_worker",
  "tuple_with_failed_returned",
  "mapped_over_failed",
  "futures_nobody_awaits",
]);

/** Prefect enters the same state a second time. */
const enteredTwice = new Set(["parameters_invalid_state"]);

test("each case of the table is mirrored here, or the list says why not", () => {
  const names = [...Object.keys(goldenCases), ...Object.keys(notMirrored)].toSorted();
  expect(names).toEqual(table.cases.map((each) => each.case).toSorted());
});

const mirrored = table.cases.flatMap((observed) => {
  const golden = goldenCases[observed.case];
  return golden ? [{ name: observed.case, observed, golden }] : [];
});

test.each(mirrored.filter(({ golden }) => golden.plain))(
  "$name, called plainly",
  async ({ observed, golden }) => {
    const { world, calls } = worldOf(simulatedClock({ from: "2019-01-04" }));
    const value = await Promise.resolve(world)
      .then(golden.plain)
      .catch((error: unknown) => error);
    expect(described(value)).toEqual(observed.returned);
    expect(calls).toEqual(observed.calls);
  },
);

test.each(mirrored.filter(({ golden }) => !golden.plain))("$name", async ({ name, observed, golden }) => {
  const clock = simulatedClock({ from: "2019-01-04" });
  const { world, calls } = worldOf(clock);
  const record = memoryRecord();
  const made = flow(golden.flow(world), { name: "body", ...golden.options });
  const order = { flowRunId: "run", parameters: golden.parameters };
  const state = await runOn(machine({ record, clock }), made, order);
  expect(described(state)).toEqual(observed.returned);
  const inOrder = (all: readonly string[]) => (sideBySide.has(name) ? all.toSorted() : all);
  expect(inOrder(calls)).toEqual(inOrder(observed.calls));

  const tasks = record.listTasks({ flowRunId: "run" });
  const child = tasks.find((each) => each.childRunId !== null)?.childRunId ?? null;
  const runs = ["run", ...(child === null ? [] : [child])].map((flowRunId) => record.findRun({ flowRunId }));
  const states = (all: unknown) => (enteredTwice.has(name) ? new Set((all as object[]).map(asText)) : all);
  expect(runs.map((run) => states(run?.history.map(words)))).toEqual(
    observed.flows.map((each) => states(each.states)),
  );
  expect(runs.map((run) => run?.message)).toEqual(observed.flows.map((each) => messageOf(each.message)));

  const all = child === null ? tasks : [...tasks, ...record.listTasks({ flowRunId: child })];
  const ours = all
    .filter((each) => each.childRunId === null)
    .map((each) => ({ name: each.name, states: each.history.map(words), message: each.message }));
  const theirs = observed.tasks.map((each) => ({ ...each, message: messageOf(each.message) }));
  expect(ours.toSorted(byText)).toEqual(theirs.toSorted(byText));
});

/** What tasks do takes real time; only where they look at the clock must time pass at once. */
function worldOf(clock: Clock) {
  const calls: string[] = [];
  const world: World = {
    call(what) {
      calls.push(what);
      return calls.filter((each) => each === what).length;
    },
    async pause(milliseconds) {
      const never = new Promise<void>(() => {});
      const until = clock.now() + milliseconds;
      if (milliseconds < 1000) await new Promise((resolve) => setTimeout(resolve, milliseconds));
      else if (milliseconds > 10_000) await clock.wait({ until, underWay: false, wake: never });
      else await never; // longer than any timeout
    },
  };
  return { world, calls };
}

const words = ([, type, name]: HistoryEntry) => [type, name];
const asText = (value: object) => JSON.stringify(value);
const byText = (a: object, b: object) => (asText(a) < asText(b) ? -1 : 1);

/** Ids differ from ours, and so do Python's own messages. */
function messageOf(message: string | null): unknown {
  if (message === null) return null;
  const others = /'…'|TaskRunTimeoutError.*|MappingLength[^]*|MappingMissing[^]*|ParameterTypeError[^]*/;
  const parts = message.split(others).map((part) => RegExp.escape(part));
  return expect.stringMatching(new RegExp(`^${parts.join("[^]*")}`)) as unknown;
}
