// What a worker bundles in place of ../workflows.ts if it has flows.

export * from "../workflows.ts";
export { flowCache } from "./flow-cache.ts";
export { flowRun } from "./flow-run.ts";
