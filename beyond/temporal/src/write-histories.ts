// Writes the histories that replay.test.ts reads. Run it only when the workflows may really change: a history from before a
// change is what shows that the change is not allowed.

import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { historyToJSON } from "@temporalio/common/lib/proto-utils.js";
import { runWorkflowId } from "./messages.ts";
import { siblings } from "../fixtures/siblings.ts";
import { openServer, playOn } from "./testing.ts";

const folder = fileURLToPath(new URL("../histories", import.meta.url));
const server = await openServer();
const dag = siblings();
const { store, scheduler } = await playOn(server, [dag], {
  from: "2019-01-02T00:00Z",
  until: "2019-01-03T00:00Z",
});
const runs = store.listRuns(dag).map(({ dagId, runId }) => runWorkflowId(dagId, runId));
mkdirSync(folder, { recursive: true });
for (const [name, workflowId] of [
  ["siblings-run", ...runs],
  ["siblings-schedule", dag.dagId],
] as const) {
  const history = await server.client.workflow.getHandle(workflowId ?? "").fetchHistory();
  writeFileSync(`${folder}/${name}.json`, `${historyToJSON(history)}\n`);
}
await scheduler.close();
await server.close();
