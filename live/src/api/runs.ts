// Runs: which ones there are, what became of their tasks, and what is done to them by hand.

import { isRecovered, type RunState } from "@daglings/engine";
import { parseInstant } from "@daglings/words";
import { runIdFor } from "../run-id.ts";
import { attemptAnswer, runAnswer, taskAnswer } from "./answers.ts";
import { dateBounds } from "./date-bounds.ts";
import type { Asked, Endpoint } from "./endpoint.ts";
import { findDag, findRun, findTask, type Hub } from "./hub.ts";
import { idempotencyHeader, idempotencyKey } from "./idempotency-key.ts";
import { Refusal } from "./refusal.ts";
import { date, limit, listOf, options, refer, runState, text } from "./schema.ts";

export const runWithTasks = options({ run: refer("Run"), tasks: listOf(refer("Task")) }, ["run", "tasks"]);
const finalState = { type: "string", enum: ["success", "failed"] } as const;

export const runEndpoints: readonly Endpoint[] = [
  {
    method: "get",
    path: "/api/dags/{dagId}/runs",
    access: "viewer",
    summary: "List a DAG's runs, latest logical date first",
    query: { state: runState, from: date, to: date, before: date, limit },
    answer: {
      status: 200,
      description:
        "A page of runs. `before` the last one's logical date, or createdAt where it has none, asks for the next page.",
      schema: options({ runs: listOf(refer("Run")) }, ["runs"]),
    },
    handle({ hub, path: { dagId = "" }, query }) {
      const { timeZone } = findDag(hub, dagId).settings;
      const runs = hub.store.listRuns({
        dagId,
        ...dateBounds(query, timeZone),
        ...(query["state"] === undefined ? {} : { states: [query["state"] as RunState] }),
        newestFirst: true,
        limit: Number(query["limit"]),
      });
      // All at once: a look at each run would be a thousand of them.
      const succeeded = runs.filter(({ state }) => state === "success").map(({ runId }) => runId);
      const recovered = new Set(hub.store.listTriedAgain({ dagId, runIds: succeeded }));
      return { runs: runs.map((run) => runAnswer(run, recovered.has(run.runId))) };
    },
  },
  {
    method: "post",
    path: "/api/dags/{dagId}/runs",
    access: "operator",
    summary: "Trigger a run",
    headers: idempotencyHeader("run"),
    body: options({
      logicalDate: date,
      runId: { type: "string", maxLength: 250 },
      conf: { type: "object", additionalProperties: true },
    }),
    answer: { status: 201, description: "The run.", schema: runWithTasks },
    handle: triggerRun,
  },
  {
    method: "get",
    path: "/api/dags/{dagId}/runs/{runId}",
    access: "viewer",
    summary: "Look at a run and its tasks",
    answer: { status: 200, description: "The run.", schema: runWithTasks },
    handle: ({ hub, path: { dagId = "", runId = "" } }) => answerRun(hub, dagId, runId),
  },
  {
    method: "get",
    path: "/api/dags/{dagId}/runs/{runId}/attempts",
    access: "viewer",
    summary: "List the attempts of a run, by when they started",
    answer: {
      status: 200,
      description: "All its attempts.",
      schema: options({ attempts: listOf(refer("Attempt")) }, ["attempts"]),
    },
    handle({ hub, path: { dagId = "", runId = "" } }) {
      findRun(hub, dagId, runId);
      return { attempts: hub.store.listAttempts({ dagId, runId }).map(attemptAnswer) };
    },
  },
  {
    method: "get",
    path: "/api/dags/{dagId}/runs/{runId}/xcoms",
    access: "viewer",
    summary: "List what the tasks of a run have pushed",
    query: { taskId: text, limit },
    answer: {
      status: 200,
      description: "By task and key; of one task, where it is named.",
      schema: options({ xcoms: listOf(refer("XCom")) }, ["xcoms"]),
    },
    handle({ hub, path: { dagId = "", runId = "" }, query }) {
      findRun(hub, dagId, runId);
      const { taskId } = query;
      if (typeof taskId === "string") findTask(hub, dagId, taskId);
      const all = hub.store.listXComs({ dagId, runId });
      const wanted = all.filter((each) => taskId === undefined || each.taskId === taskId);
      return { xcoms: wanted.slice(0, Number(query["limit"])) };
    },
  },
  {
    method: "get",
    path: "/api/dags/{dagId}/runs/{runId}/tasks/{taskId}/xcoms/{key}",
    access: "viewer",
    summary: "Read what a task has pushed",
    answer: { status: 200, description: "The value.", schema: options({ value: {} }, ["value"]) },
    handle({ hub, path: { dagId = "", runId = "", taskId = "", key = "" } }) {
      findRun(hub, dagId, runId);
      findTask(hub, dagId, taskId);
      const found = hub.store.findXCom({ dagId, runId, taskId, key });
      if (found) return { value: found.value };
      throw new Refusal(404, `task "${taskId}" has pushed nothing as "${key}" in run "${runId}"`);
    },
  },
  {
    method: "post",
    path: "/api/dags/{dagId}/runs/{runId}/mark",
    access: "operator",
    summary: "Give a task, or the whole run, a state without running anything",
    body: options({ state: finalState, taskId: text }, ["state"]),
    answer: { status: 200, description: "The run as it is now.", schema: runWithTasks },
    handle({ hub, path: { dagId = "", runId = "" }, body }) {
      findRun(hub, dagId, runId);
      const state = body["state"] as "success" | "failed";
      const taskId = body["taskId"] as string | undefined;
      if (taskId === undefined) hub.scheduler.markRun({ dagId, runId, state });
      else {
        findTask(hub, dagId, taskId);
        hub.scheduler.markTask({ dagId, runId, taskId, state });
      }
      return answerRun(hub, dagId, runId);
    },
  },
  {
    method: "post",
    path: "/api/dags/{dagId}/runs/{runId}/cancel",
    access: "operator",
    summary: "Stop a run: what runs is stopped, and the run has failed",
    answer: { status: 200, description: "The run as it is now.", schema: runWithTasks },
    handle({ hub, path: { dagId = "", runId = "" } }) {
      findRun(hub, dagId, runId);
      hub.scheduler.cancel({ dagId, runId });
      return answerRun(hub, dagId, runId);
    },
  },
];

