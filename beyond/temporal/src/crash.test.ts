// Workers and servers that are killed: finished work is not done again, and nothing is lost.

import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { bodyOf } from "@daglings/flow";
import { nightly } from "../../flow/fixtures/nightly.ts";
import { startFlow } from "./flow/send-flow.ts";
import { trigger } from "./live.ts";
import { runWorkflowId, type RunState } from "./messages.ts";
import { makeTestFolder, openServer, startWorkerProcess, type TestServer } from "./testing.ts";

const file = fileURLToPath(new URL("../fixtures/slow-chain.ts", import.meta.url));
const dagId = "slow_chain";

const started: ChildProcess[] = [];
let server: TestServer | undefined;
afterEach(async () => {
  for (const worker of started.splice(0)) worker.kill("SIGKILL");
  await server?.close();
});

async function startWorker(folder: string, address: string, works = file): Promise<ChildProcess> {
  const worker = await startWorkerProcess({ file: works, folder, address });
  started.push(worker);
  return worker;
}

/** Resolves when the tasks have written this line. */
async function noted(folder: string, line: string, notes = "attempts.txt"): Promise<void> {
  const path = join(folder, notes);
  const isThere = () => existsSync(path) && readFileSync(path, "utf8").includes(line);
  const changes = watch(folder);
  while (!isThere()) await once(changes, "change");
  changes.close();
}

/** Lets these tasks of the slow chain end. */
function letGo(folder: string, ...taskIds: readonly string[]): void {
  for (const taskId of taskIds) writeFileSync(join(folder, `go-${taskId}`), "");
}

async function resultOf({ client }: TestServer, runId: string): Promise<RunState> {
  return await client.workflow.getHandle<() => Promise<RunState>>(runWorkflowId(dagId, runId)).result();
}

function lines(folder: string, notes = "attempts.txt"): string[] {
  return readFileSync(join(folder, notes), "utf8").trim().split("\n");
}

test("a server that is killed in mid-run goes on from its file", async () => {
  const folder = makeTestFolder();
  const database = join(folder, "temporal.db");
  server = await openServer({ database });
  const { address } = server;
  await startWorker(folder, address);
  const runId = await trigger(server.client, { dagId });
  await noted(folder, "begins first 1");
  server.kill();
  await server.close();
  server = await openServer({ database, port: Number(address.split(":")[1]) });
  letGo(folder, "first", "second", "third");
  const { record, tasks } = await resultOf(server, runId);
  expect(record.state).toBe("success");
  expect(Object.values(tasks).map(({ state }) => state)).toEqual(["success", "success", "success"]);
  for (const taskId of ["second", "third"]) {
    expect(lines(folder).filter((line) => line === `ends ${taskId}`)).toHaveLength(1);
  }
});

test("when a worker is killed in mid-task, another one goes on, and only the tasks under way are tried again", async () => {
  server = await openServer();
  const folder = makeTestFolder();
  const first = await startWorker(folder, server.address);
  const second = await startWorker(folder, server.address);
  const runId = await trigger(server.client, { dagId });
  letGo(folder, "first");
  await noted(folder, "begins second 1");
  first.kill("SIGKILL");
  second.kill("SIGKILL");
  await startWorker(folder, server.address);
  letGo(folder, "second", "third");
  const { record, tasks } = await resultOf(server, runId);
  expect(record.state).toBe("success");
  const tries = Object.entries(tasks).map(([taskId, { state, tryNumber }]) => [taskId, state, tryNumber]);
  expect(tries).toEqual([
    ["first", "success", 1],
    ["second", "success", 2],
    ["third", "success", 1],
  ]);
  expect(lines(folder).filter((line) => line.startsWith("begins"))).toEqual([
    "begins first 1",
    "begins second 1",
    "begins second 2",
    "begins third 1",
  ]);
});

test("when a worker dies in the middle of a flow, the flow goes on, and no task that has ended is called again", async () => {
  server = await openServer();
  const folder = makeTestFolder();
  const flow = bodyOf(nightly);
  if (!flow?.file) throw new TypeError("it is a flow of a file");
  const first = await startWorker(folder, server.address, flow.file);
  const handle = await startFlow(server.client, { flow, parameters: { folder } });
  await once(first, "exit"); // its fourth task has killed it
  await startWorker(folder, server.address, flow.file);
  expect(await handle.result()).toBe(20);
  const called = lines(folder, "calls");
  expect(called.slice(0, 5)).toEqual(["count 1", "count 2", "count 3", "dies", "lives 12"]);
  expect(called.slice(5).toSorted()).toEqual(["count 4", "count 5"]);
});

test("when the worker of a task that has called a flow dies, the flow goes on, and the task's next try gets its result", async () => {
  server = await openServer();
  const folder = makeTestFolder();
  const works = fileURLToPath(new URL("../fixtures/calls-steps.ts", import.meta.url));
  const first = await startWorker(folder, server.address, works);
  const runId = await trigger(server.client, { dagId: "calls_steps" });
  await noted(folder, "step 2", "steps.txt");
  first.kill("SIGKILL");
  writeFileSync(join(folder, "go-on"), "");
  await startWorker(folder, server.address, works);
  const handle = server.client.workflow.getHandle<() => Promise<RunState>>(
    runWorkflowId("calls_steps", runId),
  );
  const { record, tasks } = await handle.result();
  expect([record.state, tasks["call"]?.tryNumber]).toEqual(["success", 2]);
  // The step that was under way is called again.
  expect(lines(folder, "steps.txt")).toEqual([
    "step 1",
    "step 2",
    "step 2",
    "step 3",
    "step 4",
    "the flow returned 10",
  ]);
});
