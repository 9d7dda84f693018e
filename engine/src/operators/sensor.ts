// A task that waits for something: it looks, and if it sees nothing, looks again later. The waiting is the
// scheduler's (core/poke.ts); here is one look.

import { type DurationInput, parseDelay, withPlace } from "@daglings/words";
import type { TaskContext } from "../context.ts";
import type { PokePolicy } from "../core/poke.ts";
import { NonRetryableError, SkipError, TimeoutError } from "../errors.ts";
import { checkOneOf } from "../options.ts";
import { CallableOperator, type CallableOptions } from "./callable.ts";
import { Ending, placeOf, type TaskOptions } from "./operator.ts";

export interface SensorOptions {
  /** "poke", the default, keeps its slot between two looks; "reschedule" gives it back. */
  readonly mode?: PokePolicy["mode"];
  /** Default 1 minute. */
  readonly pokeInterval?: DurationInput;
  /** Default 7 days. When it is over, the task fails without another try. */
  readonly timeout?: DurationInput;
  /** Then the task is skipped instead. */
  readonly softFail?: boolean;
  readonly exponentialBackoff?: boolean;
  readonly maxWait?: DurationInput;
}

export const sensorOptionNames: readonly (keyof SensorOptions)[] = [
  "mode",
  "pokeInterval",
  "timeout",
  "softFail",
  "exponentialBackoff",
  "maxWait",
];

export function pokePolicy(options: SensorOptions, task: Pick<TaskOptions, "dag" | "taskId">): PokePolicy {
  return withPlace(placeOf(task), () => ({
    mode: checkOneOf(options.mode ?? "poke", ["poke", "reschedule"], "mode"),
    pokeInterval: parseDelay(options.pokeInterval ?? { minutes: 1 }, "pokeInterval"),
    timeout: parseDelay(options.timeout ?? { days: 7 }, "timeout"),
    softFail: options.softFail ?? false,
    exponentialBackoff: options.exponentialBackoff ?? false,
    maxWait: options.maxWait === undefined ? null : parseDelay(options.maxWait, "maxWait"),
  }));
}

/** What a look may say beyond yes and no. */
interface PokeResult {
  readonly isDone: boolean;
  readonly xcomValue?: unknown;
}

/** One look, as the end of an attempt. */
export async function poke(
  look: () => unknown,
  { log }: TaskContext,
  { softFail }: PokePolicy,
): Promise<Ending> {
  let seen: unknown;
  try {
    seen = await look();
  } catch (error) {
    const givesUp = error instanceof NonRetryableError || error instanceof TimeoutError;
    throw softFail && givesUp ? new SkipError(error.message, { cause: error }) : error;
  }
  const { isDone, xcomValue } = isPokeResult(seen) ? seen : { isDone: Boolean(seen), xcomValue: null };
  log(isDone ? "Seen" : "Not yet");
  return isDone ? new Ending({ type: "success" }, xcomValue) : new Ending({ type: "not yet" });
}

function isPokeResult(value: unknown): value is PokeResult {
  return typeof value === "object" && value !== null && "isDone" in value;
}

/** Airflow's PythonSensor: waits until its callable returns something true. */
export class FunctionSensor<
  const Templates = undefined,
  const Args extends readonly unknown[] = [],
  const Kwargs = object,
> extends CallableOperator<Templates, Args, Kwargs, unknown> {
  readonly #policy: PokePolicy;

  constructor(options: CallableOptions<Templates, Args, Kwargs, unknown> & SensorOptions) {
    const policy = pokePolicy(options, options);
    super(options, { options: sensorOptionNames, sensor: policy });
    this.#policy = policy;
  }

  execute(fields: this["fields"], context: TaskContext): Promise<Ending> {
    return poke(() => this.call(fields, context), context, this.#policy);
  }
}
