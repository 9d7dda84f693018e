import { expect, test } from "vitest";
import { refusalOf } from "@daglings/words/testing";
import { DAG } from "./dag.ts";
import { BashOperator } from "./operators/bash.ts";
import { FunctionOperator } from "./operators/function.ts";
import { byHand } from "./testing.ts";

const dagWith = (options: object) => refusalOf(() => new DAG({ dagId: "d", ...options }));

test.each([
  ["cron", "schedule"],
  ["start_date", "startDate"],
  ["concurrency", "maxActiveTasks"],
  ["dagrun_timeout", "dagRunTimeout"],
  ["default_args", "defaultArgs"],
  ["on_failure_callback", "onFailure"],
])("a DAG's %s is called %s", (old, today) => {
  expect(dagWith({ [old]: "@daily" })).toContain(
    `option "${old}" is called "${today}" here; write ${today}: …`,
  );
});

test.each([
  ["python_callable", "callable"],
  ["op_kwargs", "opKwargs"],
  ["retry_delay_seconds", "retryDelay"],
  ["depends_on_past", "dependsOnPast"],
])("a task's %s is called %s", (old, today) => {
  const options = { dag: new DAG(byHand), taskId: "t", callable: () => {}, [old]: 5 };
  expect(refusalOf(() => new FunctionOperator(options))).toContain(`is called "${today}" here`);
});

test("what is left out on purpose is refused with what does it here", () => {
  const task = (own: object) =>
    refusalOf(() => new BashOperator({ dag: new DAG(byHand), taskId: "t", bashCommand: "true", ...own }));
  expect(task({ sla: { hours: 1 } })).toContain("executionTimeout ends what takes too long");
  expect(task({ pool: "small" })).toContain("maxActiveTasks limits a DAG");
  expect(task({ provide_context: true })).toContain("a callable always gets its context; leave it out");
});

test("an old name in defaultArgs is refused there", () => {
  expect(dagWith({ defaultArgs: { on_failure_callback: () => {} } })).toContain(
    'defaultArgs: option "on_failure_callback" is called "onFailure" here',
  );
});

test("any other unknown option is unknown, as ever", () => {
  expect(dagWith({ shedule: "@daily" })).toContain('option "shedule" is unknown; did you mean "schedule"?');
});
