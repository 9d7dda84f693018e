// The record of flows in the same database, in its own tables next to those of DAGs. As on disk, it needs no lease.

import type { Deployment, FlowRecord, FlowRunRow, Kept, TaskRow } from "@daglings/flow";
import type { Setting } from "@daglings/engine";
import { readDatabaseUrl } from "./database-url.ts";
import { flowChanges, type FlowChanges } from "./flow-rows.ts";
import { openDatabase, type OpenOptions } from "./open.ts";

export function postgresRecord(given: string, options: OpenOptions = {}): FlowRecord {
  const bridge = openDatabase(readDatabaseUrl(given), options);
  const { ask } = bridge;
  /** The rows of this turn of the event loop, each in its latest form; they share a commit. */
  const waiting = new Map<string, TaskRow>();
  let turn: PromiseWithResolvers<void> | undefined;

  /** Includes rows that wait: a run is never ahead of its tasks. */
  function keep(changes: FlowChanges): void {
    const kept = turn;
    const tasks = [...waiting.values()];
    turn = undefined;
    waiting.clear();
    try {
      ask("SELECT keep_flows($1::text::json)", flowChanges({ ...changes, tasks }));
      kept?.resolve();
    } catch (error) {
      kept?.reject(error);
      throw error;
    }
  }
  function keepWaiting(): void {
    if (waiting.size > 0) keep({});
  }

  const findRun = ({ flowRunId }: { readonly flowRunId: string }) =>
    ask<FlowRunRow>("SELECT * FROM flow_run WHERE flow_run_id = $1", flowRunId)[0] ?? null;

  return {
    takeRun({ flowRunId, owner, check }) {
      for (;;) {
        const found = findRun({ flowRunId });
        if (!found) return null;
        check(found);
        // Only if it has not changed since it was read.
        const sql =
          "UPDATE flow_run SET host = $2, pid = $3, process = $4, boot = $5 WHERE flow_run_id = $1 " +
          "AND (host, pid, process, boot, state_name, tries) = ($6, $7, $8, $9, $10, $11) RETURNING flow_run_id";
        const { host, pid, process, boot, stateName, tries } = found;
        const to = [owner.host, owner.pid, owner.process, owner.boot] as const;
        const from = [host, pid, process, boot, stateName, tries] as const;
        if (ask(sql, flowRunId, ...to, ...from).length > 0) return found;
      }
    },
    saveRun: (run) => keep({ runs: [run] }),
    findRun,
    listRuns({ flow = null, limit }) {
      const sql =
        "SELECT * FROM flow_run WHERE parent_run_id IS NULL AND ($1::text IS NULL OR flow = $1) " +
        "ORDER BY created_at DESC, flow_run_id LIMIT $2";
      return ask<FlowRunRow>(sql, flow, limit);
    },
    saveTask(task) {
      waiting.set(JSON.stringify([task.flowRunId, task.flowTry, task.name, task.call]), task);
      if (turn === undefined) {
        turn = Promise.withResolvers();
        turn.promise.catch(() => {}); // even if nobody waits for it
        setImmediate(() => {
          try {
            keepWaiting();
          } catch {
            // Those who wait for it hear of it.
          }
        });
      }
      return turn.promise;
    },
    listTasks({ flowRunId, flowTry = null }) {
      keepWaiting();
      const sql =
        "SELECT * FROM flow_task WHERE flow_run_id = $1 AND ($2::integer IS NULL OR flow_try = $2) ORDER BY id";
      return ask<TaskRow & { readonly id: number }>(sql, flowRunId, flowTry).map((row) => {
        const { id: _, ...task } = row;
        return task;
      });
    },
    findCached({ key, now }) {
      const sql =
        "SELECT result FROM flow_cache WHERE md5(key) = md5($1::text) AND (expires_at IS NULL OR expires_at > $2)";
      return ask<{ readonly result: Kept }>(sql, key, now)[0]?.result ?? null;
    },
    saveCached: (entry) => keep({ cached: [entry] }),
    askToCancel: ({ flowRunId, at }) =>
      void ask("INSERT INTO flow_cancel VALUES ($1, $2) ON CONFLICT (flow_run_id) DO NOTHING", flowRunId, at),
    isAskedToCancel: ({ flowRunId }) =>
      ask("SELECT FROM flow_cancel WHERE flow_run_id = $1", flowRunId).length > 0,
    saveDeployment: (each) => keep({ deployments: [each] }),
    listDeployments: () => ask<Deployment>("SELECT * FROM flow_deployment ORDER BY flow, name"),
    listSettings: () => ask<Setting>("SELECT * FROM setting ORDER BY kind, name"),
    close() {
      try {
        keepWaiting();
      } finally {
        bridge.close();
      }
    },
  };
}
