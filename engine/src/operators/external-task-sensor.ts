// Waits for a run of another DAG, or for a task in it. By default for the run of the same logical date.

import {
  type DateInput,
  type DurationInput,
  parseDuration,
  parseInstant,
  UsageError,
  withPlace,
} from "@daglings/words";
import type { TaskContext } from "../context.ts";
import type { PokePolicy } from "../core/poke.ts";
import type { RunState, TaskState } from "../core/states.ts";
import { SkipError } from "../errors.ts";
import { checkText } from "../options.ts";
import { Operator, type Ending, type TaskOptions } from "./operator.ts";
import { poke, pokePolicy, sensorOptionNames, type SensorOptions } from "./sensor.ts";

type State = TaskState | RunState;

export interface ExternalTaskSensorOptions extends TaskOptions, SensorOptions {
  readonly externalDagId: string;
  /** Without it the sensor waits for the whole run. */
  readonly externalTaskId?: string;
  readonly externalTaskIds?: readonly string[];
  /** How much earlier the other run's logical date is. */
  readonly executionDelta?: DurationInput;
  /** The logical date, or dates, to wait for. */
  readonly executionDateFn?: (
    logicalDate: Temporal.ZonedDateTime,
    context: TaskContext,
  ) => DateInput | readonly DateInput[];
  /** Default: success. */
  readonly allowedStates?: readonly State[];
  /** The sensor fails as soon as one is in such a state. */
  readonly failedStates?: readonly State[];
}

interface Fields {
  readonly externalDagId: string;
  readonly externalTaskIds: readonly string[];
}

const optionNames = [
  "externalDagId",
  "externalTaskId",
  "externalTaskIds",
  "executionDelta",
  "executionDateFn",
  "allowedStates",
  "failedStates",
];

export class ExternalTaskSensor extends Operator<Fields> {
  readonly #policy: PokePolicy;
  readonly #allowed: readonly State[];
  readonly #failed: readonly State[];
  readonly #dates: (context: TaskContext) => readonly DateInput[];

  constructor(options: ExternalTaskSensorOptions) {
    const { externalDagId, externalTaskId, externalTaskIds, executionDelta, executionDateFn } = options;
    const policy = pokePolicy(options, options);
    super(
      options,
      {
        externalDagId,
        externalTaskIds: externalTaskIds ?? (externalTaskId === undefined ? [] : [externalTaskId]),
      },
      { options: [...optionNames, ...sensorOptionNames], sensor: policy },
    );
    const delta = withPlace(this.place, () => {
      checkText(externalDagId, "externalDagId");
      if (externalTaskId !== undefined && externalTaskIds !== undefined) {
        throw new UsageError("externalTaskId and externalTaskIds exclude each other; write one of them");
      }
      if (executionDelta !== undefined && executionDateFn !== undefined) {
        throw new UsageError("executionDelta and executionDateFn exclude each other; write one of them");
      }
      return executionDelta === undefined ? null : parseDuration(executionDelta, "executionDelta");
    });
    this.#policy = policy;
    this.#allowed = options.allowedStates ?? ["success"];
    this.#failed = options.failedStates ?? [];
    this.#dates = (context) => {
      const { logicalDate } = context;
      if (delta) return [logicalDate.subtract(delta)];
      return [executionDateFn?.(logicalDate, context) ?? logicalDate].flat();
    };
  }

  execute({ externalDagId, externalTaskIds }: Fields, context: TaskContext): Promise<Ending> {
    const dates = withPlace(this.place, () =>
      this.#dates(context).map((date) => parseInstant(date, "UTC", "executionDateFn").epochMilliseconds),
    );
    const look = () => {
      const states = statesOf(context, externalDagId, dates, externalTaskIds);
      const failed = states.find((state) => this.#failed.includes(state));
      if (failed !== undefined) {
        const error = `a run or task of DAG "${externalDagId}" that it waits for is ${failed}`;
        throw this.#policy.softFail ? new SkipError(error) : new Error(error);
      }
      const arrived = states.filter((state) => this.#allowed.includes(state)).length;
      const expected = dates.length * Math.max(1, externalTaskIds.length);
      context.log(`${arrived} of ${expected} in DAG "${externalDagId}" are ${this.#allowed.join(" or ")}`);
      return arrived === expected;
    };
    return poke(look, context, this.#policy);
  }
}

/** The state of the run on each of these dates, or of each of these tasks in it; none where there is no such run. */
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
