// Flows on a real server end as they do in one process: the same states at the same times, results, tries and messages.

import { afterAll, beforeAll, expect, test } from "vitest";
import { chain, DAG, EmptyOperator, simulatedClock } from "@daglings/engine";
import { bodyOf, machine, memoryRecord, runOn, type FlowRunRow, type TaskRow } from "@daglings/flow";
import { statistics } from "../../../flow/examples/statistics.ts";
import { warehouse } from "../../../flow/examples/warehouse.ts";
import { handsOver } from "../../../flow/fixtures/hands-over.ts";
import * as flows from "../../fixtures/flows.ts";
import { enrol, listRuns } from "../live.ts";
import { openServer, startTestWorker, type TestServer, type TestWorker } from "../testing.ts";
import { endOf } from "./ends.ts";
import { flowState } from "./messages.ts";
import { startFlow, type FlowRequest } from "./send-flow.ts";

const from = "2019-01-04T00:00Z";
const time = { kind: "played", at: Temporal.Instant.from(from).epochMilliseconds } as const;

let server: TestServer;
let worker: TestWorker;
beforeAll(async () => {
  server = await openServer();
  const dag = new DAG({ dagId: "by_hand", schedule: null });
  chain(new EmptyOperator({ dag, taskId: "nothing" }));
  worker = await startTestWorker(server, [dag]);
  await enrol(server.client, [dag], worker.queue);
});
afterAll(async () => {
  await worker.close();
  await server.close();
});

function bodyNamed(flow: unknown) {
  const body = bodyOf(flow);
  if (body) return body;
  throw new TypeError("a test needs a flow");
}

async function start(flow: unknown, request: Partial<FlowRequest> = {}) {
  return await startFlow(server.client, {
    flow: bodyNamed(flow),
    parameters: {},
    queue: worker.queue,
    ...request,
  });
}

/** Its state is asked of the server, however it has ended. */
async function stateAtEnd(handle: Awaited<ReturnType<typeof start>>) {
  await handle.result().catch(() => {});
  const { end, ...state } = await handle.query(flowState);
  if (end) return { end, ...state };
  throw new TypeError("it has not ended");
}

async function runThere(flow: unknown, parameters: object, flowRunId: string) {
  return await stateAtEnd(await start(flow, { parameters, flowRunId, time }));
}

async function runHere(flow: unknown, parameters: object, flowRunId: string) {
  const record = memoryRecord();
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  const clock = simulatedClock({ from });
  const state = await runOn(machine({ record, clock, print }), flow, { flowRunId, parameters });
  const rowsOf = (id: string): { runs: FlowRunRow[]; tasks: TaskRow[] } => {
    const tasks = record.listTasks({ flowRunId: id });
    const below = tasks.flatMap(({ childRunId }) => (childRunId === null ? [] : rowsOf(childRunId)));
    const run = record.findRun({ flowRunId: id });
    return {
      runs: [...(run ? [run] : []), ...below.flatMap(({ runs }) => runs)],
      tasks: [...tasks, ...below.flatMap((each) => each.tasks)],
    };
  };
  return { end: endOf(state, "flow"), lines, ...rowsOf(flowRunId) };
}

/** Not compared: hashes of arguments, names of workers, and what tasks log, which is in the logs of their workers. */
function comparable({ end, lines, runs, tasks }: Awaited<ReturnType<typeof runThere>>) {
  return {
    end,
    lines: lines.filter((line) => !line.startsWith("notify-1: ")).toSorted(),
    runs: runs.map((run) => ({ ...run, file: null, host: "", pid: 0, process: "", boot: "" })),
    tasks: tasks.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)).map((task) => ({ ...task, hash: null })),
  };
}

function keyOf({ flowRunId, flowTry, name, call }: TaskRow): string {
  return `${flowRunId} ${flowTry} ${name} ${call}`;
}

