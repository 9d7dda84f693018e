// The record in the engine's store, in tables of its own next to those of DAGs. It needs no lease: a flow run has its own
// process, and writes only its own rows.

import type { SQLInputValue } from "node:sqlite";
import { openDatabase, statements, table, type Setting } from "@daglings/engine";
import type { Deployment, FlowRecord, FlowRunRow, Kept, TaskRow } from "./record.ts";
import { stateTypes } from "./state.ts";

interface CacheRow {
  readonly key: string;
  readonly result: Kept;
  readonly expiresAt: number | null;
}

/** NORMAL survives a crash of the process, and is faster; FULL also survives a power cut. */
export function sqliteRecord(
  file: string,
  options: { readonly synchronous?: "FULL" | "NORMAL"; readonly readOnly?: boolean } = {},
): FlowRecord {
  const database = openDatabase(file, options);
  const facts = { stateType: stateTypes, history: "json", result: "json" } as const;
  const runs = table<FlowRunRow>(database, "flow_run", { ...facts, parameters: "json" });
  const tasks = table<TaskRow>(database, "flow_task", { ...facts, upstream: "json", error: "json" });
  const caches = table<CacheRow>(database, "flow_cache", { result: "json" });
  const deployments = table<Deployment>(database, "flow_deployment", {
    schedule: "json",
    parameters: "json",
    paused: "boolean",
  });
  const settings = table<Setting>(database, "setting", { secret: "boolean" });
  const { write, rows, transaction } = statements(database, file);

  /** The tasks of this turn of the event loop, the latest row of each; they share a commit. */
  let waiting = new Map<string, SQLInputValue[]>();
  let turn: PromiseWithResolvers<void> | undefined;

  function saveLater(task: TaskRow): Promise<void> {
    waiting.set(keyOf(task), tasks.values(task));
    if (turn === undefined) {
      turn = Promise.withResolvers();
      turn.promise.catch(() => {}); // even if nobody waits for it
      setImmediate(commit);
    }
    const { promise } = turn;
    if (waiting.size === mostWaiting) commit();
    return promise;
  }

  function commit(): void {
    const [rowsNow, turnNow] = [waiting, turn];
    // A new map each time: V8 keeps the former contents of a cleared map for a long time.
    waiting = new Map();
    turn = undefined;
    try {
      if (rowsNow.size > 0)
        transaction(() => {
          for (const values of rowsNow.values()) write(tasks.upsert, ...values);
        });
      turnNow?.resolve();
    } catch (error) {
      turnNow?.reject(error);
    }
  }

  const findRun = ({ flowRunId }: { readonly flowRunId: string }) =>
    rows(runs.read, "SELECT * FROM flow_run WHERE flow_run_id = ?", flowRunId)[0] ?? null;

  return {
    takeRun: ({ flowRunId, owner, check }) =>
      transaction(() => {
        const found = findRun({ flowRunId });
        if (found) {
          check(found);
          write(runs.upsert, ...runs.values({ ...found, ...owner }));
        }
        return found;
      }),
    saveRun(run) {
      commit(); // a run is never further than its tasks
      write(runs.upsert, ...runs.values(run));
    },
    findRun,
    listRuns({ flow = null, limit }) {
      const sql =
        "SELECT * FROM flow_run WHERE parent_run_id IS NULL AND ifnull(? = flow, true) " +
        "ORDER BY created_at DESC, flow_run_id LIMIT ?";
      return rows(runs.read, sql, flow, limit);
    },
    saveTask: saveLater,
    listTasks({ flowRunId, flowTry = null }) {
      commit();
      const sql =
        "SELECT * FROM flow_task WHERE flow_run_id = ? AND ifnull(? = flow_try, true) ORDER BY rowid";
      return rows(tasks.read, sql, flowRunId, flowTry);
    },
    findCached({ key, now }) {
      const [found] = rows(caches.read, "SELECT * FROM flow_cache WHERE key = ?", key);
      return found && (found.expiresAt === null || found.expiresAt > now) ? found.result : null;
    },
    saveCached: (entry) => void write(caches.upsert, ...caches.values(entry)),
    askToCancel: ({ flowRunId, at }) =>
      void write("INSERT OR IGNORE INTO flow_cancel VALUES (?, ?)", flowRunId, at),
    isAskedToCancel: ({ flowRunId }) =>
      rows((row) => row, "SELECT * FROM flow_cancel WHERE flow_run_id = ?", flowRunId).length > 0,
    saveDeployment: (each) => void write(deployments.upsert, ...deployments.values(each)),
    listDeployments: () => rows(deployments.read, "SELECT * FROM flow_deployment ORDER BY flow, name"),
    listSettings: () => rows(settings.read, "SELECT * FROM setting ORDER BY kind, name"),
    close() {
      commit();
      database.close();
    },
  };
}

/** The most rows that are kept in memory. */
const mostWaiting = 500;

function keyOf({ flowRunId, flowTry, name, call }: TaskRow): string {
  return JSON.stringify([flowRunId, flowTry, name, call]);
}
