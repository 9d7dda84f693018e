// BullMQ: each run is a flow, in which each job is the parent of the one before it.

import { pid } from "node:process";
import { FlowProducer, Worker, type FlowJob } from "bullmq";
import { Redis } from "ioredis";
import { measured } from "./measured.ts";
import { slotsFor, type Shape } from "./shapes.ts";

const queueName = `bench-${pid}`;

function flowFor(shape: Shape, run: number): FlowJob {
  const job = (task: number, children: FlowJob[] = []): FlowJob => ({
    name: "task",
    queueName,
    data: { run, task },
    ...(children.length > 0 && { children }),
  });
  if (shape.isWide)
    return job(
      shape.length,
      Array.from({ length: shape.length }, (_, task) => job(task)),
    );
  let last = job(0);
  for (let task = 1; task < shape.length; task++) last = job(task, [last]);
  return last;
}

await measured(async ({ shape, port }, watch) => {
  const connect = () => new Redis({ host: "127.0.0.1", port, maxRetriesPerRequest: null });
  const producer = new FlowProducer({ connection: connect() });
  const done = Promise.withResolvers<void>();
  let left = shape.runs;
  const final = shape.isWide ? shape.length : shape.length - 1;
  const work = (job: { readonly data: { readonly run: number; readonly task: number } }) =>
    Promise.resolve(watch.work(job.data.run, job.data.task));
  const worker = new Worker(queueName, work, { connection: connect(), concurrency: slotsFor(shape) });
  worker.on("completed", ({ data }: { readonly data: { readonly task: number } }) => {
    if (data.task === final && --left === 0) done.resolve();
  });
  await worker.waitUntilReady();
  const runs = Array.from({ length: shape.runs }, (_, run) => run);
  for (let first = 0; first < runs.length; first += 500) {
    const some = runs.slice(first, first + 500);
    for (const run of some) watch.trigger(run);
    await producer.addBulk(some.map((run) => flowFor(shape, run)));
  }
  await done.promise;
});
