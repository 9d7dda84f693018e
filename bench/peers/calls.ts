// A floor: the tasks as bare function calls, with nothing kept.

import { measured } from "./measured.ts";
import { taskCount } from "./shapes.ts";

await measured(({ shape }, watch) => {
  const perRun = taskCount(shape) / shape.runs;
  for (let run = 0; run < shape.runs; run++) {
    watch.trigger(run);
    for (let task = 0; task < perRun; task++) watch.work(run, task);
  }
  return Promise.resolve();
});
