import { expect, test } from "vitest";
import { DAG } from "../dag.ts";
import { BashOperator } from "../operators/bash.ts";
import { FunctionOperator } from "../operators/function.ts";
import { byHand } from "../testing.ts";
import { checkTemplates } from "./check-fields.ts";

/** A template whose text TypeScript does not know: it would refuse it. */
const unseen = (text: string): string => text;

test("mistakes in a DAG's templates are reported before its first run, with the task and the position", async () => {
  const dag = new DAG(byHand);
  const fine = new BashOperator({
    dag,
    taskId: "fine",
    bashCommand: unseen("echo {{ ds }} {{ params.any }}"),
  });
  const slip = new BashOperator({
    dag,
    taskId: "slip",
    bashCommand: unseen("echo {% if yes %}{{ ds ~ dss }}{% endif %}"),
  });
  const templatesDict = {
    paths: [unseen("{{ ds | uper }}"), unseen("{{ ds"), unseen("{{ zz | default(1) }}")],
  };
  const deep = new FunctionOperator({ dag, taskId: "deep", templatesDict, callable: () => null });
  expect(
    (await checkTemplates([fine, slip, deep])).map(({ taskId, error }) => [
      taskId,
      error.message,
      error.offset,
    ]),
  ).toEqual([
    ["slip", 'template variable "yes" is unknown', 11],
    ["deep", 'template "{{ ds | uper }}": filter "uper" is unknown; did you mean "upper"?', 8],
    ["deep", 'template "{{ ds": it is not closed; end it with }}', 0],
  ]);
});
