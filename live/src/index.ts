// DAGs in real time: a scheduler that goes on, its HTTP API, and what it watches.

export { answerErrors } from "./api/answer-errors.ts";
export { answerLineage } from "./api/answer-lineage.ts";
export { makeGuard, type Guard, type Tokens } from "./api/guard.ts";
export type { Hub } from "./api/hub.ts";
export { Refusal } from "./api/refusal.ts";
export { lookFor, type AssetLook } from "./asset-look.ts";
export { connectTo, pathOf, type Client, type Question } from "./client.ts";
export { openDagFiles, type DagFiles } from "./dag-files.ts";
export { openRecord, openStore, schedulerAddress, type KeptIn } from "./kept-in.ts";
export { runLive, type LiveOptions, type LiveStanding } from "./live-scheduler.ts";
export { assetsOf } from "./watch-assets.ts";
export { stampOf, watchFile } from "./watch-file.ts";
export { serveApi, type ServedApi, type ServeOptions } from "./serve.ts";
