import { describe, expect, test } from "vitest";
import { chain, DAG } from "../dag.ts";
import { simulate, describeRuns } from "../scheduler/testing.ts";
import { attempt, byHand, ownerOf } from "../testing.ts";
import { EmptyOperator } from "./empty.ts";
import { FunctionOperator } from "./function.ts";
import { ShortCircuitOperator } from "./short-circuit.ts";

type Options = { readonly ignoreDownstreamTriggerRules?: boolean };

const check = (result: unknown, options: Options = {}) =>
  new ShortCircuitOperator({ dag: new DAG(byHand), taskId: "check", callable: () => result, ...options });

test.each([true, "text", 5, []])(
  "goes on when its callable returns %j, which is its result",
  async (result) => {
    const { outcome, xcoms } = await attempt(check(result));
    expect(outcome).toEqual({ type: "success" });
    expect(xcoms).toEqual({ return_value: result });
  },
);

test.each([false, "", 0, null, undefined])(
  "skips what comes after it when its callable returns %j",
  async (result) => {
    const { outcome, xcoms, lines } = await attempt(check(result));
    expect(outcome).toEqual({ type: "success", skip: "descendants" });
    expect(xcoms).toEqual({});
    expect(lines).toEqual([`The condition is ${String(result)}: skipping descendants`]);
  },
);

test("may leave it to the trigger rules what is skipped beyond its children", async () => {
  expect((await attempt(check(false, { ignoreDownstreamTriggerRules: false }))).outcome).toEqual({
    type: "success",
    skip: "children",
  });
});

test("waits for a callable that takes time", async () => {
  expect((await attempt(check(Promise.resolve(false)))).outcome).toHaveProperty("skip");
});

describe("in a run, a task with the rule all_done", () => {
  test.each([
    [{}, "check success 1 | child skipped 0 | last skipped 0"],
    [{ ignoreDownstreamTriggerRules: true }, "check success 1 | child skipped 0 | last skipped 0"],
    [{ ignoreDownstreamTriggerRules: false }, "check success 1 | child skipped 0 | last success 1"],
  ])("after %j is in the end: %s", async (options, tasks) => {
    const first = check(false, options);
    const dag = ownerOf(first);
    const child = new EmptyOperator({ dag, taskId: "child" });
    chain(first, child, new EmptyOperator({ dag, taskId: "last", triggerRule: "all_done" }));
    const { store, scheduler } = simulate(dag, "2019-01-01");
    scheduler.trigger({ dagId: "dag" });
    await scheduler.run();
    expect(describeRuns(store, "dag")).toEqual([`01-01 | 01-01 | success | ${tasks}`]);
  });
});

test("a task that fails in the instant in which it is skipped keeps its error", async () => {
  const first = check(false);
  const dag = ownerOf(first);
  const fails = new FunctionOperator({
    dag,
    taskId: "fails",
    triggerRule: "always",
    callable() {
      throw new Error("no use");
    },
  });
  chain(first, fails);
  const { store, scheduler } = simulate(dag, "2019-01-01");
  const runId = scheduler.trigger({ dagId: "dag" });
  await scheduler.run();
  expect(store.findRun({ dagId: "dag", runId })?.tasks["fails"]?.state).toBe("skipped");
  expect(store.listAttempts({ dagId: "dag", runId }).at(-1)?.error).toContain("no use");
});
