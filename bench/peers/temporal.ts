// Temporal: each run is a workflow, each task an activity, with one worker in this process.

import { pid } from "node:process";
import { fileURLToPath } from "node:url";
import { Client, Connection } from "@temporalio/client";
import { NativeConnection, Runtime, Worker } from "@temporalio/worker";
import { measured } from "./measured.ts";
import { slotsFor } from "./shapes.ts";
import type { bench } from "./temporal-workflow.ts";

Runtime.install({
  logger: { log() {}, trace() {}, debug() {}, info() {}, warn: console.error, error: console.error },
});

await measured(async ({ shape, port }, watch) => {
  const address = `127.0.0.1:${port}`;
  const taskQueue = `bench-${pid}`;
  const worker = await Worker.create({
    connection: await NativeConnection.connect({ address }),
    taskQueue,
    workflowsPath: fileURLToPath(new URL("temporal-workflow.ts", import.meta.url)),
    activities: { work: (run: number, task: number) => Promise.resolve(watch.work(run, task)) },
    maxConcurrentActivityTaskExecutions: slotsFor(shape),
  });
  const { workflow } = new Client({ connection: await Connection.connect({ address }) });
  await worker.runUntil(async () => {
    const runs = Array.from({ length: shape.runs }, (_, run) => {
      watch.trigger(run);
      const args: Parameters<typeof bench> = [run, shape.length, shape.isWide];
      return workflow.execute<typeof bench>("bench", { taskQueue, workflowId: `${taskQueue}-${run}`, args });
    });
    await Promise.all(runs);
  });
});
