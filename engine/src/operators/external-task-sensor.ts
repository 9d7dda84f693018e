// Waits for a run of another DAG, or for a task in it; by default, for the run with the same logical date.

import { type DateInput, type DurationInput, parseInstant, UsageError, withPlace } from "@daglings/words";
import type { TaskContext } from "../context.ts";
import type { PokePolicy } from "../core/poke.ts";
import { taskStates, type RunState, type TaskState } from "../core/states.ts";
import { SkipError } from "../errors.ts";
import * as read from "../options.ts";
import { Operator, type Ending } from "./operator.ts";
import { poke, pokePolicy, sensorOptions, type SensorOptions } from "./sensor.ts";
import { placeOf, readTask, type TaskOptions } from "./task-options.ts";

type State = TaskState | RunState;

export interface ExternalTaskSensorOptions extends TaskOptions, SensorOptions {
  readonly externalDagId: string;
  /** Without it, the sensor waits for the whole run. */
  readonly externalTaskId?: string;
  readonly externalTaskIds?: readonly string[];
  /** How much earlier the other run's logical date is. */
  readonly executionDelta?: DurationInput;
  /** The logical date, or dates, to wait for. */
  readonly executionDateFn?: DatesFunction;
  /** Default: success. */
  readonly allowedStates?: readonly State[];
  /** The sensor fails as soon as one of them is in such a state. */
  readonly failedStates?: readonly State[];
}

type DatesFunction = (
  logicalDate: Temporal.ZonedDateTime,
  context: TaskContext,
) => DateInput | readonly DateInput[];

interface Fields {
  readonly externalDagId: string;
  readonly externalTaskIds: readonly string[];
}

const someStates = read.listOf(read.oneOf(taskStates));

const sensorTaskOptions = {
  externalDagId: read.text,
  externalTaskId: read.optional(read.text),
  externalTaskIds: read.optional(read.listOf(read.text)),
  executionDelta: read.optional(read.duration),
  executionDateFn: read.optional(read.callback as read.Reader<DatesFunction>),
  allowedStates: read.optional(someStates, ["success"]),
  failedStates: read.optional(someStates, []),
  ...sensorOptions,
} satisfies read.ReadersOf<Omit<ExternalTaskSensorOptions, keyof TaskOptions>>;

export class ExternalTaskSensor extends Operator<Fields> {
  readonly #policy: PokePolicy;
  readonly allowedStates: readonly State[];
  readonly failedStates: readonly State[];
  readonly executionDelta: Temporal.Duration | undefined;
  readonly executionDateFn: DatesFunction | undefined;

  constructor(options: ExternalTaskSensorOptions) {
    const settings = readTask(options, sensorTaskOptions);
    withPlace(placeOf(options), () => checkExclusive(settings));
    const { externalDagId, externalTaskId, externalTaskIds, executionDelta, executionDateFn } = settings;
    const policy = pokePolicy(settings);
    super(
      settings,
      {
        externalDagId,
        externalTaskIds: externalTaskIds ?? (externalTaskId === undefined ? [] : [externalTaskId]),
      },
      { sensor: policy },
    );
    this.#policy = policy;
    this.allowedStates = settings.allowedStates;
    this.failedStates = settings.failedStates;
    this.executionDelta = executionDelta;
    this.executionDateFn = executionDateFn;
  }

  /** The logical dates that it waits for. */
  datesFor(context: TaskContext): readonly number[] {
    const { logicalDate } = context;
    const date = this.executionDelta
      ? logicalDate.subtract(this.executionDelta)
      : (this.executionDateFn?.(logicalDate, context) ?? logicalDate);
    return withPlace(this.place, () =>
      [date].flat().map((each) => parseInstant(each, "UTC", "executionDateFn").epochMilliseconds),
    );
  }

  execute({ externalDagId, externalTaskIds }: Fields, context: TaskContext): Promise<Ending> {
    const dates = this.datesFor(context);
    const look = () => {
      const states = statesOf(context, externalDagId, dates, externalTaskIds);
      const failed = states.find((state) => this.failedStates.includes(state));
      if (failed !== undefined) {
        const error = `a run or task of DAG "${externalDagId}" that it waits for is ${failed}`;
        throw this.#policy.softFail ? new SkipError(error) : new Error(error);
      }
      const arrived = states.filter((state) => this.allowedStates.includes(state)).length;
      const expected = dates.length * Math.max(1, externalTaskIds.length);
      context.log(
        `${arrived} of ${expected} in DAG "${externalDagId}" are ${this.allowedStates.join(" or ")}`,
      );
      return arrived === expected;
    };
    return poke(look, context, this.#policy);
  }
}

function checkExclusive(settings: read.SettingsOf<typeof sensorTaskOptions>): void {
  const pairs = [
    ["externalTaskId", "externalTaskIds"],
    ["executionDelta", "executionDateFn"],
  ] as const;
  for (const [one, other] of pairs) {
    if (settings[one] === undefined || settings[other] === undefined) continue;
    throw new UsageError(`${one} and ${other} cannot be used together; keep one of them`);
  }
}

/** The state of the run on each of these dates, or of each of these tasks in it; none if there is no such run. */
function statesOf(
  { store }: TaskContext,
  dagId: string,
  dates: readonly number[],
  taskIds: readonly string[],
): State[] {
  const runs = store.listRuns({ dagId, from: Math.min(...dates), to: Math.max(...dates) });
  const byDate = new Map(runs.map((run) => [run.logicalDate, run]));
  return dates.flatMap((date) => {
    const run = byDate.get(date);
    if (!run || taskIds.length === 0) return run?.state ?? [];
    const tasks = store.findRun(run)?.tasks ?? {};
    return taskIds.flatMap((id) => tasks[id]?.state ?? []);
  });
}
