// Every row that Airflow's own timetables answered, against ours. Rows of mode "timeline" need a scheduler:
// scheduler.golden.test.ts.

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { instant, lastInterval, row, scheduleOf, vectors } from "./golden.ts";
import {
  CronDataIntervalTimetable,
  CronTriggerTimetable,
  DeltaDataIntervalTimetable,
  DeltaTriggerTimetable,
} from "./named.ts";
import { parseSchedule, type Schedule } from "./parse.ts";
import { runsBetween, type DataInterval, type DueRun } from "./timetable.ts";

const ofMode = (...modes: string[]) => vectors.filter((vector) => modes.includes(vector.mode));

test("the golden table is read", () => {
  expect(vectors.length).toBeGreaterThan(80);
});

describe("the next run is Airflow's", () => {
  test.each(ofMode("next", "chain", "runs"))("$id", (vector) => {
    const timetable = parseSchedule(scheduleOf(vector), { timeZone: vector.timezone });
    const now = instant(vector.now) ?? undefined;
    const due: DueRun[] = [];
    let last: DataInterval | null = lastInterval(vector);
    const ask = () =>
      timetable.nextRun({
        last,
        earliest: instant(vector.start_date),
        latest: instant(vector.end_date),
        catchup: vector.catchup ?? true,
        now,
      });
    const isWanted = (run: DueRun) =>
      vector.mode === "runs"
        ? now !== undefined && Temporal.Instant.compare(run.runAfter, now) <= 0
        : due.length < (vector.n ?? 1);
    let pending = ask();
    while (pending && isWanted(pending)) {
      due.push(pending);
      last = pending;
      pending = ask();
    }

    const next = vector.next === undefined ? undefined : pending && row(pending);
    expect({ runs: due.map(row), next }).toEqual({ runs: vector.expected, next: vector.next });
  });
});

describe("the interval of a run by hand is Airflow's", () => {
  test.each(ofMode("manual"))("$id", (vector) => {
    const timetable = parseSchedule(scheduleOf(vector), { timeZone: vector.timezone });
    const at = Temporal.Instant.from(vector.now ?? "");
    expect([row({ ...timetable.manualInterval(at), runAfter: at })]).toEqual(vector.expected);
  });
});

describe("a backfill makes Airflow's runs", () => {
  test.each(ofMode("between"))("$id", (vector) => {
    const timetable = parseSchedule(scheduleOf(vector), { timeZone: vector.timezone });
    const [from, to] = [vector.earliest, vector.latest].map((text) => Temporal.Instant.from(text ?? ""));
    expect(from && to && [...runsBetween(timetable, from, to)].map(row)).toEqual(vector.expected);
  });
});

describe("what Airflow refuses is refused", () => {
  test.each(ofMode("invalid"))("$id", (vector) => {
    expect(() => parseSchedule(scheduleOf(vector))).toThrow(/is not acceptable|must be positive/);
  });
});

describe.each([2, 3] as const)("random questions are answered as by Airflow %d", (airflow) => {
  const file = new URL(`../../golden/timetables-${airflow}.json`, import.meta.url);
  const { vectors: random } = JSON.parse(readFileSync(file, "utf8")) as { vectors: readonly RandomVector[] };

  test("there are such rows", () => {
    expect(random.length).toBeGreaterThanOrEqual(1500);
  });

  test.each(random.map((vector, index) => ({ index, ...vector })))(
    "$index: $schedule $timetable in $timeZone at $now",
    (vector) => {
      const { timeZone, start, end, now, catchup, last, next, manual } = vector;
      const timetable = parseSchedule(randomSchedule(vector), { timeZone, airflow });
      const due = timetable.nextRun({
        last: last && { start: Temporal.Instant.from(last[0]), end: Temporal.Instant.from(last[1]) },
        earliest: instant(start ?? undefined),
        latest: instant(end ?? undefined),
        catchup,
        now: Temporal.Instant.from(now),
      });
      const byHand = timetable.manualInterval(Temporal.Instant.from(now));
      expect({
        next: due && row(due),
        manual: [String(byHand.start), String(byHand.end)],
      }).toEqual({ next, manual });
    },
  );
});

interface RandomVector {
  readonly schedule: string | { seconds: number } | { months: number } | null;
  /** By its name, if it has been named. */
  readonly timetable?:
    | "CronDataIntervalTimetable"
    | "CronTriggerTimetable"
    | "DeltaDataIntervalTimetable"
    | "DeltaTriggerTimetable";
  readonly interval?: { seconds: number };
  readonly timeZone: string;
  readonly start: string | null;
  readonly end: string | null;
  readonly now: string;
  readonly catchup: boolean;
  readonly last: [string, string] | null;
  readonly next: [string, string, string] | null;
  readonly manual: [string, string];
}

function randomSchedule({ schedule, timetable, interval }: RandomVector): Schedule {
  const options = interval === undefined ? {} : { interval };
  switch (timetable) {
    case undefined:
      return schedule;
    case "CronDataIntervalTimetable":
      return new CronDataIntervalTimetable(schedule as string);
    case "CronTriggerTimetable":
      return new CronTriggerTimetable(schedule as string, options);
    case "DeltaDataIntervalTimetable":
      return new DeltaDataIntervalTimetable(schedule as { seconds: number });
    case "DeltaTriggerTimetable":
      return new DeltaTriggerTimetable(schedule as { seconds: number }, options);
    default:
      throw new TypeError(`unknown timetable ${String(timetable satisfies never)}`);
  }
}
