// A flow run as a workflow. The flow's function is called in Temporal's sandbox, by the room beyond/flow itself: states,
// retries and the order of calls are its own. Only the functions of tasks run elsewhere, as activities. The sandbox's code
// is loaded here, and not at the top: runs of DAGs need none of it.

import type { FlowInput } from "./messages.ts";

export async function flowRun(input: FlowInput): Promise<unknown> {
  const { carryOutFlow } = await import("./sandbox/carry-out-flow.ts");
  return await carryOutFlow(input);
}
