// Writes the histories that replay.test.ts reads. Run it only when the workflows may really change: a history from before a
// change is what shows that the change is not allowed.

import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { historyToJSON } from "@temporalio/common/lib/proto-utils.js";
import { parent } from "../fixtures/flows.ts";
import { siblings } from "../fixtures/siblings.ts";
import { startFlow } from "./flow/send-flow.ts";
import { runWorkflowId } from "./messages.ts";
import { openServer, playLessonOn, playOn, startTestWorker } from "./testing.ts";

const folder = fileURLToPath(new URL("../histories", import.meta.url));
const server = await openServer();
const dag = siblings();
const { store, scheduler } = await playOn(server, [dag], {
  from: "2019-01-02T00:00Z",
  until: "2019-01-03T00:00Z",
});
mkdirSync(folder, { recursive: true });
for (const { dagId, runId } of store.listRuns(dag)) {
  await write("siblings-run", runWorkflowId(dagId, runId));
  await write("siblings-schedule", dagId);
}
await scheduler.close();
for (const lesson of ["08", "11"]) {
  const { attempts } = await playLessonOn(server, { lesson });
  const told = attempts.find(({ tryNumber }) => tryNumber > 1) ?? attempts[0];
  if (told) await write(`lesson-${lesson}`, runWorkflowId(told.dagId, told.runId));
}
const worker = await startTestWorker(server, []);
const flow = { file: fileURLToPath(new URL("../fixtures/flows.ts", import.meta.url)), name: parent.flowName };
const handle = await startFlow(server.client, { flow, parameters: {}, queue: worker.queue });
await handle.result();
await write("flow", handle.workflowId);
await worker.close();
await server.close();

/** Which machine it was is nobody's business. */
async function write(name: string, workflowId: string): Promise<void> {
  const history = historyToJSON(await server.client.workflow.getHandle(workflowId).fetchHistory());
  const text = history.replaceAll(/"\d+@[^"]*"/g, '"worker"');
  writeFileSync(`${folder}/${name}.json`, `${text}\n`);
}
