// Runs each attempt in a Node process of its own, which loads the DAG's file, runs the one attempt, reports and ends. A
// task that crashes, blocks or leaks hurts nobody else; the price is the start of a process.

import { fork, type ChildProcess } from "node:child_process";
import { getCompileCacheDir } from "node:module";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { env } from "node:process";
import { createInterface } from "node:readline";
import { UsageError } from "@daglings/words";
import { longestTimer, stopwatch } from "../clocks/stopwatch.ts";
import type { DAG } from "../dag.ts";
import { asError, EnvironmentError } from "../errors.ts";
import { count } from "../options.ts";
import type { AttemptOrder, AttemptReport, Store } from "../ports.ts";
import { makeMask } from "../settings.ts";
import type { SqliteStore } from "../store/sqlite.ts";
import type { ExecutorFactory, ExecutorOptions } from "./executor.ts";
import { openLog } from "./log.ts";
import { failedReport, underWay } from "./under-way.ts";

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
  count(1)(slots, "slots");
  return ({ dags, store }) => {
    const storeFile = fileOf(store);
    const files = new Map([...dags.values()].map((dag) => [dag, dagFileOf(dag)]));
    const running = underWay<ChildProcess>();
    return {
      slots,
      start(order, report) {
        const dag = dags.get(order.dagId);
        const dagFile = dag && files.get(dag);
        if (dagFile === undefined) throw new Error(`no DAG "${order.dagId}"`);
        const limit = dag?.task(order.taskId).plan.executionTimeout ?? null;
        const began = stopwatch();
        const log = openLog(order.logFile);
        const mask = makeMask(store);
        const child = fork(childModule, {
          stdio: ["ignore", "pipe", "pipe", "ipc"],
          env: { ...env, NODE_COMPILE_CACHE: compileCache() },
        });
        running.add(order, child);
        let result: AttemptReport | undefined;
        child.on("message", (message) => {
          result = message as AttemptReport;
        });
        let logError: Error | undefined;
        const write = (line: string) => {
          try {
            log.write(mask(line));
          } catch (thrown) {
            logError ??= asError(thrown);
          }
        };
        for (const stream of [child.stdout, child.stderr]) {
          if (stream) createInterface({ input: stream }).on("line", write);
        }
        // The child watches its time itself, unless it is blocked.
        const isTimed = limit !== null && limit + grace <= longestTimer;
        const timer = isTimed ? setTimeout(() => child.kill("SIGKILL"), limit + grace) : undefined;
        const end = (how: string) => {
          clearTimeout(timer);
          const error = `its process ended without a report (${how})`;
          if (!result) write(`Failed: ${error}`);
          log.close();
          if (!running.remove(order)) return;
          if (result && !logError) report(result);
          else report(failedReport(order, logError?.message ?? error, stopwatch() - began));
        };
        child.on("close", (code, signal) => end(signal ?? `exit code ${code ?? 0}`));
        // A message may fail because the process is ending: its end is all there is to say. One that never began has none.
        child.on("error", (error) => {
          if (child.pid === undefined) end(error.message);
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

/** Where Node keeps what it has compiled: this process's folder, else Node's own choice. It halves a child's start. */
function compileCache(): string {
  const forThisVersion = getCompileCacheDir();
  return forThisVersion === undefined ? join(tmpdir(), "node-compile-cache") : dirname(forThisVersion);
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

function fileOf(store: Store): string {
  if (isSqlite(store)) return store.file;
  throw new EnvironmentError(
    "the subprocess executor needs a store that other processes can open; use a SQLite file",
  );
}

function dagFileOf({ dagId, file }: DAG): string {
  if (file !== null) return file;
  throw new UsageError(`DAG "${dagId}" has no file, which a subprocess could load; write it into one`);
}

function isSqlite(store: Store): store is SqliteStore {
  return "file" in store;
}