export function answerRun(hub: Hub, dagId: string, runId: string): object {
  const { tasks, ...run } = findRun(hub, dagId, runId);
  return {
    run: runAnswer(run, isRecovered(run.state, Object.values(tasks))),
    tasks: Object.entries(tasks).map(([id, each]) => taskAnswer(id, each)),
  };
}

function triggerRun({ hub, path: { dagId = "" }, body, request, response }: Asked): object {
  const dag = findDag(hub, dagId);
  const key = idempotencyKey(request);
  const runId = (body["runId"] as string | undefined) ?? (key === undefined ? undefined : runIdFor(key));
  const existing = runId === undefined ? null : hub.store.findRun({ dagId, runId });
  if (existing && key !== undefined) {
    response.status(200);
    return answerRun(hub, dagId, existing.runId);
  }
  if (existing)
    throw new Refusal(409, `DAG "${dagId}" has a run "${existing.runId}" already; clear that one`);
  const logicalDate = body["logicalDate"] as string | undefined;
  if (logicalDate !== undefined) refuseTaken(hub, dagId, logicalDate, dag.settings.timeZone);
  const made = hub.scheduler.trigger({
    dagId,
    ...(logicalDate === undefined ? {} : { logicalDate }),
    ...(runId === undefined ? {} : { runId }),
    conf: (body["conf"] as Record<string, unknown> | undefined) ?? {},
  });
  return answerRun(hub, dagId, made);
}

function refuseTaken(hub: Hub, dagId: string, logicalDate: string, timeZone: string): void {
  const at = parseInstant(logicalDate, timeZone, "logicalDate").epochMilliseconds;
  const [taken] = hub.store.listRuns({ dagId, from: at, to: at, limit: 1 });
  if (!taken) return;
  throw new Refusal(
    409,
    `DAG "${dagId}" has run "${taken.runId}" for ${logicalDate} already; clear that one`,
  );
}
