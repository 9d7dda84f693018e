// What a schedule makes: its intervals, when each run fires, and the same in words. By the engine's own timetables. Pure.

import { expressionOf, parseSchedule } from "@daglings/engine/schedule";
import { cronInWords, parseDuration, parseInstant } from "@daglings/words";

export interface ScheduleAsked {
  readonly schedule: string;
  readonly start: string;
  readonly end: string;
  /** When the DAG is switched on. */
  readonly now: string;
  readonly catchup: boolean;
  readonly timeZone: string;
  readonly airflow: 2 | 3;
}

export interface PlannedRun {
  readonly start: number;
  readonly end: number;
  readonly runAfter: number;
  /** It fires at once when the DAG is switched on: its time was over already. */
  readonly isMadeUp: boolean;
}

export interface SchedulePlan {
  readonly words: string;
  readonly now: number;
  readonly runs: readonly PlannedRun[];
  readonly hasMore: boolean;
}

const mostRuns = 24;

/** Throws an error of one sentence if something does not fit. */
export function planSchedule(asked: ScheduleAsked): SchedulePlan {
  const { catchup, airflow } = asked;
  const timeZone = asked.timeZone.trim() || "UTC";
  const text = asked.schedule.trim();
  const timetable = parseSchedule(text === "" || text === "None" ? null : text, { timeZone, airflow });
  const instant = (given: string, what: string) =>
    given.trim() === "" ? null : parseInstant(given.trim(), timeZone, what);
  const earliest = instant(asked.start, "start");
  const latest = instant(asked.end, "end");
  const now = instant(asked.now, "switched on") ?? earliest ?? parseInstant("2019-01-01", timeZone, "start");
  const runs: PlannedRun[] = [];
  let last: { start: Temporal.Instant; end: Temporal.Instant } | null = null;
  let isFirst = true;
  while (runs.length <= mostRuns) {
    // Only the first one depends on what time it is: the others follow one after the other.
    const due = timetable.nextRun({ last, earliest, latest, catchup: catchup || !isFirst, now });
    if (!due) break;
    if (last && Temporal.Instant.compare(due.runAfter, last.end) < 0) break;
    isFirst = false;
    last = due;
    runs.push({
      start: due.start.epochMilliseconds,
      end: due.end.epochMilliseconds,
      runAfter: due.runAfter.epochMilliseconds,
      isMadeUp: Temporal.Instant.compare(due.runAfter, now) < 0,
    });
  }
  return {
    words: inWords(text, asked.start.trim(), airflow),
    now: now.epochMilliseconds,
    runs: runs.slice(0, mostRuns),
    hasMore: runs.length > mostRuns,
  };
}

function inWords(text: string, start: string, airflow: 2 | 3): string {
  if (text === "" || text === "None") return "Never by itself: its runs are made by hand.";
  if (text === "@once") return "Once, and never again.";
  if (/^[+-]?P/i.test(text)) {
    const from = start === "" ? "counted from the start date" : `counted from the start date, ${start}`;
    return `Every ${durationWords(text)}, ${from}.`;
  }
  const cron = cronInWords(expressionOf(text));
  const said =
    cron === null
      ? `By the cron expression ${expressionOf(text)}`
      : `${cron[0]?.toUpperCase() ?? ""}${cron.slice(1)}`;
  const meaning =
    airflow === 2
      ? "Each run is for the time from one of these instants to the next, and fires at its end."
      : "Each run fires at one of these instants. Its interval has no length: that is how Airflow 3 reads a cron expression.";
  return `${said}. ${meaning}`;
}

function durationWords(text: string): string {
  const duration = parseDuration(text, "schedule");
  const units = ["years", "months", "weeks", "days", "hours", "minutes", "seconds", "milliseconds"] as const;
  const parts = units.flatMap((unit) => {
    const count = duration[unit];
    if (count === 0) return [];
    return [count === 1 ? unit.slice(0, -1) : `${count} ${unit}`];
  });
  return parts.join(" and ");
}
