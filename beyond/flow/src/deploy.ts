// A deployment: a flow, when it should run, and with which parameters.

import { parseSchedule, type Timetable } from "@daglings/engine";
import { checkTimeZone, parseDelay, UsageError, type DurationInput } from "@daglings/words";
import type { Deployment, DeploymentSchedule } from "./record.ts";

export interface WhenToRun {
  readonly cron?: string | undefined;
  /** For cron; default UTC. */
  readonly timeZone?: string | undefined;
  readonly interval?: DurationInput | undefined;
  /** The name of an asset: the flow runs at each of its updates. */
  readonly asset?: string | undefined;
}

/** Refuses at once anything that would fail when the first run is due. */
export function readSchedule({ cron, timeZone = "UTC", interval, asset }: WhenToRun): DeploymentSchedule {
  const given = [cron, interval, asset].filter((each) => each !== undefined);
  if (given.length > 1)
    throw new UsageError("a deployment has exactly one of cron, interval and asset; leave the others out");
  if (cron !== undefined) {
    parseSchedule(cron, { timeZone, airflow: 3 });
    return { cron, timeZone: checkTimeZone(timeZone) };
  }
  if (asset !== undefined) return { asset };
  if (interval === undefined) return null;
  const length = parseDelay(interval, "interval");
  if (length === 0) throw new UsageError("interval is 0; name a longer one");
  return {
    interval: Temporal.Duration.from({ milliseconds: length }).round({ largestUnit: "hour" }).toString(),
  };
}

/** When its next run is due by the clock; null: never. */
export function nextRunAt({ schedule, madeAt, lastAt }: Deployment): number | null {
  const timetable = timetableOf(schedule);
  const at = (instant: number) => Temporal.Instant.fromEpochMilliseconds(instant);
  const last = lastAt === null ? null : { start: at(lastAt), end: at(lastAt) };
  // A missed run happens late, and is told when it was due.
  return (
    timetable?.nextRun({ last, earliest: at(madeAt), catchup: true })?.runAfter.epochMilliseconds ?? null
  );
}

function timetableOf(schedule: DeploymentSchedule): Timetable | null {
  if (schedule === null || "asset" in schedule) return null;
  if ("cron" in schedule) return parseSchedule(schedule.cron, { timeZone: schedule.timeZone, airflow: 3 });
  return parseSchedule(schedule.interval, { airflow: 3 });
}
