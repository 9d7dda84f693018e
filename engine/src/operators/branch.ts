// A task that chooses which of the tasks directly downstream of it run. It skips the others.

import { show, suggest, UsageError } from "@daglings/words";
import type { TaskContext } from "../context.ts";
import { callableOptions, CallableOperator, type CallableOptions } from "./callable.ts";
import { Ending } from "./operator.ts";
import { readTask } from "./task-options.ts";

/** One task id, several, or null for none. */
type Choice = string | readonly string[] | null | undefined;

export class BranchOperator<
  const Templates = undefined,
  const Args extends readonly unknown[] = [],
  const Kwargs = object,
> extends CallableOperator {
  constructor(options: CallableOptions<Templates, Args, Kwargs, Choice>) {
    super(readTask(options, callableOptions));
  }

  async execute(fields: this["fields"], context: TaskContext): Promise<Ending> {
    const choice = (await this.call(fields, context)) as Choice;
    const chosen = typeof choice === "string" ? [choice] : (choice ?? []);
    const isList: boolean = Array.isArray(chosen);
    if (!isList) {
      const advice = "return a task id, a list of them, or null for none";
      throw new UsageError(`${this.place}: its callable returned ${show(choice)}; ${advice}`);
    }
    const possible = this.dag.tasks.map((task) => task.taskId);
    for (const id of chosen) {
      if (possible.includes(id)) continue;
      throw new UsageError(
        `${this.place}: chose task "${id}", which the DAG does not have${suggest(id, possible)}`,
      );
    }
    context.log(chosen.length === 0 ? "Following no branch" : `Following branch ${chosen.join(", ")}`);
    return new Ending({ type: "success", skip: { follow: chosen } }, choice);
  }
}
