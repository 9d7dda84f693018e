// What a DAG can be told, and how it is understood.

import {
  checkKeys,
  checkTimeZone,
  type DateInput,
  type DurationInput,
  parseInstant,
  UsageError,
  withPlace,
} from "@daglings/words";
import type { TaskContext } from "./context.ts";
import type { FinishReason } from "./core/events.ts";
import { defaultArgs, type DefaultArgs } from "./operators/operator.ts";
import * as read from "./options.ts";
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

const dagOptions = {
  dagId: read.optional(read.identifier),
  description: read.optional(read.textOrEmpty, ""),
  schedule: read.optional(read.asWritten as read.Reader<Schedule>, { days: 1 }),
  startDate: read.asWritten as read.Reader<DateInput | undefined>,
  endDate: read.asWritten as read.Reader<DateInput | undefined>,
  timeZone: read.asWritten as read.Reader<string | undefined>,
  catchup: read.optional(read.flag, true),
  maxActiveRuns: read.optional(read.count(1), 16),
  maxActiveTasks: read.optional(read.count(1), 16),
  dagRunTimeout: read.optional(read.delay, null),
  defaultArgs: read.optional(defaultsOfTasks, {}),
  params: read.optional(read.dictionary, {}),
  onSuccess: read.optional(read.callback as read.Reader<DagCallbackFunction>, null),
  onFailure: read.optional(read.callback as read.Reader<DagCallbackFunction>, null),
} satisfies read.ReadersOf<DagOptions>;

type Written = "startDate" | "endDate" | "timeZone";

export interface DagSettings extends Omit<read.SettingsOf<typeof dagOptions>, Written> {
  readonly timetable: Timetable;
  readonly timeZone: string;
  readonly startDate: Temporal.Instant | null;
  readonly endDate: Temporal.Instant | null;
}

export function parseDagOptions(options: DagOptions): DagSettings {
  const settings = read.options(options, dagOptions);
  const { schedule, defaultArgs: forTasks } = settings;
  const start = settings.startDate ?? forTasks.startDate;
  const end = settings.endDate ?? forTasks.endDate;
  const timeZone = checkTimeZone(settings.timeZone ?? timeZoneOf(start));
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
  const timetable = parseSchedule(schedule, { timeZone });
  return { ...settings, timetable, timeZone, startDate, endDate };
}

function defaultsOfTasks(value: unknown, option: string): DefaultArgs {
  const defaults = read.dictionary(value, option);
  withPlace(option, () => checkKeys(defaults, Object.keys(defaultArgs)));
  return defaults;
}

function timeZoneOf(date: DateInput | undefined): string {
  if (date instanceof Temporal.ZonedDateTime) return date.timeZoneId;
  const zone = typeof date === "string" ? /\[([^\]]+)\]/.exec(date)?.[1] : undefined;
  return zone ?? "UTC";
}
