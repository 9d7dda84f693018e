// Python's strptime: reads a date in a format.

import { dayNames, monthNames } from "@daglings/words";
import { PythonError } from "../python/python-error.ts";

const short = (names: readonly string[]) => names.map((name) => name.slice(0, 3)).join("|");

/** As Python's own patterns: greedy, and no further than a value can go. */
const parsers: Readonly<Record<string, { pattern: string; field: string }>> = {
  d: { pattern: "3[01]|[12]\\d|0[1-9]|[1-9]| [1-9]", field: "day" },
  f: { pattern: "\\d{1,6}", field: "fraction" },
  H: { pattern: "2[0-3]|[01]\\d|\\d", field: "hour" },
  I: { pattern: "1[0-2]|0[1-9]|[1-9]", field: "hour12" },
  j: { pattern: "36[0-6]|3[0-5]\\d|[12]\\d\\d|0[1-9]\\d|00[1-9]|[1-9]\\d|0[1-9]|[1-9]", field: "dayOfYear" },
  m: { pattern: "1[0-2]|0[1-9]|[1-9]", field: "month" },
  M: { pattern: "[0-5]\\d|\\d", field: "minute" },
  S: { pattern: "6[01]|[0-5]\\d|\\d", field: "second" },
  y: { pattern: "\\d\\d", field: "shortYear" },
  Y: { pattern: "\\d{4}", field: "year" },
  b: { pattern: short(monthNames), field: "monthName" },
  B: { pattern: [...monthNames].toSorted((a, b) => b.length - a.length).join("|"), field: "monthName" },
  a: { pattern: short(dayNames), field: "weekday" },
  A: { pattern: dayNames.join("|"), field: "weekday" },
  p: { pattern: "am|pm", field: "half" },
  z: { pattern: "[+-]\\d\\d:?[0-5]\\d(?::?[0-5]\\d)?|Z", field: "offset" },
};

export interface Parsed {
  readonly plain: Temporal.PlainDateTime;
  /** Seconds, where the format has %z. */
  readonly offset: number | null;
}

export function strptime(text: string, format: string): Parsed {
  const fields: string[] = [];
  const special = /%(.?)|\s+|[.*+?^${}()|[\]\\]/gsu;
  const pattern = format.replace(special, (found, letter: string | undefined) => {
    if (letter === undefined) return /\s/.test(found) ? "\\s+" : `\\${found}`;
    if (letter === "%") return "%";
    const parser = Object.hasOwn(parsers, letter) ? parsers[letter] : undefined;
    if (!parser) throw new PythonError(`"${found}" is not a directive of strptime`);
    if (fields.includes(parser.field))
      throw new PythonError(`"${found}" comes twice in the format "${format}"`);
    fields.push(parser.field);
    return `(${parser.pattern})`;
  });
  const match = new RegExp(`^${pattern}$`, "i").exec(text);
  if (!match) throw new PythonError(`"${text}" does not match the format "${format}"`);

  const found = new Map(fields.map((field, index) => [field, match[index + 1] ?? ""]));
  const number = (field: string, fallback: number) => Number(found.get(field) ?? fallback);
  const monthName = found.get("monthName")?.slice(0, 3).toLowerCase();
  const month = monthNames.findIndex((name) => name.toLowerCase().slice(0, 3) === monthName);
  const fraction = Number((found.get("fraction") ?? "").padEnd(6, "0"));
  const values = {
    year: yearIn(found),
    month: monthName === undefined ? number("month", 1) : month + 1,
    day: number("day", 1),
    hour: hourIn(found),
    minute: number("minute", 0),
    second: number("second", 0),
    millisecond: Math.floor(fraction / 1000),
    microsecond: fraction % 1000,
  };
  return { plain: dateOf(values, found, text), offset: offsetIn(found.get("offset")) };
}

function dateOf(
  values: Temporal.PlainDateTimeLike,
  found: ReadonlyMap<string, string>,
  text: string,
): Temporal.PlainDateTime {
  try {
    const date = Temporal.PlainDateTime.from(values, { overflow: "reject" });
    const dayOfYear = found.get("dayOfYear");
    // A day of the year counts only where neither month nor day is said.
    const isAlone = !["month", "monthName", "day"].some((field) => found.has(field));
    return dayOfYear === undefined || !isAlone ? date : date.add({ days: Number(dayOfYear) - 1 });
  } catch (cause) {
    throw new PythonError(`"${text}" is not a date in the calendar`, { cause });
  }
}

function yearIn(found: ReadonlyMap<string, string>): number {
  const shortYear = found.get("shortYear");
  if (shortYear === undefined) return Number(found.get("year") ?? 1900);
  return Number(shortYear) + (Number(shortYear) < 69 ? 2000 : 1900);
}

function hourIn(found: ReadonlyMap<string, string>): number {
  const twelve = found.get("hour12");
  if (twelve === undefined) return Number(found.get("hour") ?? 0);
  return (Number(twelve) % 12) + (found.get("half")?.toLowerCase() === "pm" ? 12 : 0);
}

function offsetIn(text: string | undefined): number | null {
  if (text === undefined) return null;
  const [, sign, hours = "0", minutes = "0", seconds = "0"] =
    /([+-])(\d\d):?(\d\d)(?::?(\d\d))?/.exec(text) ?? [];
  const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return sign === "-" ? -total : total;
}
