// Every row of golden/dag-runs.json: a random DAG, and the states in which a real Airflow left its tasks.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { DAG, chain } from "../dag.ts";
import { NonRetryableError, SkipError } from "../errors.ts";
import type { TriggerRule } from "../core/trigger-rule.ts";
import { BranchOperator } from "../operators/branch.ts";
import { FunctionOperator } from "../operators/function.ts";
import type { Operator } from "../operators/operator.ts";
import { ShortCircuitOperator } from "../operators/short-circuit.ts";
import { simulate } from "./testing.ts";

interface Task {
  readonly taskId: string;
  readonly upstream: readonly string[];
  readonly rule: TriggerRule;
  readonly does: "success" | "failed" | "skipped" | "retries" | "branch" | "short circuit";
  readonly retries?: number;
  /** How many tries fail. */
  readonly failures?: number;
  readonly follow?: readonly string[];
  readonly condition?: boolean;
  readonly ignoresRules?: boolean;
}

interface Row {
  readonly tasks: readonly Task[];
  readonly states: Readonly<Record<string, string>>;
  readonly run: string;
}

const file = new URL("../../golden/dag-runs.json", import.meta.url);
const { vectors } = JSON.parse(readFileSync(file, "utf8")) as { vectors: readonly Row[] };

test("the golden table is read", () => {
  expect(vectors.length).toBeGreaterThanOrEqual(390);
});

test.each(vectors.map((row, index) => ({ index, ...row })))(
  "random DAG $index",
  async ({ tasks, states, run }) => {
    const dag = new DAG({ dagId: "random", schedule: null, startDate: "2019-01-01" });
    const operators = new Map(tasks.map((task) => [task.taskId, operatorOf(task, dag)]));
    const operator = (taskId: string) => operators.get(taskId) ?? [];
    for (const { taskId, upstream } of tasks) chain(upstream.flatMap(operator), operator(taskId));

    const { scheduler, store } = simulate(dag, "2019-01-02");
    const runId = scheduler.trigger({ dagId: "random", logicalDate: "2019-01-01" });
    await scheduler.run({ until: "idle" });
    const found = store.findRun({ dagId: "random", runId });
    const stateOf = ({ taskId }: Task) => found?.tasks[taskId]?.state;
    expect({ states: tasks.map(stateOf), run: found?.state }).toEqual({
      states: tasks.map(({ taskId }) => states[taskId]),
      run,
    });
  },
);

function operatorOf(task: Task, dag: DAG): Operator {
  const { taskId, rule: triggerRule, retries = 0, failures = 0 } = task;
  const common = { dag, taskId, triggerRule, retryDelay: { seconds: 0 } };
  switch (task.does) {
    case "branch":
      return new BranchOperator({ ...common, callable: () => [...(task.follow ?? [])] });
    case "short circuit":
      return new ShortCircuitOperator({
        ...common,
        ignoreDownstreamTriggerRules: task.ignoresRules ?? true,
        callable: () => task.condition,
      });
    case "success":
    case "failed":
    case "skipped":
    case "retries":
      return new FunctionOperator({
        ...common,
        retries,
        callable({ ti }) {
          if (task.does === "failed") throw new NonRetryableError("as planned");
          if (task.does === "skipped") throw new SkipError("as planned");
          if (ti.tryNumber <= failures) throw new Error("as planned");
        },
      });
    default:
      throw new TypeError(`unknown deed ${String(task.does satisfies never)}`);
  }
}
