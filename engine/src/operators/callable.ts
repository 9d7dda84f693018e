// What operators share that call a function of the user's: how the function gets its arguments, and their types.

import { UsageError, withPlace } from "@daglings/words";
import type { TaskContext } from "../context.ts";
import type { Rendered, Template, TemplatesIn } from "../template/check.ts";
import { Operator, type OperatorTraits, type TaskOptions } from "./operator.ts";

/** The last argument of a callable: the context, `templatesDict`, and what `opKwargs` adds, which wins. */
type CallableContext<Templates, Kwargs> = Omit<TaskContext, keyof Kwargs> & {
  readonly templatesDict: Rendered<Templates>;
} & Rendered<Kwargs>;

type Callable<Templates, Args extends readonly unknown[], Kwargs, Result> = (
  ...args: Fixed<[...Rendered<Args>, CallableContext<Templates, Kwargs>]>
) => Result | Promise<Result>;

/** T, which TypeScript is not to infer from here: the options say what a callable gets, not its own parameters. */
type Fixed<T extends readonly unknown[]> = T extends infer U extends readonly unknown[] ? U : never;

export interface CallableOptions<
  Templates,
  Args extends readonly unknown[],
  Kwargs,
  Result,
> extends TaskOptions {
  readonly callable: Callable<Templates, Args, Kwargs, Result>;
  /** Texts to be rendered; the callable gets them as `templatesDict`. */
  readonly templatesDict?: Template<Templates>;
  /** Arguments in front of the context; texts in them are rendered. */
  readonly opArgs?: TemplatesIn<Args>;
  /** Arguments by name, put into the context; texts in them are rendered. */
  readonly opKwargs?: Template<Kwargs>;
}

interface CallableFields {
  readonly templatesDict: unknown;
  readonly opArgs: readonly unknown[];
  readonly opKwargs: object;
}

/** `const` type parameters keep the texts as they are written, so that TypeScript can check them as templates. */
export abstract class CallableOperator<
  const Templates,
  const Args extends readonly unknown[],
  const Kwargs,
  Result,
> extends Operator<CallableFields> {
  readonly #callable: (...args: unknown[]) => Result | Promise<Result>;

  constructor(
    options: CallableOptions<Templates, Args, Kwargs, Result>,
    traits: OperatorTraits = { options: [] },
  ) {
    const { callable, templatesDict, opArgs = [], opKwargs = {} } = options;
    super(
      options,
      { templatesDict, opArgs, opKwargs: opKwargs as object },
      { ...traits, options: ["callable", "templatesDict", "opArgs", "opKwargs", ...traits.options] },
    );
    if (typeof callable !== "function") {
      throw new UsageError(`${this.place}: option "callable" is missing; write callable() { … }`);
    }
    withPlace(this.place, () => checkShape(templatesDict, opArgs, opKwargs));
    this.#callable = callable as unknown as (...args: unknown[]) => Result | Promise<Result>;
  }

  protected async call(
    { templatesDict, opArgs, opKwargs }: CallableFields,
    context: TaskContext,
  ): Promise<Result> {
    // Not evaluated: most of the context is looked up when it is asked for.
    const descriptors = {
      ...Object.getOwnPropertyDescriptors(context),
      ...Object.getOwnPropertyDescriptors({ templatesDict, ...opKwargs }),
    };
    return await this.#callable(...opArgs, Object.defineProperties({}, descriptors));
  }
}

function checkShape(templatesDict: unknown, opArgs: unknown, opKwargs: unknown): void {
  if (templatesDict !== undefined && !isPlainObject(templatesDict)) {
    throw new UsageError(`templatesDict must be an object of texts, as in { path: "data/{{ds}}.csv" }`);
  }
  if (!Array.isArray(opArgs)) throw new UsageError("opArgs must be a list");
  if (!isPlainObject(opKwargs)) throw new UsageError("opKwargs must be an object");
}

function isPlainObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
