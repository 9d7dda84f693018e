// Which days a query asks for. A query that makes no sense is refused, and nothing in it is silently ignored.

import { Refusal } from "./refusal.ts";

export interface DayRange {
  readonly start: Temporal.PlainDate;
  /** The first day that is no longer asked for. */
  readonly end: Temporal.PlainDate;
}

/** A parameter that is not given has its default, whether or not the other one is given. */
const defaults = { start_date: "2019-01-01", end_date: "2019-01-11" } as const;
type Parameter = keyof typeof defaults;

const mostDays = 366;

export function readRange(query: URLSearchParams): DayRange {
  for (const [name, value] of query) {
    if (!Object.hasOwn(defaults, name)) {
      refuse(name, value, `"${name}" is not a parameter of /events; it takes start_date and end_date`);
    }
  }
  const range = { start: readDay(query, "start_date"), end: readDay(query, "end_date") };
  checkOrder(query, range);
  return range;
}

function readDay(query: URLSearchParams, parameter: Parameter): Temporal.PlainDate {
  const values = query.getAll(parameter);
  const [value = defaults[parameter]] = values;
  if (values.length > 1) {
    refuse(parameter, values.join(", "), `${parameter} is given ${values.length} times; give it once`);
  }
  const day = /^\d{4}-\d\d-\d\d$/.test(value) ? parseDay(value) : null;
  const example = `write it as YYYY-MM-DD, such as ${defaults[parameter]}`;
  return day ?? refuse(parameter, value, `${parameter} is "${value}", which is not a date; ${example}`);
}

function parseDay(text: string): Temporal.PlainDate | null {
  try {
    return Temporal.PlainDate.from(text);
  } catch (error) {
    if (error instanceof RangeError) return null; // 2019-02-30
    throw error;
  }
}

function checkOrder(query: URLSearchParams, { start, end }: DayRange): void {
  const isGiven = (parameter: Parameter) => query.has(parameter);
  const from = `start_date ${start.toString()}${isGiven("start_date") ? "" : " (the default)"}`;
  const to = `end_date ${end.toString()}${isGiven("end_date") ? "" : " (the default)"}`;
  const days = start.until(end).days;

  if (days < 0) {
    const parameter = isGiven("start_date") ? "start_date" : "end_date";
    const remedy = isGiven("start_date") && isGiven("end_date") ? "swap them" : "give both";
    refuse(parameter, query.get(parameter), `${from} is after ${to}; ${remedy}`);
  }
  if (days > mostDays) {
    const parameter = isGiven("end_date") ? "end_date" : "start_date";
    const message = `from ${from} to ${to} are ${days} days; ask for at most ${mostDays} at a time`;
    refuse(parameter, query.get(parameter), message);
  }
}

function refuse(parameter: string, value: string | null, message: string): never {
  throw new Refusal({ status: 400, parameter, value, message });
}
