// The door: the same DAGs on a Temporal server.

export { accessFor } from "./access.ts";
export { listDags } from "./asking.ts";
export { connectTo, type Connected } from "./client.ts";
export { flowFiles } from "./flow/bundle-flows.ts";
export { listFlowRuns, triggerFlow } from "./flow/live-flows.ts";
export { actByHand, backfill, enrol, listRuns, stateOf, trigger } from "./live.ts";
export { playedScheduler } from "./played-scheduler.ts";
export { bringTemporal, findTemporal } from "./program.ts";
export { startServer, type DevServer } from "./server.ts";
export { startWorker } from "./worker.ts";
