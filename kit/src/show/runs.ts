// The runs of a DAG as a table; in plain mode as one line each.

import type { AttemptRecord } from "@daglings/engine";
import type { DagFacts, RunFacts, TaskFacts } from "../run/lesson-run.ts";
import type { Screen } from "../screen.ts";
import { count, durationText, dayText, minuteText } from "../words.ts";
import { excerpt } from "./excerpt.ts";
import { alignColumns } from "./table.ts";

/** More are not looked at one by one. */
export const mostRuns = 12;

export function isUnusual({ state, tasks }: RunFacts): boolean {
  return state !== "success" || tasks.some(({ tryNumber }) => tryNumber > 1);
}

export function showRuns({ runs }: DagFacts, attempts: readonly AttemptRecord[], screen: Screen): string[] {
  if (runs.length === 0) return ["  no runs: nothing was due, and nobody has triggered one"];
  const parts = excerpt(runs, { most: mostRuns, isSpecial: isUnusual });
  if (screen.isPlain) {
    return parts.map((part) => `  ${"item" in part ? sentence(part.item) : leftOut(part.leftOut)}`);
  }
  const durations = durationsOf(attempts);
  const taskIds = [...new Set(runs.flatMap(({ tasks }) => tasks.map(({ taskId }) => taskId)))];
  const say = isDaily(runs) ? dayText : minuteText;
  const head = ["logical date", "data interval", "run made", "state", ...taskIds];
  const rows = parts.map((part) =>
    "item" in part ? cellsOf(part.item, { taskIds, durations, say }, screen) : [leftOut(part.leftOut)],
  );
  const [title = "", ...lines] = alignColumns([head, ...rows]);
  return [screen.paint("dim", title), ...lines].map((line) => `  ${line}`);
}

/** `01-04 05:00`: the logical date beside it has the year. */
function withoutYear(text: string): string {
  return text.slice(5);
}

/** `09:01`, behind `01-15 09:00`. */
function withoutDay(text: string, before: string): string {
  return text.length > 5 && text.startsWith(before.slice(0, 5)) ? text.slice(6) : text;
}

function leftOut(number: number): string {
  return `… ${count(number, "more run")}`;
}

/** No interval begins or ends within a day: then the days say it all. */
function isDaily(runs: readonly RunFacts[]): boolean {
  return runs.every((run) =>
    [run.logicalDate, run.dataIntervalStart, run.dataIntervalEnd].every((text) =>
      text.endsWith("T00:00:00Z"),
    ),
  );
}

interface Columns {
  readonly taskIds: readonly string[];
  readonly durations: ReadonlyMap<string, number>;
  readonly say: (instant: string) => string;
}

function cellsOf(run: RunFacts, { taskIds, durations, say }: Columns, screen: Screen): string[] {
  const { dataIntervalStart: start, dataIntervalEnd: end } = run;
  const cells = taskIds.map((taskId) => {
    const task = run.tasks.find((each) => each.taskId === taskId);
    if (!task) return "–";
    const took = durations.get(`${run.runId} ${taskId}`);
    return (
      stateText(task, screen) + (took === undefined ? "" : ` ${screen.paint("dim", durationText(took))}`)
    );
  });
  return [
    say(run.logicalDate) + (run.runType === "scheduled" ? "" : ` (${run.runType})`),
    start === end
      ? "none"
      : `${withoutYear(say(start))} → ${withoutDay(withoutYear(say(end)), withoutYear(say(start)))}`,
    withoutYear(minuteText(run.createdAt)),
    paintState(run.state, screen),
    ...cells,
  ];
}

function stateText({ state, tryNumber }: TaskFacts, screen: Screen): string {
  return paintState(state, screen) + (tryNumber > 1 ? ` (try ${tryNumber})` : "");
}

function paintState(state: string, { paint }: Screen): string {
  if (state === "success") return paint("good", state);
  return state === "failed" || state === "upstream_failed" ? paint("bad", state) : state;
}

function durationsOf(attempts: readonly AttemptRecord[]): Map<string, number> {
  const durations = new Map<string, number>();
  for (const { runId, taskId, duration } of attempts) {
    if (duration !== null) durations.set(`${runId} ${taskId}`, duration);
  }
  return durations;
}

function sentence(run: RunFacts): string {
  const { dataIntervalStart: start, dataIntervalEnd: end } = run;
  const tasks = run.tasks.map(({ taskId, state, tryNumber }) =>
    tryNumber > 1 ? `${taskId} ${state} on try ${tryNumber}` : `${taskId} ${state}`,
  );
  const type = run.runType === "scheduled" ? "run" : `${run.runType} run`;
  const interval = start === end ? "no data interval" : `interval ${minuteText(start)} to ${minuteText(end)}`;
  const what = tasks.length === 0 ? "no tasks" : tasks.join(", ");
  return `${type} ${minuteText(run.logicalDate)}: ${run.state}; ${interval}; made ${minuteText(run.createdAt)}; ${what}`;
}
