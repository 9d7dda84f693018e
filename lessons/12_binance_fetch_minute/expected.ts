// What the files of lessons 12 to 14 must hold, for their checks: made from the runs that were seen and from the
// market's own prices, never from the files themselves.

import {
  averagePrice,
  dayRow,
  hourRow,
  minuteRow,
  type DayRow,
  type HourRow,
  type MinuteRow,
} from "@daglings/binance";
import type { Comparison, ObservedDag, ObservedRun, ObservedTask } from "@daglings/lessons";

export const minuteColumns = ["mins", "price", "closeTime", "timestamp", "fetch_time", "price_float"];

export function minutesPath(instant: string): string {
  return `data/binance/raw/${instant.slice(0, 10)}/daily_raw.csv`;
}

export function hoursPath(instant: string): string {
  return `data/binance/hourly/${instant.slice(0, 10)}/hourly_avg.csv`;
}

export const daysPath = "data/binance/daily/daily_avg.csv";

/** The row of the minute that a run stands for: the price is the one that the exchange names when the minute ends. */
export function minuteOf({ dataIntervalStart, dataIntervalEnd }: ObservedRun): MinuteRow {
  return minuteRow(
    Temporal.Instant.from(dataIntervalStart),
    averagePrice("BTCUSDT", Temporal.Instant.from(dataIntervalEnd)),
  );
}

/** From the minutes that have a price; null: the hour has none. */
export function hourOf(start: string, { runs }: ObservedDag): HourRow | null {
  const own = runs.filter(({ state, logicalDate }) => state === "success" && isSame(logicalDate, start, 13));
  return own.length === 0 ? null : hourRow(Temporal.Instant.from(start), own.map(minuteOf));
}

/** From the hours that were calculated; null: the day has none. */
export function dayOf(start: string, minutes: ObservedDag, { runs }: ObservedDag): DayRow | null {
  const rows = runs
    .filter(({ state, logicalDate }) => state === "success" && isSame(logicalDate, start, 10))
    .map(({ logicalDate }) => hourOf(logicalDate, minutes))
    .filter((row) => row !== null);
  return rows.length === 0 ? null : dayRow(Temporal.Instant.from(start), rows);
}

/** `2024-01-15` has 10 letters, `2024-01-15T09` has 13: do both begin with the same day, or hour? */
function isSame(a: string, b: string, letters: number): boolean {
  return a.slice(0, letters) === b.slice(0, letters);
}

interface Step {
  readonly minutes?: number;
  readonly hours?: number;
}

export function plus(instant: string, step: Step): string {
  return Temporal.Instant.from(instant).add(step).toString();
}

/** Every instant that a run starts from which is over when the clock stops: the last one's interval ends by then. */
export function stepsBetween(from: string, until: string, step: Step): string[] {
  const steps: string[] = [];
  for (let start = from; plus(start, step) <= until; start = plus(start, step)) steps.push(start);
  return steps;
}

/** The lines of a CSV file by the names of their columns; none, if there is no such file. */
export function rowsIn(text: string | undefined): Record<string, string>[] {
  const [header = "", ...lines] = (text ?? "").split("\n");
  const names = header.split(",");
  const cells = lines.filter((line) => line !== "").map((line) => line.split(","));
  return cells.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index] ?? ""])));
}

/** A row must be there once, with these values in these columns. */
export function compareRow(
  what: string,
  columns: readonly string[],
  expected: object,
  actual: readonly object[],
): Comparison {
  const cells = (row: object) => {
    const values = new Map(Object.entries(row));
    return columns.map((column) => String(values.get(column))).join(",");
  };
  const lines = actual.map(cells);
  return { what, expected: cells(expected), actual: lines.length === 0 ? "(no row)" : lines.join(" and ") };
}

/** The runs of a DAG: of each interval one, and no others. */
export function compareRuns({ runs }: ObservedDag, dates: readonly string[]): Comparison[] {
  const count = (date: string) => runs.filter(({ logicalDate }) => logicalDate === date).length;
  const [first, last] = [runs[0]?.logicalDate, runs.at(-1)?.logicalDate];
  const describeSpan = (many: number, from = "none", to = "none") => `${many}, from ${from} to ${to}`;
  return [
    {
      what: "the number of runs and their dates",
      expected: describeSpan(dates.length, dates[0], dates.at(-1)),
      actual: describeSpan(runs.length, first, last),
    },
    ...dates.map((date) => ({
      what: `the number of runs for ${date}`,
      expected: "1",
      actual: String(count(date)),
    })),
  ];
}

/** When the last of these runs had ended. */
export function endOf(runs: readonly ObservedRun[]): string {
  const ends = runs.flatMap(({ tasks }) => tasks.flatMap(({ times }) => times.map(({ end }) => end ?? "")));
  return ends.reduce(laterOf, "");
}

/** Both are written in the same way, so that their texts are in the order of their times. */
export function laterOf(a: string, b: string): string {
  return a > b ? a : b;
}

/** A task of a run must have ended for the last time between two instants. */
export function compareEnd(
  what: string,
  { tasks }: ObservedRun,
  taskId: string,
  { earliest, latest }: { readonly earliest: string; readonly latest: string },
): Comparison {
  const end = tasks.find((task) => task.taskId === taskId)?.times.at(-1)?.end;
  const isFine = typeof end === "string" && earliest <= end && end <= latest;
  return { what, expected: `from ${earliest} to ${latest}`, actual: end ?? "never", holds: isFine };
}

/** How often a task was tried since an instant, and how far from each other. */
export function compareTries(
  what: string,
  task: ObservedTask | undefined,
  { since, count, minutes }: { readonly since: string; readonly count: number; readonly minutes: number },
): Comparison {
  const starts = (task?.times ?? []).map(({ start }) => start).filter((start) => start >= since);
  const steps = starts.slice(1).map((start, index) => {
    const pause = Temporal.Instant.from(starts[index] ?? start).until(start);
    return Math.round(pause.total("minutes"));
  });
  const describeTries = (many: number, pauses: readonly number[]) =>
    `${many}${pauses.length === 0 ? "" : `, ${[...new Set(pauses)].join(" and ")} minutes apart`}`;
  return { what, expected: describeTries(count, [minutes]), actual: describeTries(starts.length, steps) };
}

/** After a second time: every file below data/ that was there is as it was. */
export function compareFiles(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): Comparison[] {
  const paths = Object.keys(before).filter((path) => path.startsWith("data/"));
  return paths.map((path) => {
    const differing = differenceIn(before[path] ?? "", after[path]);
    const same = `${(before[path] ?? "").split("\n").length - 1} lines, as they were`;
    return { what: path, expected: same, actual: differing ?? same };
  });
}

function differenceIn(before: string, after: string | undefined): string | null {
  if (after === undefined) return "no file";
  if (before === after) return null;
  const [old, now] = [before.split("\n"), after.split("\n")];
  const number = now.findIndex((line, index) => line !== old[index]);
  if (number === -1) return `${now.length - 1} lines: those from line ${now.length} on are gone`;
  return `${now.length - 1} lines; line ${number + 1} is ${JSON.stringify(now[number])}`;
}

export function attemptsOf({ tasks }: ObservedRun): number {
  return Math.max(0, ...tasks.map(({ attempts }) => attempts));
}
