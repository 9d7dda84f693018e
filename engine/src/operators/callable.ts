// What the operators that call a user's function share: how the function gets its arguments, and their types.

import { show, UsageError } from "@daglings/words";
import type { TaskContext } from "../context.ts";
import * as read from "../options.ts";
import type { Rendered, Template, TemplatesIn } from "../template/check.ts";
import { Operator } from "./operator.ts";
import type { TaskOptions, TaskSettings } from "./task-options.ts";

/** The last argument of a callable: the context, `templatesDict`, and the fields of `opKwargs`, which win. */
type CallableContext<Templates, Kwargs> = Omit<TaskContext, keyof Kwargs> & {
  readonly templatesDict: Rendered<Templates>;
} & Rendered<Kwargs>;

type Callable<Templates, Args extends readonly unknown[], Kwargs, Result> = (
  ...args: Fixed<[...Rendered<Args>, CallableContext<Templates, Kwargs>]>
) => Result | Promise<Result>;

/** T, but TypeScript must not infer it from here: the options decide what a callable gets, not its own parameters. */
type Fixed<T extends readonly unknown[]> = T extends infer U extends readonly unknown[] ? U : never;

/**
 * An operator's type parameters are `const`: they keep texts as they are written, so that TypeScript can check them as
 * templates.
 */
export interface CallableOptions<
  Templates,
  Args extends readonly unknown[],
  Kwargs,
  Result = unknown,
> extends TaskOptions {
  readonly callable: Callable<Templates, Args, Kwargs, Result>;
  /** Texts to render; the callable gets them as `templatesDict`. */
  readonly templatesDict?: Template<Templates>;
  /** Arguments before the context; texts in them are rendered. */
  readonly opArgs?: TemplatesIn<Args>;
  /** Arguments by name, put into the context; texts in them are rendered. */
  readonly opKwargs?: Template<Kwargs>;
}

export const callableOptions = {
  callable: callableOf,
  templatesDict: read.optional(read.dictionary),
  opArgs: read.optional(read.listOf(read.asWritten), []),
  opKwargs: read.optional(read.dictionary, {}),
} satisfies read.ReadersOf<Omit<CallableOptions<unknown, [], unknown>, keyof TaskOptions>>;

type CallableSettings = read.SettingsOf<typeof callableOptions>;
type CallableFields = Omit<CallableSettings, "callable">;

export abstract class CallableOperator extends Operator<CallableFields> {
  readonly #callable: CallableSettings["callable"];

  constructor(settings: TaskSettings & CallableSettings, traits?: ConstructorParameters<typeof Operator>[2]) {
    const { callable, templatesDict, opArgs, opKwargs } = settings;
    super(settings, { templatesDict, opArgs, opKwargs }, traits);
    this.#callable = callable;
  }

  protected async call(
    { templatesDict, opArgs, opKwargs }: CallableFields,
    context: TaskContext,
  ): Promise<unknown> {
    const own = Object.getOwnPropertyDescriptors({ templatesDict, ...opKwargs });
    // Copying the context takes as long as a small task, so it is done only if an argument replaces a field that the
    // engine still reads.
    const isTaken = Object.keys(own).some((name) => Object.hasOwn(context, name));
    const target = isTaken ? Object.defineProperties({}, Object.getOwnPropertyDescriptors(context)) : context;
    return await this.#callable(...opArgs, Object.defineProperties(target, own));
  }
}

function callableOf(value: unknown, option: string): (...args: readonly unknown[]) => unknown {
  if (typeof value === "function") return value as () => unknown;
  throw new UsageError(
    `option "${option}" is ${value === undefined ? "missing" : show(value)}; write callable() { … }`,
  );
}
