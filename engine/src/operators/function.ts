// A task that calls a function. Airflow's PythonOperator.

import type { TaskContext } from "../context.ts";
import { CallableOperator, type CallableOptions } from "./callable.ts";

export class FunctionOperator<
  const Templates = undefined,
  const Args extends readonly unknown[] = [],
  const Kwargs = object,
> extends CallableOperator<Templates, Args, Kwargs, unknown> {
  constructor(options: CallableOptions<Templates, Args, Kwargs, unknown>) {
    super(options);
  }

  execute(fields: this["fields"], context: TaskContext): unknown {
    return this.call(fields, context);
  }
}
