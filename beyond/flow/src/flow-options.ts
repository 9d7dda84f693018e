// The options of a flow, and what they mean.

import { checkKeys, parseDelay, UsageError, type DurationInput } from "@daglings/words";
import type { StandardSchema } from "./standard-schema.ts";
import { count, readDelays } from "./task-options.ts";

export interface FlowOptions<Schema extends StandardSchema | undefined = undefined> {
  /** Default: the name of the function, or of the constant that the flow is assigned to. */
  readonly name?: string;
  /** How often the whole function is called again after a failure. Default 0. */
  readonly retries?: number;
  readonly retryDelay?: DurationInput;
  /** The time limit of each try, in real time. */
  readonly timeout?: DurationInput;
  /** How many submitted tasks may be under way at once. Default: no limit. */
  readonly maxWorkers?: number;
  /** What its parameters must be: a schema of zod, valibot, arktype or any other that follows Standard Schema. */
  readonly parameters?: Schema;
}

export interface FlowSettings {
  readonly retries: number;
  readonly retryDelay: number;
  readonly timeout: number | null;
  readonly maxWorkers: number;
  readonly schema: StandardSchema | undefined;
}

const known = ["name", "retries", "retryDelay", "timeout", "maxWorkers", "parameters"];

export function readFlowOptions(options: FlowOptions<StandardSchema | undefined>): FlowSettings {
  checkKeys(options, known);
  const schema = options.parameters;
  if (schema !== undefined && schema["~standard"]?.version !== 1) {
    throw new UsageError(
      "parameters is not a schema that follows Standard Schema 1; zod 4, valibot 1 and arktype 2 have such schemas",
    );
  }
  const retries = count(options.retries ?? 0, "retries", 0);
  return {
    retries,
    retryDelay: readDelays(options.retryDelay, retries)[0] ?? 0,
    timeout: options.timeout === undefined ? null : parseDelay(options.timeout, "timeout"),
    maxWorkers: options.maxWorkers === undefined ? Infinity : count(options.maxWorkers, "maxWorkers", 1),
    schema,
  };
}
