// Python's strftime as the C library of Linux carries it out, in the C locale.

import { dayNames, monthNames } from "@daglings/words";
import { spendText } from "../meter.ts";
import { PythonError } from "../python/python-error.ts";
import { offsetText } from "./zones.ts";

/** A date as strftime needs it. */
export interface Clock {
  readonly plain: Temporal.PlainDateTime;
  /** Seconds east of Greenwich; null without a zone. */
  readonly offset: number | null;
  readonly zoneName: () => string;
}

type Formatter = (clock: Clock) => string;

const two = (value: number, pad = "0") => String(value).padStart(2, pad);
const dayName = ({ plain }: Clock) => dayNames[plain.dayOfWeek - 1] ?? "";
const monthName = ({ plain }: Clock) => monthNames[plain.month - 1] ?? "";
/** The week of the year, counting from its first Sunday (0) or Monday (1). */
const week = ({ plain }: Clock, firstDay: 0 | 1) =>
  two(Math.floor((plain.dayOfYear + 6 - ((plain.dayOfWeek - firstDay) % 7)) / 7));
const hour12 = ({ plain }: Clock) => ((plain.hour + 11) % 12) + 1;

const directives: Readonly<Record<string, Formatter>> = {
  a: (clock) => dayName(clock).slice(0, 3),
  A: dayName,
  b: (clock) => monthName(clock).slice(0, 3),
  B: monthName,
  C: ({ plain }) => String(Math.floor(plain.year / 100)),
  d: ({ plain }) => two(plain.day),
  e: ({ plain }) => two(plain.day, " "),
  f: ({ plain }) => String(plain.millisecond * 1000 + plain.microsecond).padStart(6, "0"),
  g: ({ plain }) => two((plain.yearOfWeek ?? 0) % 100),
  G: ({ plain }) => String(plain.yearOfWeek),
  h: (clock) => monthName(clock).slice(0, 3),
  H: ({ plain }) => two(plain.hour),
  I: (clock) => two(hour12(clock)),
  j: ({ plain }) => String(plain.dayOfYear).padStart(3, "0"),
  k: ({ plain }) => two(plain.hour, " "),
  l: (clock) => two(hour12(clock), " "),
  m: ({ plain }) => two(plain.month),
  M: ({ plain }) => two(plain.minute),
  n: () => "\n",
  p: ({ plain }) => (plain.hour < 12 ? "AM" : "PM"),
  P: ({ plain }) => (plain.hour < 12 ? "am" : "pm"),
  // As a machine in UTC counts, whatever the date's own zone.
  s: ({ plain }) => String(Math.floor(plain.toZonedDateTime("UTC").epochMilliseconds / 1000)),
  S: ({ plain }) => two(plain.second),
  t: () => "\t",
  u: ({ plain }) => String(plain.dayOfWeek),
  U: (clock) => week(clock, 0),
  V: ({ plain }) => two(plain.weekOfYear ?? 0),
  w: ({ plain }) => String(plain.dayOfWeek % 7),
  W: (clock) => week(clock, 1),
  y: ({ plain }) => two(plain.year % 100),
  Y: ({ plain }) => String(plain.year),
  z: ({ offset }) => (offset === null ? "" : offsetText(offset, "")),
  Z: ({ zoneName }) => zoneName(),
  "%": () => "%",
};

const shorthands: Readonly<Record<string, string>> = {
  c: "%a %b %e %H:%M:%S %Y",
  D: "%m/%d/%y",
  F: "%Y-%m-%d",
  r: "%I:%M:%S %p",
  R: "%H:%M",
  T: "%H:%M:%S",
  x: "%m/%d/%y",
  X: "%H:%M:%S",
};

/** `%-d` is a directive without its leading zeros, `%_d` with spaces in their place, `%^a` in capitals. */
export function strftime(clock: Clock, format: string): string {
  spendText(format.length * 10);
  return format.replace(/%([-_^]?)(.?)/gsu, (whole, flag: string, letter: string) => {
    const shorthand = Object.hasOwn(shorthands, letter) ? shorthands[letter] : undefined;
    if (shorthand !== undefined && flag === "") return strftime(clock, shorthand);
    const text = Object.hasOwn(directives, letter) ? directives[letter]?.(clock) : undefined;
    if (text === undefined) throw new PythonError(`"${whole}" is not a directive of strftime`);
    if (flag === "^") return text.toUpperCase();
    if (flag === "-" && /^[ 0]/.test(text)) return text.replace(/^[0 ]+(?=.)/, "");
    return flag === "_" ? text.replace(/^0+(?=.)/, (zeros) => " ".repeat(zeros.length)) : text;
  });
}
