// The runs of a DAG as a table; in plain mode as one line each.

import type { AttemptRecord } from "@daglings/engine";
import type { DagFacts, RunFacts } from "@daglings/stage";
import type { Screen } from "../screen.ts";
import { count, minuteText } from "../words.ts";
import { excerpt, type Excerpt } from "./excerpt.ts";
import { broken, columnsOf, type Column } from "./run-columns.ts";
import { alignColumns, shownWidth } from "./table.ts";

/** Any more are not looked at one by one. */
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
  // If it is too wide for the terminal, first the headings are broken, and then columns are left out.
  const all = columnsOf(runs, attempts, screen);
  const untimed = columnsOf(runs, [], screen);
  const without = (...names: readonly string[]) => untimed.filter(({ name }) => !names.includes(name));
  const layouts = [
    all,
    all.map(broken),
    untimed,
    untimed.map(broken),
    without("data interval").map(broken),
    without("data interval", "run made").map(broken),
  ];
  const tables = layouts.map((columns) => draw(columns, parts, screen));
  const fits = (lines: readonly string[]) => lines.every((line) => shownWidth(line) <= screen.width);
  return tables.find(fits) ?? tables.at(-1) ?? [];
}

function draw(columns: readonly Column[], parts: Excerpt<RunFacts>, { paint }: Screen): string[] {
  const height = Math.max(...columns.map(({ title }) => title.length));
  const heads = Array.from({ length: height }, (_, line) =>
    columns.map(({ title }) => title[title.length - height + line] ?? ""),
  );
  const rows = parts.map((part) =>
    "item" in part ? columns.map(({ cell }) => cell(part.item)) : [leftOut(part.leftOut)],
  );
  const lines = alignColumns([...heads, ...rows]);
  return lines.map((line, index) => `  ${index < height ? paint("dim", line) : line}`);
}

function leftOut(number: number): string {
  return `… ${count(number, "more run")}`;
}

function sentence(run: RunFacts): string {
  const { dataIntervalStart: start, dataIntervalEnd: end } = run;
  const tasks = run.tasks.map(({ taskId, state, tryNumber }) =>
    tryNumber > 1 ? `${taskId} ${state} on try ${tryNumber}` : `${taskId} ${state}`,
  );
  const type = run.runType === "scheduled" ? "run" : `${run.runType} run`;
  const interval = start === end ? "no data interval" : `interval ${minuteText(start)} to ${minuteText(end)}`;
  const what = tasks.length === 0 ? "no tasks" : tasks.join(", ");
  const date = run.undated ? "without a logical date" : minuteText(run.logicalDate);
  return `${type} ${date}: ${run.state}; ${interval}; made ${minuteText(run.createdAt)}; ${what}`;
}
