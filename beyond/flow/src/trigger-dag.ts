// A task that triggers a DAG, on the scheduler that serves the flow or that works on its store.

import { UsageError } from "@daglings/words";
import { current } from "./run-context.ts";
import { task } from "./task.ts";

interface DagToTrigger {
  readonly dagId: string;
  /** The configuration of the run. */
  readonly conf?: Readonly<Record<string, unknown>>;
}

/** Returns the id of the run. The DAG is triggered once, however often the flow run is cut off and goes on. */
export const triggerDag = task(
  async ({ dagId, conf = {} }: DagToTrigger): Promise<string> => {
    const context = current.getStore();
    const trigger = context?.flowTry.machine.triggerDag;
    if (!context || !trigger) {
      throw new UsageError(
        `DAG "${dagId}" cannot be triggered: no scheduler works here; start one with pnpm scheduler, and run the flow on its store`,
      );
    }
    return await trigger({ dagId, conf, key: `${context.flowRunId} ${context.task}` });
  },
  { name: "trigger_dag" },
);
