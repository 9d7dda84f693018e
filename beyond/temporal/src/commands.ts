// What a run asks for apart from its attempts: callbacks, runs of other DAGs, and that others hear of its assets.

import { proxyActivities } from "@temporalio/workflow";
import type { CallbackCall, TriggerRequest } from "@daglings/engine";
import type { Outcome } from "@daglings/engine/core";
import type { Activities } from "./activities.ts";
import type { AssetUpdate } from "./messages.ts";
import type { SentOrder } from "./sent-order.ts";

/** Temporal itself tries these again: if a worker dies, none is lost. */
const activities = proxyActivities<Activities>({ startToCloseTimeout: "1m" });

/** A callback changes nothing, however it ends; calling it twice is worse than not calling it. */
const once = proxyActivities<Activities>({
  startToCloseTimeout: "10m",
  heartbeatTimeout: "10s",
  retry: { maximumAttempts: 1 },
});

export async function callBack(order: {
  readonly attempt: SentOrder;
  readonly call: CallbackCall;
}): Promise<void> {
  await once.callBackFor(order).catch(() => {});
}

/** The id of the new run or, if it was not made, what that means for the attempt that asked for it. */
export async function askForRun(request: TriggerRequest, now: number): Promise<string | Outcome> {
  return await activities.requestRun({ ...request, now });
}

/** Returns when all that wait for these assets have been told. */
export async function noteUpdates(updates: readonly AssetUpdate[]): Promise<void> {
  await activities.updateAssets(updates);
}
