// What a student needs to see of a failed task, besides the check that found it: its command, as it was rendered, and the
// end of its output.

import type { ObservedDag } from "@daglings/lessons";

/** A command of some lines, and its outcome. */
const mostLines = 12;

/** The first task that failed. `logOf` gives the log of its last try. Null if nothing failed. */
export function describeFailure(
  { runs }: ObservedDag,
  logOf: (task: { readonly runId: string; readonly taskId: string }) => string,
): string | null {
  const failed = runs.flatMap(({ runId, tasks }) =>
    tasks.filter(({ state }) => state === "failed").map(({ taskId }) => ({ runId, taskId })),
  );
  const [first] = failed;
  if (!first) return null;
  const { taskId } = first;
  const number = failed.filter((each) => each.taskId === taskId).length;
  const title = `${taskId} failed in ${number} of ${runs.length} run${runs.length === 1 ? "" : "s"}. The first:`;
  return [title, ...endOf(logOf(first))].join("\n");
}

/** The stack trace stays in the log file, and so does the second copy of the error. */
function endOf(log: string): string[] {
  const lines = log.trimEnd().split("\n");
  const isTwice = (line: string, index: number) =>
    line.startsWith("Error: ") && lines[index - 1]?.startsWith(line.replace("Error", "Failed"));
  return lines.filter((line, index) => !/^\s+at /.test(line) && !isTwice(line, index)).slice(-mostLines);
}
