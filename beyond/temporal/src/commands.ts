// What a run wants done besides its attempts: callbacks, and runs of other DAGs.

import { proxyActivities } from "@temporalio/workflow";
import type { CallbackCall, TriggerRequest } from "@daglings/engine";
import type { Outcome } from "@daglings/engine/core";
import type { Activities } from "./activities.ts";
import type { SentOrder } from "./sent-order.ts";

/** Temporal tries these again by itself: a worker that dies in between loses none. */
const activities = proxyActivities<Activities>({ startToCloseTimeout: "10m" });

/** A callback changes nothing, whatever becomes of it; called twice is worse than not at all. */
const once = proxyActivities<Activities>({ startToCloseTimeout: "10m", retry: { maximumAttempts: 1 } });

export async function callBack(order: {
  readonly attempt: SentOrder;
  readonly call: CallbackCall;
}): Promise<void> {
  await once.callBackFor(order).catch(() => {});
}

/** The id of the run that was made, or what not making it means for the attempt that has asked for it. */
export async function askForRun(request: TriggerRequest, now: number): Promise<string | Outcome> {
  return await activities.requestRun({ ...request, now });
}
