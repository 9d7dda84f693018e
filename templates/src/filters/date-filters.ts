// Airflow's own filters.

import { Day } from "../dates/day.ts";
import { Moment } from "../dates/moment.ts";
import { TimeOfDay } from "../dates/time-of-day.ts";
import { str } from "../python/print.ts";
import { PythonError } from "../python/python-error.ts";
import { defined } from "../python/values.ts";
import type { Filter, Filters } from "./filter.ts";

type Dated = Moment | Day | TimeOfDay;

/** None stays None. */
function dated(name: string, write: (date: Dated) => string): Filter {
  return [
    "",
    (value) => {
      defined(value);
      if (value === null) return null;
      if (value instanceof Moment || value instanceof Day || value instanceof TimeOfDay) return write(value);
      throw new PythonError(`filter "${name}" takes a date such as logical_date, not ${str(value)}`);
    },
  ];
}

const iso = (date: Dated) => (date instanceof Moment ? date.iso("T") : date.str());

export const dateFilters: Filters = {
  ds: dated("ds", (date) => date.strftime("%Y-%m-%d")),
  ds_nodash: dated("ds_nodash", (date) => date.strftime("%Y%m%d")),
  ts: dated("ts", iso),
  ts_nodash: dated("ts_nodash", (date) => date.strftime("%Y%m%dT%H%M%S")),
  ts_nodash_with_tz: dated("ts_nodash_with_tz", (date) => iso(date).replace(/[-:]/g, "")),
};
