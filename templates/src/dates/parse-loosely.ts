// Dates as texts: Python's fromisoformat, and the part of dateutil's parser that has one meaning only.

import { PythonError } from "../python/python-error.ts";
import type { Moment } from "./moment.ts";
import { naive, withOffset } from "./python-dates.ts";

const iso =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?)?(Z|[+-]\d\d:?\d\d)?)?$/;

export function parseIso(text: string): Moment {
  const found = iso.exec(text);
  if (!found) throw new PythonError(`"${text}" is not a date in ISO's format`);
  return momentOf(found, text);
}

/** dateutil guesses at nearly everything; here a date is written year first. */
export function parseLoosely(text: string): Moment {
  const found =
    iso.exec(text) ??
    iso.exec(
      text.replace(/^(\d{4})(\d\d)(\d\d)(?=T|$)/, "$1-$2-$3").replace(/^(\d{4})\/(\d\d)\/(\d\d)/, "$1-$2-$3"),
    );
  if (!found)
    throw new PythonError(
      `"${text}" is not read as a date here; write it as 2019-01-02 or 2019-01-02T03:04:05`,
    );
  return momentOf(found, text);
}

function momentOf(found: RegExpExecArray, text: string): Moment {
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", zone] = found;
  const micro = Number(fraction.padEnd(6, "0").slice(0, 6));
  const fields = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
  };
  let plain: Temporal.PlainDateTime;
  try {
    plain = Temporal.PlainDateTime.from(
      { ...fields, millisecond: Math.floor(micro / 1000), microsecond: micro % 1000 },
      { overflow: "reject" },
    );
  } catch (cause) {
    throw new PythonError(`"${text}" is not a date in the calendar`, { cause });
  }
  if (zone === undefined) return naive(plain);
  const [, sign, hours = "0", minutes = "0"] = /([+-])(\d\d):?(\d\d)/.exec(zone) ?? [];
  return withOffset(plain, (Number(hours) * 3600 + Number(minutes) * 60) * (sign === "-" ? -1 : 1));
}
