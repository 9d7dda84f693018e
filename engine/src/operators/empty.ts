// A task that does nothing: a place in the graph where other tasks meet.

import { Operator } from "./operator.ts";
import { readTask, type TaskOptions } from "./task-options.ts";

export class EmptyOperator extends Operator {
  constructor(options: TaskOptions) {
    super(readTask(options, {}), {}, { runsNothing: true });
  }

  /** Called only if a callback wants to know about it. */
  execute(): void {}
}
