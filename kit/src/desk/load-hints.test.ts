import { expect, test } from "vitest";
import { loadHints } from "./load-hints.ts";

test.each([
  ["dag.ts:3: does not parse: Expression expected; mend that line", "a comma, a bracket"],
  ["dag.ts:29: fails while it is loaded: fetchEvent is not defined", "below the line that makes it"],
  ['dag.ts:1: imports the package "lodash", which is not installed', "the import in that line"],
  ['dag.ts: task "a": option "taskid" is unknown; did you mean "taskId"?', "options of its own"],
  ["dag.ts:5: fails while it is loaded: not today", "outside a callable"],
])("%s", (error, second) => {
  const [first, where, almost] = loadHints(error) ?? [];
  expect(first).toContain(error);
  expect(where).toContain(second);
  expect(almost).toMatch(/./);
});

test("a file without a DAG is left to the check that asks for one", () => {
  expect(loadHints("dag.ts: exports no DAG; end it with: export default dag;")).toBeNull();
});
