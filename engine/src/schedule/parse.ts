// Turns what a user writes as `schedule` into a timetable.

import { checkTimeZone, type DurationInput, parseDuration, UsageError } from "@daglings/words";
import { readAirflow, type AirflowVersion } from "./airflow.ts";
import { cronSteps, cronTimetable } from "./cron.ts";
import { deltaSteps, deltaTimetable } from "./delta.ts";
import { NamedTimetable } from "./named.ts";
import { noTimetable } from "./none.ts";
import { onceTimetable } from "./once.ts";
import type { Timetable } from "./timetable.ts";
import { triggerTimetable } from "./trigger.ts";

/**
 * null: never. Text: a preset ("@daily"), a cron expression, or an ISO duration ("P3D"). Otherwise a duration, or one of
 * the named timetables.
 */
export type Schedule = string | Temporal.Duration | Temporal.DurationLike | NamedTimetable | null;

/** In Airflow 2 a schedule has data intervals, in Airflow 3 instants. */
export function parseSchedule(
  schedule: Schedule,
  { timeZone = "UTC", airflow = 2 }: { timeZone?: string; airflow?: AirflowVersion } = {},
): Timetable {
  const zone = checkTimeZone(timeZone);
  const version = readAirflow(airflow, "airflow");
  if (schedule === null) return noTimetable;
  if (schedule instanceof NamedTimetable) return schedule.timetable({ timeZone: zone, airflow: version });
  if (schedule === "@once") return onceTimetable(version);

  const instants = { length: new Temporal.Duration(), airflow: version };
  if (typeof schedule !== "string" || /^[+-]?P/i.test(schedule)) {
    const delta = parseDuration(schedule satisfies DurationInput, "schedule");
    return version === 2 ? deltaTimetable(delta, version) : triggerTimetable(deltaSteps(delta), instants);
  }
  if (/^(null|none)$/i.test(schedule)) {
    throw new UsageError(
      `schedule is the text "${schedule}"; for a DAG that runs only when it is triggered, write null without quotes`,
    );
  }
  return version === 2
    ? cronTimetable(schedule, zone, version)
    : triggerTimetable(cronSteps(schedule, zone), instants);
}