test.each<[name: string, flow: unknown, parameters: object]>([
  ["map and submit, two at once", flows.atOnce, { values: [1, 2, 3] }],
  ["retries after hours", flows.patient, { times: 2 }],
  ["retries that are not enough", flows.patient, { times: 9 }],
  ["failures that the flow catches", flows.caught, {}],
  ["futures that decide how it ends", flows.returned, {}],
  ["flows that a flow calls, and a cache", flows.parent, {}],
  ["a flow that is tried again as a whole", flows.stubborn, {}],
  ["a task whose time is up", flows.late, {}],
  ["parameters that fit", flows.checked, { value: 1 }],
  ["parameters that do not fit", flows.checked, { value: -1 }],
  ["an example whose validation fails", warehouse, {}],
  ["an example without an API", statistics, { days: ["2019-01-01"], api: "http://127.0.0.1:1" }],
])("%s", async (name, flow, parameters) => {
  const id = name.replaceAll(/\W+/g, "-");
  const there = await runThere(flow, parameters, id);
  expect(comparable(there)).toEqual(comparable(await runHere(flow, parameters, id)));
});

test("tasks that are submitted or mapped run side by side", async () => {
  const { end } = await stateAtEnd(await start(flows.together));
  expect(end.result).toEqual({ value: ["a", "b", "c"] });
});

test("a retry waits on a timer of the server", async () => {
  const handle = await start(flows.quick);
  const { end, tasks } = await stateAtEnd(handle);
  expect([end.result, tasks[0]?.tries]).toEqual([{ value: 2 }, 2]);
  const { events } = await handle.fetchHistory();
  const timers = events?.flatMap(({ timerStartedEventAttributes: timer }) => timer?.startToFireTimeout ?? []);
  expect(timers?.map(({ nanos }) => Math.round((nanos ?? 0) / 1e6))).toEqual([200]);
  const ids = events?.flatMap(({ activityTaskScheduledEventAttributes: task }) => task?.activityId ?? []);
  expect(ids).toEqual(["flaky-1#1", "flaky-1#2"]);
});

test("a flow triggers a DAG, and says so if the server does not know it", async () => {
  const { end } = await stateAtEnd(await start(handsOver, { parameters: { day: "2019-01-01" } }));
  const runs = await listRuns(server.client, "by_hand");
  expect(runs.map(({ runId, conf }) => [runId, conf])).toEqual([[end.result?.value, { day: "2019-01-01" }]]);
  const { end: other } = await stateAtEnd(await start(flows.triggersNothing));
  expect(other.message).toMatch(
    /UsageError: the server knows no DAG "nowhere"; start a worker for its file$/,
  );
});

test("a flow that is cancelled stops its tasks", async () => {
  const handle = await start(flows.endless);
  await begun(handle);
  await handle.cancel();
  await expect(handle.result()).rejects.toMatchObject({ cause: { name: "CancelledFailure" } });
  const { runs, tasks } = await handle.query(flowState);
  expect([...runs, ...tasks].map(({ stateName }) => stateName)).toEqual(["Cancelled", "Cancelled"]);
});

/** Resolves when a worker has taken a task of it. */
async function begun(handle: Awaited<ReturnType<typeof start>>): Promise<void> {
  for (;;) {
    const { raw } = await handle.describe();
    if (raw.pendingActivities?.some(({ lastStartedTime }) => lastStartedTime)) return;
  }
}

test.each<[flow: unknown, message: RegExp]>([
  [flows.reads, /own code uses readFileSync of node:fs; on Temporal this belongs in a task, because .*$/],
  [flows.asks, /own code uses fetch; on/],
  [flows.looksAtTheClock, /own code uses instant of Temporal\.Now; on/],
  [flows.readsTheEnvironment, /own code uses env of node:process; on/],
  [
    flows.makesTasks,
    /task "made" is made while its flow runs; .* at the top of beyond\/temporal\/fixtures\/flows\.ts/,
  ],
  [
    flows.passesMaps,
    /task "map" has returned something that JSON does not keep.*use plain objects, lists, texts and numbers$/,
  ],
])("what cannot be done in a flow is refused with a sentence", async (flow, message) => {
  const { end } = await stateAtEnd(await start(flow));
  expect(end.message).toMatch(message);
  expect(end.error?.name).toBe("UsageError");
});
