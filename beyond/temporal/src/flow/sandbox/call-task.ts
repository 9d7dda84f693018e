// One try of a task, as an activity. Its id is its place in the flow, so that a history reads like the flow's record.

import { ActivityCancellationType, CancellationScope, proxyActivities } from "@temporalio/workflow";
import { runContext, type State } from "@daglings/flow";
import { sentOf, stateFrom } from "../ends.ts";
import type { FlowActivities } from "../flow-activities.ts";
import type { Place } from "../messages.ts";
import { throwing } from "./throwing.ts";

/** Temporal requires a limit; a task's own is kept by the flow. */
const longest = 365 * 24 * 3_600_000;
/** How many workers may die of the same try before it counts as failed. */
const mostLost = 5;

const uses = new Map<string, number>();

/** How the function has ended; what it throws is thrown. */
export async function callTask(task: Place, values: readonly unknown[]): Promise<State> {
  const { flowRunId, task: key, tries, signal } = runContext();
  const order = {
    task,
    flowRunId,
    key: key ?? task.name,
    tries,
    values: values.map((value) => sentOf(value, `task "${task.name}" is given`)),
  };
  const scope = new CancellationScope();
  const stop = () => scope.cancel();
  signal.addEventListener("abort", stop, { once: true });
  try {
    const { tryTask } = proxyActivities<FlowActivities>({
      activityId: idOf([...flowRunId.split("/").slice(1), `${order.key}#${tries}`].join("/")),
      startToCloseTimeout: longest,
      heartbeatTimeout: "10s",
      cancellationType: ActivityCancellationType.TRY_CANCEL,
      retry: { maximumAttempts: mostLost, initialInterval: "1s" }, // only if its worker is gone: the flow counts failed tries
    });
    return stateFrom(await throwing(scope.run(() => tryTask(order))), null);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** If the whole flow is tried again, its calls begin their numbers again. */
function idOf(place: string): string {
  const use = (uses.get(place) ?? 0) + 1;
  uses.set(place, use);
  return use === 1 ? place : `${place}.${use}`;
}
