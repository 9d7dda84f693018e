// Flows: their runs, each with the graph that it has drawn, and deployments.

import type { Deployment, FlowRunRow, TaskRow } from "@daglings/flow";
import { instantText } from "./answers.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Hub } from "./hub.ts";
import { Refusal } from "./refusal.ts";
import { flag, limit, listOf, options, refer, text } from "./schema.ts";

const flowRun = options({ run: refer("FlowRun"), tasks: listOf(refer("FlowTask")) }, ["run", "tasks"]);
const parameters = { type: "object", additionalProperties: true } as const;

export const flowEndpoints: readonly Endpoint[] = [
  {
    method: "get",
    path: "/api/flow-runs",
    access: "viewer",
    summary: "List runs of flows, the latest first",
    query: { flow: text, limit },
    answer: {
      status: 200,
      description: "Without those that flows have called.",
      schema: options({ runs: listOf(refer("FlowRun")) }, ["runs"]),
    },
    handle({ hub, query }) {
      const flow = query["flow"] as string | undefined;
      const runs = flowsOf(hub).record.listRuns({
        ...(flow === undefined ? {} : { flow }),
        limit: Number(query["limit"]),
      });
      return { runs: runs.map(runAnswer) };
    },
  },
  {
    method: "get",
    path: "/api/flow-runs/{flowRunId}",
    access: "viewer",
    summary: "Look at a run of a flow: its calls of tasks, and who waited for whom",
    answer: { status: 200, description: "The run.", schema: flowRun },
    handle({ hub, path: { flowRunId = "" } }) {
      const run = findRun(hub, flowRunId);
      const tasks = flowsOf(hub).record.listTasks({ flowRunId, flowTry: run.tries });
      return { run: runAnswer(run), tasks: tasks.map(taskAnswer) };
    },
  },
  {
    method: "post",
    path: "/api/flow-runs/{flowRunId}/cancel",
    access: "operator",
    summary: "Stop a run of a deployment",
    answer: {
      status: 200,
      description: "The run as it is now.",
      schema: options({ run: refer("FlowRun") }, ["run"]),
    },
    handle({ hub, path: { flowRunId = "" } }) {
      const run = findRun(hub, flowRunId);
      if (run.endedAt !== null) throw new Refusal(409, `flow run "${flowRunId}" has ended: ${run.stateName}`);
      const server = serverOf(hub);
      flowsOf(hub).record.askToCancel({ flowRunId, at: hub.now() });
      if (!server.cancel(flowRunId)) {
        throw new Refusal(
          409,
          `flow run "${flowRunId}" is not carried out by this scheduler; stop it with pnpm flow cancel`,
        );
      }
      return { run: runAnswer(findRun(hub, flowRunId)) };
    },
  },
  {
    method: "get",
    path: "/api/deployments",
    access: "viewer",
    summary: "List the deployments of flows",
    answer: {
      status: 200,
      description: "By flow and name.",
      schema: options({ deployments: listOf(refer("Deployment")) }, ["deployments"]),
    },
    handle: ({ hub }) => ({ deployments: flowsOf(hub).record.listDeployments().map(deploymentAnswer) }),
  },
  {
    method: "post",
    path: "/api/deployments/refresh",
    access: "operator",
    summary: "Take up what was deployed with pnpm flow deploy",
    answer: {
      status: 200,
      description: "All deployments.",
      schema: options({ deployments: listOf(refer("Deployment")) }, ["deployments"]),
    },
    handle({ hub }) {
      serverOf(hub).adopt();
      return { deployments: flowsOf(hub).record.listDeployments().map(deploymentAnswer) };
    },
  },
  {
    method: "patch",
    path: "/api/deployments/{flow}/{name}",
    access: "operator",
    summary: "Pause or unpause a deployment",
    body: options({ paused: flag }, ["paused"]),
    answer: { status: 200, description: "The deployment as it is now.", schema: refer("Deployment") },
    handle({ hub, path, body: { paused } }) {
      const changed = { ...findDeployment(hub, path), paused: paused === true };
      flowsOf(hub).record.saveDeployment(changed);
      return deploymentAnswer(changed);
    },
  },
  {
    method: "post",
    path: "/api/deployments/{flow}/{name}/runs",
    access: "operator",
    summary: "Run a deployment now",
    body: options({ parameters }),
    answer: {
      status: 201,
      description: "The id of the run, which has begun.",
      schema: options({ flowRunId: text }, ["flowRunId"]),
    },
    handle({ hub, path, body }) {
      const deployment = findDeployment(hub, path);
      return { flowRunId: serverOf(hub).trigger(deployment, body["parameters"]) };
    },
  },
];

function flowsOf({ flows }: Hub) {
  if (flows) return flows;
  throw new Refusal(404, "there are no flows here: neither a scheduler nor a lesson with flows works here");
}

function serverOf({ flows }: Hub) {
  if (flows?.server) return flows.server;
  throw new Refusal(
    404,
    "there are no deployments here: only a scheduler that runs by the wall clock carries them out",
  );
}

function findRun(hub: Hub, flowRunId: string): FlowRunRow {
  const run = flowsOf(hub).record.findRun({ flowRunId });
  if (run) return run;
  throw new Refusal(404, `there is no flow run "${flowRunId}"; GET /api/flow-runs lists them`);
}

function findDeployment(hub: Hub, { flow, name }: Readonly<Record<string, string>>): Deployment {
  const all = flowsOf(hub).record.listDeployments();
  const found = all.find((each) => each.flow === flow && each.name === name);
  if (found) return found;
  throw new Refusal(404, `there is no deployment "${flow}/${name}"; GET /api/deployments lists them`);
}

function runAnswer(run: FlowRunRow): object {
  return {
    flowRunId: run.flowRunId,
    flow: run.flow,
    deployment: run.deployment,
    state: { type: run.stateType, name: run.stateName },
    message: run.message,
    parameters: run.parameters,
    tries: run.tries,
    scheduledFor: instantText(run.scheduledFor),
    createdAt: instantText(run.createdAt),
    endedAt: instantText(run.endedAt),
  };
}

function taskAnswer(task: TaskRow): object {
  return {
    name: task.name,
    call: task.call,
    state: { type: task.stateType, name: task.stateName },
    message: task.message,
    arguments: task.arguments,
    waitedFor: task.upstream,
    tries: task.tries,
    flowRunId: task.childRunId,
    history: task.history.map(([at, type, name]) => ({ at: instantText(at), type, name })),
  };
}

function deploymentAnswer(deployment: Deployment): object {
  return {
    flow: deployment.flow,
    name: deployment.name,
    file: deployment.file,
    schedule: deployment.schedule,
    parameters: deployment.parameters,
    paused: deployment.paused,
    lastAt: instantText(deployment.lastAt),
  };
}
