// A commit is one call: a function inside the database checks whether the writer still holds the lease, and writes all or
// nothing. A holder that stood still and has been replaced is found out there, where nobody can come between.

import type { Store } from "@daglings/engine";
import { storable } from "./bridge.ts";
import { rows, rowsOf, upsert, type Column, type Key, type Written } from "./rows.ts";

type Commit = Parameters<Store["commit"]>[0];

export const keptByCommit: Readonly<Record<string, Key>> = {
  dag: { key: "dag_id" },
  run: { key: "dag_id, run_id" },
  task_instance: { key: "dag_id, run_id, task_id" },
  attempt: { key: "dag_id, run_id, task_id, try_number", unless: "attempt.finished_at IS NOT NULL" },
  xcom: { key: "dag_id, run_id, task_id, md5(key)" },
  trace: { key: "dag_id, run_id, task_id, try_number, direction, md5(name)" },
  asset_event: { key: "id" },
  asset_queue: { key: "dag_id, asset" },
};

/**
 * It returns whether the writer still holds the lease. A commit with the same number as the last one is the last one, asked
 * for again: a connection can be lost after a commit and before its answer.
 */
export function commitFunction(tables: readonly Written[], events: readonly Column[]): string {
  return `
    CREATE OR REPLACE FUNCTION commit_changes(me text, number bigint, changes json) RETURNS boolean
    LANGUAGE PLPGSQL AS $body$
    DECLARE last_id bigint;
    BEGIN
      UPDATE lease SET commits = number WHERE holder = me AND commits < number;
      IF NOT FOUND THEN RETURN EXISTS (SELECT FROM lease WHERE holder = me); END IF;
      DELETE FROM xcom USING json_populate_recordset(NULL::xcom, changes->'forgotten') AS gone
        WHERE (xcom.dag_id, xcom.run_id, xcom.task_id) = (gone.dag_id, gone.run_id, gone.task_id);
      DELETE FROM asset_queue WHERE dag_id IN (SELECT json_array_elements_text(changes->'heard'));
      ${tables.map(upsert).join("\n")}
      SELECT coalesce(max(id), 0) INTO last_id FROM event;
      INSERT INTO event SELECT last_id + row_number() OVER (), each.* FROM (${rowsOf("event", events)}) AS each;
      RETURN true;
    END $body$`;
}

/** The rows of each table, as JSON. PostgreSQL takes each row only once. */
export function changesOf(commit: Commit): string {
  const { dags, runs, tasks, attempts, traces, assetEvents, events } = commit;
  const { forgotten, values } = xcomsOf(commit.xcoms);
  const queues = [...new Map(commit.assetQueues.map((each) => [each.dagId, each])).values()];
  const queued = queues.flatMap(({ dagId, queued: byAsset }) =>
    Object.entries(byAsset).map(([asset, { id, at }]) => ({ dagId, asset, id, at })),
  );
  return JSON.stringify({
    forgotten,
    heard: queues.map(({ dagId }) => dagId),
    dag: rows(latest(dags, ({ dagId }) => [dagId])),
    run: rows(latest(runs, ({ dagId, runId }) => [dagId, runId])),
    task_instance: rows(latest(tasks, ({ dagId, runId, taskId }) => [dagId, runId, taskId])),
    attempt: rows(
      latest(
        attempts,
        ({ dagId, runId, taskId, tryNumber }) => [dagId, runId, taskId, tryNumber],
        ({ finishedAt }) => finishedAt !== null,
      ),
    ),
    xcom: values,
    trace: rows(
      latest(traces, ({ dagId, runId, taskId, tryNumber, direction, name }) => {
        return [dagId, runId, taskId, tryNumber, direction, name];
      }),
    ),
    asset_event: rows(assetEvents),
    asset_queue: rows(queued),
    event: rows(events),
  });
}

/** The last row for each key, or the first one that is final. */
function latest<T>(
  list: readonly T[],
  keyOf: (row: T) => readonly (string | number)[],
  isFinal: (row: T) => boolean = () => false,
): T[] {
  const found = new Map<string, T>();
  for (const row of list) {
    const key = JSON.stringify(keyOf(row));
    const before = found.get(key);
    if (before === undefined || !isFinal(before)) found.set(key, row);
  }
  return [...found.values()];
}

function xcomsOf(changes: Commit["xcoms"]): { forgotten: object[]; values: object[] } {
  const forgotten = new Map<string, object>();
  const values = new Map<string, object>();
  for (const { dagId, runId, taskId, values: pushed } of changes) {
    const [task] = rows([{ dagId, runId, taskId }]);
    const prefix = JSON.stringify([dagId, runId, taskId]);
    if (pushed === null) {
      forgotten.set(prefix, { ...task });
      for (const key of values.keys()) if (key.startsWith(`${prefix} `)) values.delete(key);
    }
    for (const [key, value] of Object.entries(pushed ?? {})) {
      values.set(`${prefix} ${key}`, { ...task, key: storable(key), value: JSON.stringify(value) ?? "null" });
    }
  }
  return { forgotten: [...forgotten.values()], values: [...values.values()] };
}
