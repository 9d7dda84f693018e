// Runs each attempt in a Node process of its own, which loads the DAG's file, runs the one attempt, reports and ends. A
// task that crashes, blocks or leaks hurts nobody else; the price is the start of a process.

import { fork, type ChildProcess } from "node:child_process";
import { availableParallelism } from "node:os";
import { createInterface } from "node:readline";
import { stopwatch } from "../clocks/stopwatch.ts";
import { EnvironmentError, UsageError } from "../errors.ts";
import { checkCount } from "../options.ts";
import type { AttemptOrder, AttemptReport, Store } from "../ports.ts";
import { makeMask } from "../settings.ts";
import type { SqliteStore } from "../store/sqlite.ts";
import type { ExecutorFactory, ExecutorOptions } from "./executor.ts";
import { openLog } from "./log.ts";
import { underWay } from "./under-way.ts";

/** What the child is told, and what it says. */
export interface ChildOrder {
  readonly order: AttemptOrder;
  readonly dagFile: string;
  readonly storeFile: string;
}
export type ParentMessage = ChildOrder | "stop";

const childModule = new URL("./subprocess-child.ts", import.meta.url);

/** What does not end when it is told to is killed after this time: longer than bash is given. In milliseconds. */
const grace = 8000;

export function subprocess({ slots = availableParallelism() }: ExecutorOptions = {}): ExecutorFactory {
  checkCount(slots, "slots", 1);
  return ({ dags, store }) => {
    const storeFile = fileOf(store);
    const running = underWay<ChildProcess>();
    return {
      slots,
      start(order, report) {
        const dagFile = dags.get(order.dagId)?.file;
        if (!dagFile) throw new UsageError(`DAG "${order.dagId}" has no file, which a subprocess could load`);
        const began = stopwatch();
        const log = openLog(order.logFile);
        const mask = makeMask(store);
        const child = fork(childModule, { stdio: ["ignore", "pipe", "pipe", "ipc"] });
        running.add(order, child);
        let result: AttemptReport | undefined;
        child.on("message", (message) => {
          result = message as AttemptReport;
        });
        for (const stream of [child.stdout, child.stderr]) {
          if (stream) createInterface({ input: stream }).on("line", (line) => log.write(mask(line)));
        }
        const limit = dags.get(order.dagId)?.task(order.taskId).plan.executionTimeout ?? null;
        // The child watches its time itself, unless it is blocked.
        const timer = limit === null ? undefined : setTimeout(() => child.kill("SIGKILL"), limit + grace);
        child.on("close", (code, signal) => {
          clearTimeout(timer);
          result ??= crashed(order, stopwatch() - began, signal ?? `exit code ${code ?? 0}`);
          if (result.outcome.type === "failed") log.write(`Failed: ${result.outcome.error}`);
          log.close();
          if (running.remove(order)) report(result);
        });
        child.send({ order, dagFile, storeFile } satisfies ChildOrder);
      },
      stop(attempt) {
        const child = running.get(attempt);
        if (child) void stopChild(child);
      },
      async close() {
        await Promise.all(running.clear().map(stopChild));
      },
    };
  };
}

function stopChild(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    const killing = setTimeout(() => child.kill("SIGKILL"), grace);
    child.once("close", () => {
      clearTimeout(killing);
      resolve();
    });
    if (child.connected) child.send("stop" satisfies ParentMessage);
    else child.kill("SIGKILL");
  });
}

function crashed(
  { dagId, runId, taskId, tryNumber }: AttemptOrder,
  duration: number,
  how: string,
): AttemptReport {
  const outcome = {
    type: "failed",
    mayRetry: true,
    error: `its process ended without a report (${how})`,
  } as const;
  const nothing = { xcoms: {}, triggers: [] };
  return { type: "attempt finished", dagId, runId, taskId, tryNumber, outcome, duration, ...nothing };
}

function fileOf(store: Store): string {
  if (isSqlite(store)) return store.file;
  throw new EnvironmentError(
    "the subprocess executor needs a store that other processes can open; use a SQLite file",
  );
}

function isSqlite(store: Store): store is SqliteStore {
  return "file" in store;
}
