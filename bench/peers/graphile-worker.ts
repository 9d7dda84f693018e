// graphile-worker has jobs without an order among them: each task adds the next one, as its documentation advises.

import { makeWorkerUtils, run as startRunner, Logger, type TaskList } from "graphile-worker";
import { measured } from "./measured.ts";
import { slotsFor } from "./shapes.ts";

interface Payload {
  readonly run: number;
  readonly task: number;
}

await measured(async ({ shape, port }, watch) => {
  const connectionString = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const logger = new Logger(() => () => {});
  const utils = await makeWorkerUtils({ connectionString, logger });
  await utils.migrate();
  await utils.withPgClient((client) => client.query("TRUNCATE graphile_worker._private_jobs"));
  const done = Promise.withResolvers<void>();
  let left = shape.runs;
  let open = shape.length; // in a wide run, the tasks before the one that joins them
  const nextOf = ({ run, task }: Payload): Payload | null => {
    if (!shape.isWide) return task + 1 < shape.length ? { run, task: task + 1 } : null;
    return task < shape.length && --open === 0 ? { run, task: shape.length } : null;
  };
  const isLast = ({ task }: Payload) => task === (shape.isWide ? shape.length : shape.length - 1);
  const taskList: TaskList = {
    task: async (payload, { addJob }) => {
      const each = payload as Payload;
      watch.work(each.run, each.task);
      const next = nextOf(each);
      if (next) await addJob("task", next);
      else if (isLast(each) && --left === 0) done.resolve();
    },
  };
  const runner = await startRunner({
    connectionString,
    logger,
    taskList,
    concurrency: slotsFor(shape),
    maxPoolSize: Math.min(slotsFor(shape), 40),
    noHandleSignals: true,
  });
  const first = Array.from({ length: shape.isWide ? shape.length : shape.runs }, (_, index) =>
    shape.isWide ? { run: 0, task: index } : { run: index, task: 0 },
  );
  for (let begin = 0; begin < first.length; begin += 500) {
    const some = first.slice(begin, begin + 500);
    for (const { run } of some) watch.trigger(run);
    await utils.addJobs(some.map((payload) => ({ identifier: "task", payload })));
  }
  await done.promise;
  await runner.stop();
  await utils.release();
});
