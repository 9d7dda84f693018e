// Runs attempts in the scheduler's own process: the fastest way, and the easiest to debug. A callable that blocks blocks
// everything.

import { asError } from "../errors.ts";
import { count } from "../options.ts";
import type { AttemptReport } from "../ports.ts";
import { makeMask } from "../mask.ts";
import { settingsInEnvironment } from "../settings.ts";
import type * as Attempts from "./attempt.ts";
import type { ExecutorFactory, ExecutorOptions } from "./executor.ts";
import { openLog, usualLogSize } from "./log.ts";
import { failedReport, StoppedError, tell, underWay } from "./under-way.ts";
import { sharedMeter } from "./usage.ts";

/** How long, in milliseconds, closing waits for callables that ignore their signal. */
const grace = 3000;

export function inProcess({ slots = 16, logSize = usualLogSize }: ExecutorOptions = {}): ExecutorFactory {
  count(1)(slots, "slots");
  count(1)(logSize, "logSize");
  return ({ dags, store }) => {
    const running = underWay<{ controller: AbortController; ended: Promise<void> }>();
    const environment = settingsInEnvironment();
    const startMeter = sharedMeter();
    const deaf = new Set<Promise<unknown>>();
    return {
      slots,
      start(order, report) {
        const dag = dags.get(order.dagId);
        if (!dag) throw new Error(`no DAG "${order.dagId}"`);
        const controller = new AbortController();
        const mask = makeMask(store, environment);
        const log = openLog({ file: order.logFile, mask, size: logSize });
        const work: Attempts.AttemptWork = {
          dag,
          order,
          store,
          mask,
          log: log.write,
          stop: controller.signal,
          onDeaf(execution) {
            const forget = () => deaf.delete(execution);
            deaf.add(execution);
            execution.then(forget, forget);
          },
        };
        const stopMeter = startMeter();
        // Errors outside of the task itself.
        const failed = (thrown: unknown) => failedReport(order, asError(thrown).message);
        const ended = runHere(work)
          .catch(failed)
          .then((result) => {
            log.close();
            const usage = { ...stopMeter(), logBytes: log.bytes() };
            if (running.remove(order)) tell(report, { ...result, usage });
          });
        running.add(order, { controller, ended });
      },
      stop: (attempt) => running.get(attempt)?.controller.abort(new StoppedError()),
      /** Leaves the files and folders to a callable for a while, even if it ignores its signal. */
      async close() {
        const all = running.clear();
        deaf.clear(); // those have been reported before, and nobody has waited for them
        for (const { controller } of all) controller.abort(new StoppedError());
        await Promise.all(all.map(({ ended }) => ended));
        await withPatience(Promise.allSettled(deaf));
      },
    };
  };
}

async function withPatience(work: Promise<unknown>): Promise<void> {
  const over = Promise.withResolvers<void>();
  const timer = setTimeout(over.resolve, grace);
  await Promise.race([work, over.promise]);
  clearTimeout(timer);
}

let attempts: Promise<typeof Attempts> | undefined;

/** Templates and contexts are loaded with the first attempt: a file that only defines a DAG does not need them. */
async function runHere(work: Attempts.AttemptWork): Promise<AttemptReport> {
  attempts ??= import("./attempt.ts");
  const { runAttempt } = await attempts;
  return await runAttempt(work);
}
