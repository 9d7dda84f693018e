// Runs attempts in the scheduler's own process: the fastest way, and the easiest to debug. A callable that blocks,
// blocks everything.

import { checkCount } from "../options.ts";
import type { AttemptReport } from "../ports.ts";
import type { AttemptWork } from "./attempt.ts";
import { withConsole } from "./console.ts";
import type { ExecutorFactory, ExecutorOptions } from "./executor.ts";
import { openLog } from "./log.ts";
import { StoppedError, underWay } from "./under-way.ts";

export function inProcess({ slots = 16 }: ExecutorOptions = {}): ExecutorFactory {
  checkCount(slots, "slots", 1);
  return ({ dags, store }) => {
    const running = underWay<{ controller: AbortController; ended: Promise<void> }>();
    return {
      slots,
      start(order, report) {
        const dag = dags.get(order.dagId);
        if (!dag) throw new Error(`no DAG "${order.dagId}"`);
        const controller = new AbortController();
        const log = openLog(order.logFile);
        const work = { dag, order, store, stop: controller.signal, log: log.write };
        const ended = carryOut(work).then((result) => {
          log.close();
          if (running.remove(order)) report(result);
        });
        running.add(order, { controller, ended });
      },
      stop: (attempt) => running.get(attempt)?.controller.abort(new StoppedError()),
      async close() {
        const all = running.clear();
        for (const { controller } of all) controller.abort(new StoppedError());
        await Promise.all(all.map(({ ended }) => ended));
      },
    };
  };
}

/** Templates and contexts are loaded with the first attempt: a file that only defines a DAG does without. */
async function carryOut(work: AttemptWork): Promise<AttemptReport> {
  const { runAttempt } = await import("./attempt.ts");
  return await withConsole(work.log, () => runAttempt(work));
}
