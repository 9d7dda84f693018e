// pendulum's format: `YYYY-MM-DD`, in English.

import { dayNames, monthNames } from "@daglings/words";
import { PythonError } from "../python/python-error.ts";
import { offsetText } from "./zones.ts";

/** What a format can ask of a date; null for what a day without a time, or a time without a day, does not have. */
export interface Formattable {
  readonly plain: Temporal.PlainDateTime;
  readonly hasDay: boolean;
  readonly hasTime: boolean;
  /** Seconds east of Greenwich. */
  readonly offset: number | null;
  readonly epochSeconds: () => bigint;
  readonly zoneName: () => string;
  readonly abbreviation: () => string;
}

const token =
  /\[([^[]*)\]|\\(.)|(Mo|MM?M?M?|Do|DDDo|DD?D?D?|ddd?d?|do?|eo?|E{1,4}|w[o|w]?|W[o|W]?|Qo?|YYYY|YY|Y|gg(?:ggg?)?|GG(?:GGG?)?|a|A|hh?|HH?|kk?|mm?|ss?|S{1,9}|x|X|zz?|ZZ?|LTS|LT|LL?L?L?)/g;

const shorthands: Readonly<Record<string, string>> = {
  LTS: "h:mm:ss A",
  LT: "h:mm A",
  L: "MM/DD/YYYY",
  LL: "MMMM D, YYYY",
  LLL: "MMMM D, YYYY h:mm A",
  LLLL: "dddd, MMMM D, YYYY h:mm A",
};

const pad = (value: number, digits: number) => String(value).padStart(digits, "0");
const microseconds = ({ plain }: Formattable) => plain.millisecond * 1000 + plain.microsecond;
const hour12 = ({ plain }: Formattable) => ((plain.hour + 11) % 12) + 1;
const month = ({ plain }: Formattable) => monthNames[plain.month - 1] ?? "";
const day = ({ plain }: Formattable) => dayNames[plain.dayOfWeek - 1] ?? "";

const tokens: Readonly<Record<string, (date: Formattable) => string>> = {
  YYYY: ({ plain }) => String(plain.year),
  YY: ({ plain }) => String(plain.year).slice(2),
  Y: ({ plain }) => String(plain.year),
  Q: ({ plain }) => String(quarter(plain)),
  Qo: ({ plain }) => ordinal(quarter(plain)),
  MMMM: month,
  MMM: (date) => month(date).slice(0, 3),
  MM: ({ plain }) => pad(plain.month, 2),
  M: ({ plain }) => String(plain.month),
  Mo: ({ plain }) => ordinal(plain.month),
  DDDD: ({ plain }) => pad(plain.dayOfYear, 3),
  DDD: ({ plain }) => String(plain.dayOfYear),
  DDDo: ({ plain }) => ordinal(plain.dayOfYear),
  DD: ({ plain }) => pad(plain.day, 2),
  D: ({ plain }) => String(plain.day),
  Do: ({ plain }) => ordinal(plain.day),
  dddd: day,
  ddd: (date) => day(date).slice(0, 3),
  dd: (date) => day(date).slice(0, 2),
  d: ({ plain }) => String(plain.dayOfWeek % 7),
  do: ({ plain }) => ordinal(plain.dayOfWeek % 7),
  E: ({ plain }) => String(plain.dayOfWeek),
  e: ({ plain }) => String(plain.dayOfWeek % 7),
  eo: ({ plain }) => ordinal((plain.dayOfWeek % 7) + 1),
  wo: ({ plain }) => ordinal(plain.weekOfYear ?? 0),
  HH: ({ plain }) => pad(plain.hour, 2),
  H: ({ plain }) => String(plain.hour),
  hh: (date) => pad(hour12(date), 2),
  h: (date) => String(hour12(date)),
  mm: ({ plain }) => pad(plain.minute, 2),
  m: ({ plain }) => String(plain.minute),
  ss: ({ plain }) => pad(plain.second, 2),
  s: ({ plain }) => String(plain.second),
  S: (date) => pad(Math.floor(microseconds(date) / 100_000), 1),
  SS: (date) => pad(Math.floor(microseconds(date) / 10_000), 2),
  SSS: (date) => pad(Math.floor(microseconds(date) / 1000), 3),
  SSSS: (date) => pad(Math.floor(microseconds(date) / 100), 4),
  SSSSS: (date) => pad(Math.floor(microseconds(date) / 10), 5),
  SSSSSS: (date) => pad(microseconds(date), 6),
  A: ({ plain }) => (plain.hour < 12 ? "AM" : "PM"),
  X: (date) => String(date.epochSeconds()),
  x: (date) => String(date.epochSeconds() * 1000n + BigInt(Math.floor(microseconds(date) / 1000))),
  zz: (date) => date.abbreviation(),
  z: (date) => date.zoneName(),
  ZZ: ({ offset }) => (offset === null ? "" : offsetText(offset - (offset % 60), "")),
  Z: ({ offset }) => (offset === null ? "" : offsetText(offset - (offset % 60), ":")),
};

const ofDays = /^(?:Y|Q|M|D|d|E|e|w|X$|x$)/;
const ofTimes = /^(?:[HhmsAS]|X$|x$|z|Z)/;

export function pendulumFormat(date: Formattable, format: string): string {
  return format.replace(token, (found, literal: string | undefined, escaped: string | undefined) => {
    if (literal) return literal;
    if (escaped) return escaped;
    const shorthand = shorthands[found];
    if (shorthand !== undefined) return pendulumFormat(date, shorthand);
    const write = Object.hasOwn(tokens, found) ? tokens[found] : undefined;
    if (!write) {
      // Known as tokens, and yet printed as they are.
      return found === "[]" ? "" : found;
    }
    if ((!date.hasDay && ofDays.test(found)) || (!date.hasTime && ofTimes.test(found))) {
      throw new PythonError(
        `the format token "${found}" asks for what a ${date.hasDay ? "day without a time" : "time without a day"} does not have`,
      );
    }
    return write(date);
  });
}

export function quarter(date: { readonly month: number }): number {
  return Math.ceil(date.month / 3);
}

function ordinal(number: number): string {
  const teens = number % 100 >= 11 && number % 100 <= 13;
  const ending = teens ? undefined : ["th", "st", "nd", "rd"][number % 10];
  return `${number}${ending ?? "th"}`;
}
