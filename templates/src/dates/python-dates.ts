// Dates as Python's own library makes them.

import { PythonError } from "../python/python-error.ts";
import { Moment } from "./moment.ts";
import { offsetText, pythonUtc, Zone } from "./zones.ts";

export function naive(plain: Temporal.PlainDateTime): Moment {
  return new Moment(plain, null, "python");
}

/** UTC prints as such, another offset as its distance. */
export function withOffset(plain: Temporal.PlainDateTime, offset: number): Moment {
  if (offset === 0) return Moment.at(plain, pythonUtc, "python");
  if (offset % 60 !== 0) throw new PythonError("offsets with seconds are not supported here");
  return Moment.at(plain, new Zone(offsetText(offset, ":"), "a fixed offset"), "python");
}
