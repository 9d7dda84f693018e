// A task that decides whether the tasks downstream of it run at all.

import type { TaskContext } from "../context.ts";
import * as read from "../options.ts";
import { callableOptions, CallableOperator, type CallableOptions } from "./callable.ts";
import { Ending } from "./operator.ts";
import { readTask } from "./task-options.ts";

export class ShortCircuitOperator<
  const Templates = undefined,
  const Args extends readonly unknown[] = [],
  const Kwargs = object,
> extends CallableOperator {
  readonly skips: "descendants" | "children";

  constructor(
    options: CallableOptions<Templates, Args, Kwargs> & {
      /** Default true: everything downstream is skipped, however far. False: only the tasks directly downstream. */
      readonly ignoreDownstreamTriggerRules?: boolean;
    },
  ) {
    const settings = readTask(options, {
      ...callableOptions,
      ignoreDownstreamTriggerRules: read.optional(read.flag, true),
    });
    super(settings);
    this.skips = settings.ignoreDownstreamTriggerRules ? "descendants" : "children";
  }

  async execute(fields: this["fields"], context: TaskContext): Promise<Ending> {
    const result = await this.call(fields, context);
    if (result) return new Ending({ type: "success" }, result);
    context.log(`The condition is ${String(result)}: skipping ${this.skips}`);
    return new Ending({ type: "success", skip: this.skips });
  }
}
