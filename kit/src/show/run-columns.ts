// The columns of the table of runs: what is known of a run, and how each of its tasks went.

import type { AttemptRecord } from "@daglings/engine";
import type { RunFacts, TaskFacts } from "@daglings/stage";
import type { Screen } from "../screen.ts";
import { dayText, durationText, minuteText } from "../words.ts";

export interface Column {
  readonly name: string;
  /** The lines of its heading. */
  readonly title: readonly string[];
  readonly cell: (run: RunFacts) => string;
}

/** Without attempts there are no durations. */
export function columnsOf(
  runs: readonly RunFacts[],
  attempts: readonly AttemptRecord[],
  screen: Screen,
): Column[] {
  return [...ofRuns(runs, screen), ...ofTasks(runs, durationsOf(attempts), screen)];
}

/** `calculate_stats` in two lines, the second one under the first. */
export function broken({ title, ...column }: Column): Column {
  return { ...column, title: title.flatMap((line) => line.match(/[^_ ]+_?/g) ?? [line]) };
}

function ofRuns(runs: readonly RunFacts[], screen: Screen): Column[] {
  const say = isDaily(runs) ? dayText : minuteText;
  const column = (name: string, cell: Column["cell"]) => ({ name, title: [name], cell });
  return [
    column("logical date", ({ logicalDate, runType, undated }) => {
      const date = undated ? "none" : say(logicalDate);
      return runType === "scheduled" ? date : `${date} (${runType})`;
    }),
    column("data interval", ({ dataIntervalStart: start, dataIntervalEnd: end }) => {
      if (start === end) return "none";
      const [from, to] = [withoutYear(say(start)), withoutYear(say(end))];
      return `${from} → ${withoutDay(to, from)}`;
    }),
    column("run made", ({ createdAt }) => withoutYear(minuteText(createdAt))),
    column("state", ({ state }) => paintState(state, screen)),
  ];
}

function ofTasks(
  runs: readonly RunFacts[],
  durations: ReadonlyMap<string, number>,
  screen: Screen,
): Column[] {
  const taskIds = [...new Set(runs.flatMap(({ tasks }) => tasks.map(({ taskId }) => taskId)))];
  return taskIds.map((taskId) => ({
    name: taskId,
    title: [taskId],
    cell({ runId, tasks }) {
      const task = tasks.find((each) => each.taskId === taskId);
      if (!task) return "–";
      const took = durations.get(`${runId} ${taskId}`);
      const time = took === undefined ? "" : ` ${screen.paint("dim", durationText(took))}`;
      return stateText(task, screen) + time;
    },
  }));
}

/** No interval begins or ends within a day: then the dates are enough. */
function isDaily(runs: readonly RunFacts[]): boolean {
  return runs.every((run) =>
    [run.logicalDate, run.dataIntervalStart, run.dataIntervalEnd].every((text) =>
      text.endsWith("T00:00:00Z"),
    ),
  );
}

/** `01-04 05:00`: the logical date beside it has the year. */
function withoutYear(text: string): string {
  return text.slice(5);
}

/** `09:01`, after `01-15 09:00`. */
function withoutDay(text: string, before: string): string {
  return text.length > 5 && text.startsWith(before.slice(0, 5)) ? text.slice(6) : text;
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
