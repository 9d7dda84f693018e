// Data intervals against the simulated clock: which stretch of time a run is about, and when it was made.

import type { RunFacts } from "@daglings/stage";
import type { Screen } from "../screen.ts";
import { count, dayText, minuteText, spanText } from "../words.ts";
import { mostRuns } from "./runs.ts";

export interface Span {
  readonly from: string;
  readonly until: string;
}

/** If there are more runs, only the first ones are drawn: the others follow in the same way. */
const mostDrawn = 6;

export function showTimeline(runs: readonly RunFacts[], clock: Span, screen: Screen): string[] {
  if (runs.length === 0) return [];
  if (runs.length > mostRuns) {
    const first = runs.slice(0, mostDrawn);
    return [
      ...showTimeline(first, clock, screen),
      `  … and so on: ${count(runs.length - mostDrawn, "more run")}`,
    ];
  }
  if (screen.isPlain) {
    return runs.map((run) => `  ${sentence(run)}`);
  }
  const labelOf = runs.every(isOfADay) ? dayText : minuteText;
  const margin = labelOf === dayText ? 14 : 20;
  const scale = scaleOf(runs, clock, screen.width - margin - labelWidth);
  const rows = runs.map(
    (run) => `  ${labelOf(run.logicalDate).padEnd(margin - 2)}${drawRun(run, clock, scale)}`,
  );
  const rule = " ".repeat(margin) + drawRule(scale);
  const signs = legend.filter(([sign]) => rows.some((row) => row.includes(sign.charAt(0))));
  const text = signs.map((words) => words.join(" ")).join("   ");
  const indent = margin + text.length > screen.width ? 2 : margin;
  return [rule, ...rows, " ".repeat(indent) + screen.paint("dim", text)];
}

const legend = [
  ["├─┤", "data interval"],
  ["●", "run made"],
  ["┊", "DAG switched on"],
] as const;

function isOfADay({ logicalDate }: RunFacts): boolean {
  return logicalDate.endsWith("T00:00:00Z");
}

interface Scale {
  readonly columns: number;
  /** The column of an instant. */
  readonly at: (instant: string) => number;
  readonly start: number;
  readonly end: number;
}

function scaleOf(runs: readonly RunFacts[], clock: Span, columns: number): Scale {
  const times = [
    ...runs.flatMap((run) => [run.dataIntervalStart, run.dataIntervalEnd, run.createdAt]),
    clock.from,
  ];
  const instants = times.map(milliseconds);
  const [start, end] = [Math.min(...instants), Math.max(...instants)];
  const length = Math.max(1, end - start);
  const at = (instant: string) => Math.round(((milliseconds(instant) - start) / length) * (columns - 1));
  return { columns, at, start, end };
}

function drawRun(run: RunFacts, clock: Span, { at, columns }: Scale): string {
  const cells = Array.from({ length: columns }, () => " ");
  const [from, to, made] = [at(run.dataIntervalStart), at(run.dataIntervalEnd), at(run.createdAt)];
  cells[at(clock.from)] = "┊";
  if (to > from) {
    cells.fill("─", from, to + 1);
    cells[from] = "├";
    cells[to] = "┤";
  }
  cells[made] = "●";
  return cells.join("").trimEnd();
}

/** The last label begins where the lines may end. */
const labelWidth = 5;

/** Days if there are several, otherwise hours. */
function drawRule({ at, columns, start, end }: Scale): string {
  const hour = 3_600_000;
  const steps = [
    hour / 60,
    hour / 12,
    hour / 4,
    hour,
    6 * hour,
    24 * hour,
    72 * hour,
    168 * hour,
    720 * hour,
  ];
  const step = steps.find((each) => ((end - start) / each) * 7 <= columns) ?? 8760 * hour;
  const cells = Array.from({ length: columns + labelWidth }, () => " ");
  const isSeveralDays = end - start > 24 * hour;
  for (let tick = Math.ceil(start / step) * step; tick <= end; tick += step) {
    const text = Temporal.Instant.fromEpochMilliseconds(tick).toString();
    const isDay = step >= 24 * hour || (isSeveralDays && tick % (24 * hour) === 0);
    const label = isDay ? text.slice(5, 10) : text.slice(11, 16);
    const column = at(text);
    for (const [index, letter] of [...label].entries()) cells[column + index] = letter;
  }
  return cells.join("").trimEnd();
}

function sentence({
  logicalDate,
  dataIntervalStart: start,
  dataIntervalEnd: end,
  createdAt,
  runType,
}: RunFacts): string {
  const made = `${minuteText(logicalDate)}: made at ${minuteText(createdAt)}`;
  if (runType === "manual") return `${made}, by hand`;
  if (start === end) return createdAt === end ? `${made}, when it was due` : `${made}, after it was due`;
  if (createdAt === end) return `${made}, when its interval ended`;
  return milliseconds(createdAt) > milliseconds(end)
    ? `${made}, ${spanText(end, createdAt)} after its interval had ended`
    : `${made}, before its interval had ended`;
}

function milliseconds(instant: string): number {
  return Temporal.Instant.from(instant).epochMilliseconds;
}
