// Timetables by name: `schedule: new CronDataIntervalTimetable("@daily")`. Airflow 2 and 3 read a bare "@daily" in two
// ways; these say which one is meant, and mean the same in both.

import {
  checkKeys,
  checkTimeZone,
  type DurationInput,
  parseDuration,
  show,
  UsageError,
} from "@daglings/words";
import type { AirflowVersion } from "./airflow.ts";
import { cronSteps, cronTimetable } from "./cron.ts";
import { deltaSteps, deltaTimetable } from "./delta.ts";
import type { Timetable } from "./timetable.ts";
import { triggerTimetable } from "./trigger.ts";

/** The DAG's own time zone, and its Airflow. */
export interface TimetablePlace {
  readonly timeZone: string;
  readonly airflow: AirflowVersion;
}

export abstract class NamedTimetable {
  /** As a person would write it. */
  abstract readonly description: string;
  /** The arguments of its constructor, as plain data: another process makes the same timetable from them. */
  abstract readonly given: readonly unknown[];
  abstract timetable(place: TimetablePlace): Timetable;
}

interface CronOptions {
  /** Default: the DAG's. */
  readonly timeZone?: string;
}

interface TriggerOptions {
  /** How far before its run each data interval begins; default: the interval has no length. */
  readonly interval?: DurationInput;
}

/** Each run covers the time between two instants of a cron expression, and starts at the later one. */
export class CronDataIntervalTimetable extends NamedTimetable {
  readonly description: string;
  readonly given: readonly unknown[];
  readonly #cron: string;
  readonly #timeZone: string | undefined;

  constructor(cron: string, options: CronOptions = {}) {
    super();
    checkKeys(options, ["timeZone"]);
    this.#cron = checkCron(cron, "CronDataIntervalTimetable");
    this.#timeZone = options.timeZone;
    this.description = `CronDataIntervalTimetable("${cron}")`;
    this.given = [cron, options];
  }

  timetable({ timeZone, airflow }: TimetablePlace): Timetable {
    const zone = checkTimeZone(this.#timeZone ?? timeZone);
    return { ...cronTimetable(this.#cron, zone, airflow), description: this.description };
  }
}

/** Each run starts at an instant of a cron expression. */
export class CronTriggerTimetable extends NamedTimetable {
  readonly description: string;
  readonly given: readonly unknown[];
  readonly #cron: string;
  readonly #timeZone: string | undefined;
  readonly #length: Temporal.Duration;

  constructor(cron: string, options: CronOptions & TriggerOptions = {}) {
    super();
    checkKeys(options, ["timeZone", "interval"]);
    this.#cron = checkCron(cron, "CronTriggerTimetable");
    this.#timeZone = options.timeZone;
    this.#length = lengthOf(options);
    this.description = `CronTriggerTimetable("${cron}"${lengthText(this.#length)})`;
    this.given = [cron, { ...options, interval: this.#length.toString() }];
  }

  timetable({ timeZone, airflow }: TimetablePlace): Timetable {
    const zone = checkTimeZone(this.#timeZone ?? timeZone);
    const steps = { ...cronSteps(this.#cron, zone), description: this.description };
    return triggerTimetable(steps, { length: this.#length, airflow });
  }
}

/** Each run covers an interval of this length, and starts when it is over. */
export class DeltaDataIntervalTimetable extends NamedTimetable {
  readonly description: string;
  readonly given: readonly unknown[];
  readonly #delta: Temporal.Duration;

  constructor(delta: DurationInput) {
    super();
    this.#delta = parseDuration(delta, "delta");
    this.description = `DeltaDataIntervalTimetable(${this.#delta.toString()})`;
    this.given = [this.#delta.toString()];
  }

  timetable({ airflow }: TimetablePlace): Timetable {
    return { ...deltaTimetable(this.#delta, airflow), description: this.description };
  }
}

/** Runs start at this distance from each other. */
export class DeltaTriggerTimetable extends NamedTimetable {
  readonly description: string;
  readonly given: readonly unknown[];
  readonly #delta: Temporal.Duration;
  readonly #length: Temporal.Duration;

  constructor(delta: DurationInput, options: TriggerOptions = {}) {
    super();
    checkKeys(options, ["interval"]);
    this.#delta = parseDuration(delta, "delta");
    this.#length = lengthOf(options);
    this.description = `DeltaTriggerTimetable(${this.#delta.toString()}${lengthText(this.#length)})`;
    this.given = [this.#delta.toString(), { interval: this.#length.toString() }];
  }

  timetable({ airflow }: TimetablePlace): Timetable {
    const steps = { ...deltaSteps(this.#delta), description: this.description };
    return triggerTimetable(steps, { length: this.#length, airflow });
  }
}

function checkCron(cron: string, name: string): string {
  if (typeof cron === "string" && cron !== "@once") return cron;
  throw new UsageError(`${name} got ${show(cron)}; it takes a cron expression or a preset, such as "@daily"`);
}

function lengthOf({ interval = "PT0S" }: TriggerOptions): Temporal.Duration {
  const length = parseDuration(interval, "interval");
  if (length.sign >= 0) return length;
  throw new UsageError(
    `interval is ${length.toString()}; it may not be negative; write it without the minus sign`,
  );
}

function lengthText(length: Temporal.Duration): string {
  return length.blank ? "" : `, interval ${length.toString()}`;
}
