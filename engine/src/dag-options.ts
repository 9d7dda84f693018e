// What a DAG can be told, and how it is understood.

import {
  checkKeys,
  checkTimeZone,
  type DateInput,
  type DurationInput,
  parseDelay,
  parseInstant,
  UsageError,
  withPlace,
} from "@daglings/words";
import type { TaskContext } from "./context.ts";
import type { FinishReason } from "./core/events.ts";
import { defaultArgNames, type DefaultArgs } from "./operators/operator.ts";
import { checkCallback, checkCount } from "./options.ts";
import { parseSchedule, type Schedule } from "./schedule/parse.ts";
import { isAfter, type Timetable } from "./schedule/timetable.ts";

export interface DagOptions {
  /** Default: the folder's name for a file `dag.ts`, else the file's. */
  readonly dagId?: string;
  readonly description?: string;
  /** null: only by hand. Default, as in Airflow 2: every day. */
  readonly schedule?: Schedule;
  /** Where the first data interval starts: the first run comes when that interval is over. */
  readonly startDate?: DateInput;
  /** The last date on which an interval may start. */
  readonly endDate?: DateInput;
  /** Default: that of `startDate`, else UTC. */
  readonly timeZone?: string;
  /** Run every interval since the start date; default true. False: only the latest complete one, and from then on. */
  readonly catchup?: boolean;
  /** Default 16. */
  readonly maxActiveRuns?: number;
  /** Tasks of this DAG that may run at once, all its runs together; default 16. */
  readonly maxActiveTasks?: number;
  /** A run that takes longer fails. */
  readonly dagRunTimeout?: DurationInput;
  readonly defaultArgs?: DefaultArgs;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly onSuccess?: DagCallbackFunction;
  readonly onFailure?: DagCallbackFunction;
}

type DagCallbackFunction = (context: TaskContext & { readonly reason: FinishReason }) => unknown;

export interface DagSettings {
  readonly description: string;
  readonly schedule: Schedule;
  readonly timetable: Timetable;
  readonly timeZone: string;
  readonly startDate: Temporal.Instant | null;
  readonly endDate: Temporal.Instant | null;
  readonly catchup: boolean;
  readonly maxActiveRuns: number;
  readonly maxActiveTasks: number;
  readonly dagRunTimeout: number | null;
  readonly defaultArgs: DefaultArgs;
  readonly params: Readonly<Record<string, unknown>>;
  readonly onSuccess: DagCallbackFunction | null;
  readonly onFailure: DagCallbackFunction | null;
}

const optionNames: readonly (keyof DagOptions)[] = [
  "dagId",
  "description",
  "schedule",
  "startDate",
  "endDate",
  "timeZone",
  "catchup",
  "maxActiveRuns",
  "maxActiveTasks",
  "dagRunTimeout",
  "defaultArgs",
  "params",
  "onSuccess",
  "onFailure",
];

export function parseDagOptions(options: DagOptions): DagSettings {
  checkKeys(options, optionNames);
  const { schedule = { days: 1 }, defaultArgs = {}, onSuccess, onFailure, dagRunTimeout } = options;
  withPlace("defaultArgs", () => checkKeys(defaultArgs, defaultArgNames));
  checkCallback(onSuccess, "onSuccess");
  checkCallback(onFailure, "onFailure");

  const start = options.startDate ?? defaultArgs.startDate;
  const end = options.endDate ?? defaultArgs.endDate;
  const timeZone = checkTimeZone(options.timeZone ?? timeZoneOf(start));
  const startDate = start === undefined ? null : parseInstant(start, timeZone, "startDate");
  const endDate = end === undefined ? null : parseInstant(end, timeZone, "endDate");
  if (schedule !== null && !startDate) {
    throw new UsageError(`startDate is missing; a schedule counts from it: write startDate: "2019-01-01"`);
  }
  if (startDate && endDate && isAfter(startDate, endDate)) {
    throw new UsageError(
      `endDate ${endDate.toString()} is before startDate ${startDate.toString()}: there would never be a run; ` +
        `write an endDate on or after the startDate, or leave it out`,
    );
  }
  return {
    description: options.description ?? "",
    schedule,
    timetable: parseSchedule(schedule, { timeZone }),
    timeZone,
    startDate,
    endDate,
    catchup: options.catchup ?? true,
    maxActiveRuns: checkCount(options.maxActiveRuns ?? 16, "maxActiveRuns", 1),
    maxActiveTasks: checkCount(options.maxActiveTasks ?? 16, "maxActiveTasks", 1),
    dagRunTimeout: dagRunTimeout === undefined ? null : parseDelay(dagRunTimeout, "dagRunTimeout"),
    defaultArgs,
    params: options.params ?? {},
    onSuccess: onSuccess ?? null,
    onFailure: onFailure ?? null,
  };
}

function timeZoneOf(date: DateInput | undefined): string {
  if (date instanceof Temporal.ZonedDateTime) return date.timeZoneId;
  const zone = typeof date === "string" ? /\[([^\]]+)\]/.exec(date)?.[1] : undefined;
  return zone ?? "UTC";
}
