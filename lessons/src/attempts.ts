// The parts of runs and attempts that checks compare: when they came, when they ended, and how often a task was tried.

import type { Comparison, ObservedDag, ObservedRun, ObservedTask } from "./check.ts";

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

export function attemptsOf({ tasks }: ObservedRun): number {
  return Math.max(0, ...tasks.map(({ attempts }) => attempts));
}
