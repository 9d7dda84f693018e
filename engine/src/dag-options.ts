// The options of a DAG, and how they are read.

import {
  checkTimeZone,
  type DateInput,
  type DurationInput,
  parseInstant,
  UsageError,
  withPlace,
} from "@daglings/words";
import { type Asset, readAssets } from "./asset.ts";
import type { TaskContext } from "./context.ts";
import type { FinishReason } from "./core/events.ts";
import { defaultArgs, type DefaultArgs } from "./operators/task-options.ts";
import * as read from "./options.ts";
import { readAirflow, type AirflowVersion } from "./schedule/airflow.ts";
import { assetTimetable } from "./schedule/assets.ts";
import { parseSchedule, type Schedule } from "./schedule/parse.ts";
import { isAfter, type Timetable } from "./schedule/timetable.ts";

export interface DagOptions {
  /** Default: the folder's name for a file `dag.ts`, otherwise the file's. */
  readonly dagId?: string;
  readonly description?: string;
  /** The Airflow that the DAG follows: it decides what a schedule means, some defaults, and what templates know. Default 2. */
  readonly airflow?: AirflowVersion;
  /**
   * null: only by hand. A list of assets: whenever all of them have been updated since the last run. Default in Airflow
   * 2: every day; in Airflow 3: null.
   */
  readonly schedule?: Schedule | readonly Asset[];
  /** Where the first data interval starts: the first run comes when that interval is over. */
  readonly startDate?: DateInput;
  /** The last date on which an interval may start. */
  readonly endDate?: DateInput;
  /** Default: that of `startDate`, otherwise UTC. */
  readonly timeZone?: string;
  /**
   * True: run every interval since the start date; the default in Airflow 2. False: run only the latest complete one, and
   * then each new one; the default in Airflow 3.
   */
  readonly catchup?: boolean;
  /** Default 16. */
  readonly maxActiveRuns?: number;
  /** How many tasks of this DAG may run at once, in all its runs together; default 16. */
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
  airflow: readAirflow,
  schedule: read.asWritten as read.Reader<Schedule | readonly Asset[] | undefined>,
  startDate: read.asWritten as read.Reader<DateInput | undefined>,
  endDate: read.asWritten as read.Reader<DateInput | undefined>,
  timeZone: read.asWritten as read.Reader<string | undefined>,
  catchup: read.optional(read.flag),
  maxActiveRuns: read.optional(read.count(1), 16),
  maxActiveTasks: read.optional(read.count(1), 16),
  dagRunTimeout: read.optional(read.delay, null),
  defaultArgs: read.optional(defaultsOfTasks, {}),
  params: read.optional(read.dictionary, {}),
  onSuccess: read.optional(read.callback as read.Reader<DagCallbackFunction>, null),
  onFailure: read.optional(read.callback as read.Reader<DagCallbackFunction>, null),
} satisfies read.ReadersOf<DagOptions>;

type Written = "schedule" | "startDate" | "endDate" | "timeZone" | "catchup";

export interface DagSettings extends Omit<read.SettingsOf<typeof dagOptions>, Written> {
  readonly schedule: Schedule;
  /** The assets that the DAG waits for; if there are none, it follows its timetable. */
  readonly assets: readonly Asset[];
  readonly timetable: Timetable;
  readonly timeZone: string;
  readonly startDate: Temporal.Instant | null;
  readonly endDate: Temporal.Instant | null;
  readonly catchup: boolean;
}

export function parseDagOptions(options: DagOptions): DagSettings {
  const settings = read.options(options, dagOptions);
  const { airflow, defaultArgs: forTasks } = settings;
  const { schedule: written = airflow === 2 ? { days: 1 } : null, catchup = airflow === 2 } = settings;
  const assets = Array.isArray(written) ? assetsOf(written) : [];
  const schedule = Array.isArray(written) ? null : (written as Schedule);
  const start = settings.startDate ?? forTasks.startDate;
  const end = settings.endDate ?? forTasks.endDate;
  const timeZone = checkTimeZone(settings.timeZone ?? timeZoneOf(start));
  const startDate = start === undefined ? null : parseInstant(start, timeZone, "startDate");
  const endDate = end === undefined ? null : parseInstant(end, timeZone, "endDate");
  // Airflow 3 needs it only for catching up.
  if (schedule !== null && !startDate && (airflow === 2 || catchup)) {
    throw new UsageError(`startDate is missing; a schedule counts from it: write startDate: "2019-01-01"`);
  }
  if (startDate && endDate && isAfter(startDate, endDate)) {
    throw new UsageError(
      `endDate ${endDate.toString()} is before startDate ${startDate.toString()}: there would never be a run; ` +
        `write an endDate on or after the startDate, or leave it out`,
    );
  }
  const timetable =
    assets.length > 0 ? assetTimetable(assets) : parseSchedule(schedule, { timeZone, airflow });
  return { ...settings, schedule, assets, timetable, timeZone, startDate, endDate, catchup };
}

function assetsOf(written: readonly unknown[]): readonly Asset[] {
  const assets = readAssets(written, "schedule");
  if (assets.length > 0) return assets;
  throw new UsageError(`schedule is an empty list; name the assets that the DAG waits for, or write null`);
}

function defaultsOfTasks(value: unknown, option: string): DefaultArgs {
  const defaults = read.dictionary(value, option);
  withPlace(option, () => read.checkNames(defaults, Object.keys(defaultArgs)));
  return defaults;
}

function timeZoneOf(date: DateInput | undefined): string {
  if (date instanceof Temporal.ZonedDateTime) return date.timeZoneId;
  const zone = typeof date === "string" ? /\[([^\]]+)\]/.exec(date)?.[1] : undefined;
  return zone ?? "UTC";
}
