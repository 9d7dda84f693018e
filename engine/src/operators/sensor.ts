// A task that waits for something: it looks, and if it sees nothing, looks again later. The scheduler does the waiting
// (core/poke.ts); this file has one look.

import type { DurationInput } from "@daglings/words";
import type { TaskContext } from "../context.ts";
import type { PokePolicy } from "../core/poke.ts";
import { NonRetryableError, SkipError, TimeoutError } from "../errors.ts";
import * as read from "../options.ts";
import { callableOptions, CallableOperator, type CallableOptions } from "./callable.ts";
import { Ending } from "./operator.ts";
import { readTask } from "./task-options.ts";

export interface SensorOptions {
  /** "poke", the default, keeps its slot between two looks; "reschedule" gives it back. */
  readonly mode?: PokePolicy["mode"];
  /** Default 1 minute. */
  readonly pokeInterval?: DurationInput;
  /** Default 7 days. After that the task fails without another try. */
  readonly timeout?: DurationInput;
  /** Skip the task after the timeout, instead of failing it. */
  readonly softFail?: boolean;
  readonly exponentialBackoff?: boolean;
  readonly maxWait?: DurationInput;
}

const minute = 60_000;

export const sensorOptions = {
  mode: read.optional(read.oneOf(["poke", "reschedule"]), "poke"),
  pokeInterval: read.optional(read.delay, minute),
  timeout: read.optional(read.delay, 7 * 24 * 60 * minute),
  softFail: read.optional(read.flag, false),
  exponentialBackoff: read.optional(read.flag, false),
  maxWait: read.optional(read.delay, null),
} satisfies read.ReadersOf<SensorOptions>;

/** The settings that say when a sensor looks. */
export function pokePolicy(settings: read.SettingsOf<typeof sensorOptions>): PokePolicy {
  const { mode, pokeInterval, timeout, softFail, exponentialBackoff, maxWait } = settings;
  return { mode, pokeInterval, timeout, softFail, exponentialBackoff, maxWait };
}

/** What a look may answer besides yes and no. */
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
> extends CallableOperator {
  readonly #policy: PokePolicy;

  constructor(options: CallableOptions<Templates, Args, Kwargs> & SensorOptions) {
    const settings = readTask(options, { ...callableOptions, ...sensorOptions });
    const policy = pokePolicy(settings);
    super(settings, { sensor: policy });
    this.#policy = policy;
  }

  execute(fields: this["fields"], context: TaskContext): Promise<Ending> {
    return poke(() => this.call(fields, context), context, this.#policy);
  }
}
