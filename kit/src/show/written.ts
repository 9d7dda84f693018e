// Which task has written which file: for `pnpm lesson NN --verbose`, also with --json.

import type { LessonResult } from "@daglings/stage";
import type { Screen } from "../screen.ts";
import { count } from "../words.ts";
import { excerpt } from "./excerpt.ts";
import { alignColumns } from "./table.ts";

type Result = Pick<LessonResult, "lineage">;

const most = 15;

export function showWritten({ lineage }: Result, { paint, isPlain, width }: Screen): string[] {
  if (lineage.length === 0) return [];
  const rows = excerpt(lineage, { most }).map((part) => {
    if ("leftOut" in part) return [`… ${count(part.leftOut, "more file")}`];
    const { dagId, taskId, runId, tryNumber } = part.item.writtenBy;
    return [part.item.name, `${dagId}.${taskId}`, String(tryNumber), runId];
  });
  const table = [["file", "by", "try", "run"], ...rows];
  const whole = alignColumns(table);
  const isTooWide = !isPlain && whole.some((line) => line.length + 2 > width);
  const [head = "", ...lines] = isTooWide ? alignColumns(table.map((row) => row.slice(0, 3))) : whole;
  return [
    "",
    paint("bold", "Who has written what, the last time"),
    `  ${paint("dim", head)}`,
    ...lines.map((line) => `  ${line}`),
  ];
}

/** The same for programs. */
export function writtenFacts({ lineage }: Result): object[] {
  return lineage.map(({ name, writtenBy: { dagId, runId, taskId, tryNumber, at } }) => {
    return {
      name,
      dagId,
      runId,
      taskId,
      tryNumber,
      at: Temporal.Instant.fromEpochMilliseconds(at).toString(),
    };
  });
}
