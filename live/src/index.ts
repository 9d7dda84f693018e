// DAGs in real time: the scheduler's HTTP API.

export { apiApp, endpoints } from "./api/app.ts";
export { makeGuard, type Tokens } from "./api/guard.ts";
export type { Hub } from "./api/hub.ts";
export { connectTo, pathOf, type Client, type Question } from "./client.ts";
export { openDagFiles, type DagFiles } from "./dag-files.ts";
export { watchFile } from "./watch-file.ts";
