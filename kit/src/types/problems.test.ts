import { resolve } from "node:path";
import { expect, test } from "vitest";
import { typeProblems } from "./problems.ts";

const folder = resolve("work", "08_templated_path");
const lines = ["first();", "  second(`", "    {{ds}} {{ dss }}`);", "fourth();"];

function problems(output: string) {
  return typeProblems(output, resolve(folder, "dag.ts"), {
    cwd: resolve("."),
    readText: () => lines.join("\n"),
  });
}

const said = (code: number, ...texts: readonly string[]) =>
  `work/08_templated_path/dag.ts(1,3): error TS${code}: ${texts.join("\n  ")}\n`;

const options = "BashOptions<string, undefined, undefined>";

test.each([
  [1005, ["',' expected."], "it does not parse: ',' expected"],
  [
    2561,
    [
      `Object literal may only specify known properties, but 'taskid' does not exist in type '${options}'. Did you mean to write 'taskId'?`,
    ],
    'option "taskid" is unknown; did you mean "taskId"?',
  ],
  [
    2353,
    [`Object literal may only specify known properties, and 'colour' does not exist in type '${options}'.`],
    'option "colour" is unknown',
  ],
  [
    2741,
    [`Property 'taskId' is missing in type '{ dag: DAG; }' but required in type '${options}'.`],
    'option "taskId" is missing',
  ],
  [
    2307,
    ["Cannot find module 'lodash' or its corresponding type declarations."],
    'there is no package "lodash" here',
  ],
  [
    2307,
    ["Cannot find module './help' or its corresponding type declarations."],
    "there is no file ./help; a file is imported by its whole name, with .ts",
  ],
  [
    2724,
    [`'"@daglings/engine"' has no exported member named 'BashOperatr'. Did you mean 'BashOperator'?`],
    '"@daglings/engine" has no BashOperatr; did you mean BashOperator?',
  ],
  [2305, [`Module '"node:fs"' has no exported member 'raedFile'.`], '"node:fs" has no raedFile'],
  [
    2552,
    ["Cannot find name 'fetchEvent'. Did you mean 'fetchEvents'?"],
    "there is no fetchEvent here; did you mean fetchEvents?",
  ],
  [2304, ["Cannot find name 'aq'."], "there is no aq here; is its import or its const missing?"],
  [
    2551,
    ["Property 'grupby' does not exist on type 'ColumnTable'. Did you mean 'groupby'?"],
    "ColumnTable has no grupby; did you mean groupby?",
  ],
  [
    2322,
    [
      "Type 'Date' is not assignable to type 'DateInput | undefined'.",
      "Type 'Date' is missing the following: era.",
    ],
    'it is a JavaScript Date, where a text such as "2019-01-01" is expected',
  ],
  [
    2322,
    ["Type 'number' is not assignable to type 'string | undefined'."],
    "it is number, where string is expected",
  ],
  [
    2345,
    [
      "Argument of type '{ retries: string; }' is not assignable to parameter of type '{ retries: number; }'.",
      "Types of property 'retries' are incompatible.",
      "Type 'string' is not assignable to type 'number'.",
    ],
    "it is string, where number is expected",
  ],
  [2349, ["This expression is not callable."], "This expression is not callable"],
])("TS%i is said in words: %j", (code, texts, what) => {
  expect(problems(said(code, ...texts))).toEqual([
    { file: resolve(folder, "dag.ts"), line: 1, what, source: "first();" },
  ]);
});

test("a template variable is shown where it is written, not where its text begins", () => {
  const output = said(
    2322,
    "Type '\"…{{dss}}…\"' is not assignable to type '\"unknown template variable: dss\"'.",
  );
  expect(problems(output)).toMatchObject([
    {
      line: 3,
      what: 'template variable "dss" is unknown; did you mean "ds"?',
      source: "{{ds}} {{ dss }}`);",
    },
  ]);
});

test("what is in other folders is not the student's", () => {
  const other = (path: string) => `${path}(4,1): error TS2304: Cannot find name 'x'.\n`;
  const output = [
    other("engine/src/dag.ts"),
    other("work/08_templated_path_old/dag.ts"),
    other("work/08_templated_path/help.ts"),
  ];
  expect(problems(output.join(""))).toMatchObject([
    { file: resolve(folder, "help.ts"), line: 4, source: "fourth();" },
  ]);
});

test("no output is not a problem", () => {
  expect(problems("")).toEqual([]);
});
