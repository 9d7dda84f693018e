// From what a user writes as `schedule` to a timetable.

import { checkTimeZone, type DurationInput, parseDuration, suggest, UsageError } from "@daglings/words";
import { cronTimetable } from "./cron.ts";
import { deltaTimetable } from "./delta.ts";
import { noTimetable } from "./none.ts";
import { onceTimetable } from "./once.ts";
import type { Timetable } from "./timetable.ts";

/** null: never. Text: a preset ("@daily"), a cron expression, or an ISO duration ("P3D"). Else a duration. */
export type Schedule = string | Temporal.Duration | Temporal.DurationLike | null;

const presets: Readonly<Record<string, string>> = {
  "@hourly": "0 * * * *",
  "@daily": "0 0 * * *",
  "@weekly": "0 0 * * 0",
  "@monthly": "0 0 1 * *",
  "@quarterly": "0 0 1 */3 *",
  "@yearly": "0 0 1 1 *",
};

export function parseSchedule(
  schedule: Schedule,
  { timeZone = "UTC" }: { timeZone?: string } = {},
): Timetable {
  const zone = checkTimeZone(timeZone);
  if (schedule === null) return noTimetable;
  if (typeof schedule !== "string" || /^[+-]?P/i.test(schedule)) return fromDuration(schedule);
  if (schedule === "@once") return onceTimetable;
  if (!schedule.startsWith("@")) return cronTimetable(schedule, zone);

  const expression = presets[schedule];
  if (expression !== undefined) return { ...cronTimetable(expression, zone), description: schedule };
  const known = ["@once", ...Object.keys(presets)];
  throw new UsageError(
    `schedule "${schedule}" is no preset${suggest(schedule, known)} (presets: ${known.join(", ")})`,
  );
}

function fromDuration(schedule: DurationInput): Timetable {
  return deltaTimetable(parseDuration(schedule, "schedule"));
}
