// A DAG's schedule as one of Airflow's timetables, written out: a bare "@daily" has data intervals in Airflow 2 and none in
// Airflow 3, but a timetable that is named means the same in both.

import { NamedTimetable, type DAG } from "@daglings/engine";
import { isCalendrical, milliseconds, parseDuration, type DurationInput } from "@daglings/words";
import { call, literal, timedelta } from "./python.ts";
import type { PythonName } from "./modules.ts";

interface Written {
  readonly text: string;
  readonly uses: readonly PythonName[];
}

/** Null if the DAG has no schedule, and is only triggered. */
export function timetable({ settings: { schedule, airflow, timeZone } }: Pick<DAG, "settings">): Written {
  if (schedule === null || schedule === "@once") return { text: literal(schedule), uses: [] };
  if (schedule instanceof NamedTimetable) return named(schedule, timeZone);
  if (typeof schedule === "string" && !/^[+-]?P/i.test(schedule)) {
    const name = airflow === 2 ? "CronDataIntervalTimetable" : "CronTriggerTimetable";
    return cron(name, schedule, { timezone: literal(timeZone) });
  }
  return delta(airflow === 2 ? "DeltaDataIntervalTimetable" : "DeltaTriggerTimetable", schedule, {});
}

/** The names that Airflow's timetables share with ours. */
const names = [
  "CronDataIntervalTimetable",
  "CronTriggerTimetable",
  "DeltaDataIntervalTimetable",
  "DeltaTriggerTimetable",
] as const;

function named({ constructor, given: [first, more] }: NamedTimetable, zone: string): Written {
  const name = names.find((each) => each === constructor.name) ?? "CronDataIntervalTimetable";
  const { timeZone = zone, interval } = { ...(more as { timeZone?: string; interval?: string } | undefined) };
  const length =
    interval === undefined || parseDuration(interval, "interval").blank ? null : duration(interval);
  const options = length === null ? {} : { interval: length.text };
  const written = name.startsWith("Cron")
    ? cron(name, String(first), { timezone: literal(timeZone), ...options })
    : delta(name, String(first), options);
  return { ...written, uses: [...written.uses, ...(length?.uses ?? [])] };
}

function cron(name: PythonName, expression: string, options: Readonly<Record<string, string>>): Written {
  return { text: positional(name, literal(expression), options), uses: [name] };
}

function delta(name: PythonName, length: DurationInput, options: Readonly<Record<string, string>>): Written {
  const { text, uses } = duration(length);
  return { text: positional(name, text, options), uses: [name, ...uses] };
}

function positional(name: string, first: string, options: Readonly<Record<string, string>>): string {
  const rest = Object.entries(options).map(([key, value]) => `${key}=${value}`);
  return `${name}(${[first, ...rest].join(", ")})`;
}

/** Months and years have no fixed length: they are added by the calendar. */
function duration(length: DurationInput): Written {
  const parsed = parseDuration(length, "schedule");
  if (!isCalendrical(parsed)) return { text: timedelta(milliseconds(parsed)), uses: [] };
  const { years, months, weeks, days, hours, minutes, seconds } = parsed;
  const parts = Object.entries({ years, months, weeks, days, hours, minutes, seconds });
  const given = parts
    .filter(([, amount]) => amount !== 0)
    .map(([unit, amount]) => [unit, String(amount)] as const);
  return { text: call("relativedelta", Object.fromEntries(given)), uses: ["relativedelta"] };
}
