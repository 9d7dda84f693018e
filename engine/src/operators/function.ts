// A task that calls a function. Airflow's PythonOperator.

import type { TaskContext } from "../context.ts";
import { callableOptions, CallableOperator, type CallableOptions } from "./callable.ts";
import { readTask } from "./task-options.ts";

export class FunctionOperator<
  const Templates = undefined,
  const Args extends readonly unknown[] = [],
  const Kwargs = object,
> extends CallableOperator {
  constructor(options: CallableOptions<Templates, Args, Kwargs>) {
    super(readTask(options, callableOptions));
  }

  execute(fields: this["fields"], context: TaskContext): unknown {
    return this.call(fields, context);
  }
}
