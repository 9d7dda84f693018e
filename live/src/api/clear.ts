// Letting tasks run again: those of one run, or of all runs of a range of dates.

import { UsageError } from "@daglings/engine";
import { dateBounds } from "./date-bounds.ts";
import type { Endpoint } from "./endpoint.ts";
import { findDag, findRun, findTask, type Hub } from "./hub.ts";
import { answerRun, runWithTasks } from "./runs.ts";
import { date, flag, listOf, options, text } from "./schema.ts";

/** The number of runs that one request may clear. */
const mostRuns = 1000;

const selection = { taskIds: { ...listOf(text), maxItems: 10_000 }, downstream: flag, onlyFailed: flag };

export const clearEndpoints: readonly Endpoint[] = [
  {
    method: "post",
    path: "/api/dags/{dagId}/runs/{runId}/clear",
    access: "operator",
    summary: "Let tasks of a run run again; all of them, unless some are named",
    body: options(selection),
    answer: { status: 200, description: "The run as it is now.", schema: runWithTasks },
    handle({ hub, path: { dagId = "", runId = "" }, body }) {
      clearRun(hub, dagId, runId, body);
      return answerRun(hub, dagId, runId);
    },
  },
  {
    method: "post",
    path: "/api/dags/{dagId}/clear",
    access: "operator",
    summary: "Let the runs of a range of logical dates run again; with onlyFailed, those that have failed",
    body: options({ from: date, to: date, ...selection }),
    answer: {
      status: 200,
      description: "The runs that were cleared, the earliest first.",
      schema: options({ runIds: listOf(text) }, ["runIds"]),
    },
    handle({ hub, path: { dagId = "" }, body }) {
      const { timeZone } = findDag(hub, dagId).settings;
      const bounds = dateBounds(body, timeZone);
      if (Object.keys(bounds).length === 0)
        throw new UsageError('the body lacks "from" or "to"; name a range of dates');
      const runs = hub.store.listRuns({
        dagId,
        ...bounds,
        ...(body["onlyFailed"] === true ? { states: ["failed"] } : {}),
        limit: mostRuns + 1,
      });
      if (runs.length > mostRuns) {
        throw new UsageError(`there are more than ${mostRuns} such runs; clear a shorter range first`);
      }
      for (const { runId } of runs) clearRun(hub, dagId, runId, body);
      return { runIds: runs.map(({ runId }) => runId) };
    },
  },
];

function clearRun(hub: Hub, dagId: string, runId: string, body: Readonly<Record<string, unknown>>): void {
  const { tasks } = findRun(hub, dagId, runId);
  const named = body["taskIds"] as readonly string[] | undefined;
  for (const taskId of named ?? []) findTask(hub, dagId, taskId);
  const isFailed = (taskId: string) => tasks[taskId]?.state.endsWith("failed");
  const wanted = named ?? findDag(hub, dagId).tasks.map(({ taskId }) => taskId); // it may have had others then
  hub.scheduler.clear({
    dagId,
    runId,
    taskIds: body["onlyFailed"] === true ? wanted.filter(isFailed) : wanted,
    downstream: body["downstream"] === true,
  });
}
