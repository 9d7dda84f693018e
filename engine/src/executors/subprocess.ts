// Runs each attempt in a Node process of its own. It loads the DAG's file as the scheduler has taken it, runs the one
// attempt, reports and ends. A task that crashes, blocks or leaks harms no other; the price is the start of a process.

import { availableParallelism } from "node:os";
import { UsageError } from "@daglings/words";
import { longestTimer, stopwatch } from "../clocks/stopwatch.ts";
import type { DAG } from "../dag.ts";
import { sourceOf } from "../load.ts";
import { count } from "../options.ts";
import { makeMask } from "../mask.ts";
import { placeOf } from "../store/place.ts";
import { startChild, type Child } from "./child.ts";
import type { ExecutorFactory, ExecutorOptions } from "./executor.ts";
import { openLog, usualLogSize } from "./log.ts";
import { failedReport, tell, underWay } from "./under-way.ts";

/** A child that does not end when told to is killed after this time, in milliseconds: longer than bash is given. */
const grace = 8000;

export function subprocess({
  slots = availableParallelism(),
  logSize = usualLogSize,
}: ExecutorOptions = {}): ExecutorFactory {
  count(1)(slots, "slots");
  count(1)(logSize, "logSize");
  return ({ dags, store }) => {
    const place = placeOf(store);
    for (const dag of dags.values()) dagFileOf(dag); // a DAG without a file is refused before anything runs
    const running = underWay<Child>();
    return {
      slots,
      start(order, report) {
        const dag = dags.get(order.dagId);
        if (dag === undefined) throw new Error(`no DAG "${order.dagId}"`);
        const limit = dag.task(order.taskId).plan.executionTimeout ?? null;
        const began = stopwatch();
        const log = openLog({ file: order.logFile, mask: makeMask(store), size: logSize });
        const childOrder = {
          order,
          dagFile: dagFileOf(dag),
          dagSource: sourceOf(dag),
          store: place,
          logSize,
        };
        const child = startChild(childOrder, log.write);
        running.add(order, child);
        // The child watches its time itself, unless it is blocked.
        const isTimed = limit !== null && limit + grace <= longestTimer;
        const timer = isTimed ? setTimeout(child.kill, limit + grace) : undefined;
        const end = (ended: Awaited<Child["ended"]>) => {
          clearTimeout(timer);
          const error = `its process ended without a report (${ended.how})`;
          if (!ended.report) log.write(`Failed: ${error}`);
          log.close();
          const result = ended.report ?? failedReport(order, error, stopwatch() - began);
          const usage = { ...result.usage, logBytes: log.bytes() };
          if (running.remove(order)) tell(report, { ...result, usage });
        };
        void child.ended.then(end);
      },
      stop: (attempt) => running.get(attempt)?.stop(grace),
      async close() {
        const all = running.clear();
        for (const child of all) child.stop(grace);
        await Promise.all(all.map(({ ended }) => ended));
      },
    };
  };
}

function dagFileOf({ dagId, file }: DAG): string {
  if (file !== null) return file;
  throw new UsageError(`DAG "${dagId}" has no file, which a subprocess could load; write it into one`);
}
