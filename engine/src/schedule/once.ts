// `schedule: "@once"`: one run at the start date, and never again.

import type { AirflowVersion } from "./airflow.ts";
import { isAfter, needNow, type Timetable } from "./timetable.ts";

/** Airflow 3 does not need a start date: without one the run is due at once. */
export function onceTimetable(airflow: AirflowVersion): Timetable {
  return {
    description: "@once",
    nextRun({ last, earliest = null, latest, now }) {
      const at = earliest ?? (airflow === 3 ? needNow(now) : null);
      if (last || !at || (latest && isAfter(at, latest))) return null;
      return { start: at, end: at, runAfter: at };
    },
    manualInterval: (at) => ({ start: at, end: at }),
    nextDate: () => null,
    previousDate: () => null,
  };
}
