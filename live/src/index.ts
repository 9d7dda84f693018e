// DAGs in real time: the scheduler's HTTP API.

export type { Hub } from "./api/hub.ts";
export { connectTo, pathOf, type Client, type Question } from "./client.ts";
export { openDagFiles, type DagFiles } from "./dag-files.ts";
export { runLive, type LiveOptions } from "./live-scheduler.ts";
export { watchFile } from "./watch-file.ts";
export { serveApi, type ServedApi, type ServeOptions } from "./serve.ts";
