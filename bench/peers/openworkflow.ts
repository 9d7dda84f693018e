// OpenWorkflow on SQLite: each run is a workflow, and each task one of its steps.

import { join } from "node:path";
import { OpenWorkflow } from "openworkflow";
import { BackendSqlite } from "openworkflow/sqlite";
import { measured } from "./measured.ts";
import { slotsFor } from "./shapes.ts";

await measured(async ({ shape, folder }, watch) => {
  const backend = BackendSqlite.connect(join(folder, "openworkflow.db"));
  const engine = new OpenWorkflow({ backend });
  const workflow = engine.defineWorkflow({ name: "bench" }, async ({ input, step }) => {
    const { run } = input as { readonly run: number };
    const task = (index: number) => step.run({ name: `t${index}` }, () => watch.work(run, index));
    if (shape.isWide) {
      await Promise.all(Array.from({ length: shape.length }, (_, index) => task(index)));
      await task(shape.length);
    } else for (let index = 0; index < shape.length; index++) await task(index);
  });
  const worker = engine.newWorker({ concurrency: slotsFor(shape) });
  await worker.start();
  const handles = [];
  for (let run = 0; run < shape.runs; run++) {
    watch.trigger(run);
    handles.push(await workflow.run({ run }));
  }
  // A handle asks once a second: one after the other, they take no longer than the last one.
  for (const handle of handles) await handle.result({ timeoutMs: 600_000 });
  await worker.stop();
  await backend.stop();
});
