// A task that decides whether the tasks downstream of it run at all.

import type { TaskContext } from "../context.ts";
import { CallableOperator, type CallableOptions } from "./callable.ts";
import { Ending } from "./operator.ts";

export class ShortCircuitOperator<
  const Templates = undefined,
  const Args extends readonly unknown[] = [],
  const Kwargs = object,
> extends CallableOperator<Templates, Args, Kwargs, unknown> {
  readonly #skip: "descendants" | "children";

  constructor(
    options: CallableOptions<Templates, Args, Kwargs, unknown> & {
      /** Default true: everything downstream is skipped, near and far. False: only the tasks directly downstream. */
      readonly ignoreDownstreamTriggerRules?: boolean;
    },
  ) {
    super(options, { options: ["ignoreDownstreamTriggerRules"] });
    this.#skip = (options.ignoreDownstreamTriggerRules ?? true) ? "descendants" : "children";
  }

  async execute(fields: this["fields"], context: TaskContext): Promise<Ending> {
    const result = await this.call(fields, context);
    if (result) return new Ending({ type: "success" }, result);
    context.log(`The condition is ${String(result)}: skipping ${this.#skip}`);
    return new Ending({ type: "success", skip: this.#skip });
  }
}
