// The door: the same DAGs on a Temporal server.

export { connectTo, type Connected } from "./client.ts";
export { actOnRun } from "./by-hand.ts";
export { flowFiles } from "./flow/bundle-flows.ts";
export { listFlowRuns, triggerFlow } from "./flow/live-flows.ts";
export { backfill, enrol, listDags, listRuns, stateOf, trigger } from "./live.ts";
export { playedScheduler } from "./played-scheduler.ts";
export { bringTemporal, findTemporal, startServer, type DevServer } from "./server.ts";
export { startWorker } from "./worker.ts";
