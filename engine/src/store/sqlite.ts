// The store on disk: one SQLite file, which survives a crash at any moment.

import type { DatabaseSync } from "node:sqlite";
import { displayPath } from "@daglings/words";
import type { AssetEvent } from "../asset-record.ts";
import { runTypes } from "../core/run.ts";
import { taskStates, type RunState } from "../core/states.ts";
import { EnvironmentError } from "../errors.ts";
import type {
  AttemptRecord,
  DagRecord,
  EventRecord,
  Lease,
  RunRecord,
  Setting,
  TaskRecord,
  TraceRecord,
  XComRecord,
} from "../ports.ts";
import { among, amongMany, conditions } from "./conditions.ts";
import { leaseLost } from "./lease.ts";
import { fileId, openDatabase, type OpenOptions } from "./open.ts";
import type { SharedStore } from "./place.ts";
import { statements } from "./statements.ts";
import { table } from "./table.ts";
import { DamagedError, inFile } from "./trouble.ts";

/** Its value is JSON. */
interface XComRow {
  readonly dagId: string;
  readonly runId: string;
  readonly taskId: string;
  readonly key: string;
  readonly value: string;
}

/** An event that a DAG has been told of, and that none of its runs is for yet. */
interface QueuedRecord {
  readonly dagId: string;
  readonly asset: string;
  readonly id: number;
  readonly at: number;
}

const runStates: readonly RunState[] = ["queued", "running", "success", "failed"];

export function sqliteStore(file: string, options: OpenOptions = {}): SharedStore {
  const database = openDatabase(file, options);
  const opened = fileId(file);
  try {
    return inFile(file, () => storeIn(database, file, opened));
  } catch (error) {
    database.close();
    throw error;
  }
}

function storeIn(database: DatabaseSync, file: string, opened: string | null): SharedStore {
  const dags = table<DagRecord>(database, "dag", { paused: "boolean", plan: "json" });
  const runKinds = {
    conf: "json",
    assetEvents: "json",
    ignoresPast: "boolean",
    undated: "boolean",
    state: runStates,
    runType: runTypes,
  } as const;
  const runs = table<RunRecord>(database, "run", runKinds);
  const tasks = table<TaskRecord>(database, "task_instance", { skips: "json", state: taskStates });
  const hasEnded = "attempt.finished_at IS NOT NULL";
  const attempts = table<AttemptRecord>(
    database,
    "attempt",
    { report: "json", usage: "json", state: taskStates },
    hasEnded,
  );
  const xcoms = table<XComRow>(database, "xcom");
  const traces = table<TraceRecord>(database, "trace");
  const assetEvents = table<AssetEvent>(database, "asset_event", { extra: "json" });
  const assetQueues = table<QueuedRecord>(database, "asset_queue");
  const events = table<EventRecord>(database, "event");
  const settings = table<Setting>(database, "setting", { secret: "boolean" });
  const leases = table<Lease & { readonly onlyOne: 1 }>(database, "lease");
  const { write, rows, transaction } = statements(database, file);

  function currentLease(): Lease | null {
    const [found] = rows(leases.read, "SELECT * FROM lease");
    if (!found) return null;
    const { onlyOne: _, ...lease } = found;
    return lease;
  }

  return {
    place: { file },

    commit(commit) {
      transaction(() => {
        const holderOf = (row: object) => (row as { readonly holder: string }).holder;
        const [holder] = rows(holderOf, "SELECT holder FROM lease");
        if (holder !== commit.holder) throw leaseLost();
        for (const dag of commit.dags) write(dags.upsert, ...dags.values(dag));
        for (const run of commit.runs) write(runs.upsert, ...runs.values(run));
        for (const task of commit.tasks) write(tasks.upsert, ...tasks.values(task));
        for (const attempt of commit.attempts) write(attempts.upsert, ...attempts.values(attempt));
        for (const { dagId, runId, taskId, values } of commit.xcoms) {
          if (values === null) {
            write("DELETE FROM xcom WHERE dag_id = ? AND run_id = ? AND task_id = ?", dagId, runId, taskId);
          }
          for (const [key, value] of Object.entries(values ?? {})) {
            const json = JSON.stringify(value) ?? "null";
            write(xcoms.upsert, ...xcoms.values({ dagId, runId, taskId, key, value: json }));
          }
        }
        for (const trace of commit.traces) write(traces.upsert, ...traces.values(trace));
        for (const event of commit.assetEvents) write(assetEvents.upsert, ...assetEvents.values(event));
        for (const { dagId, queued } of commit.assetQueues) {
          write("DELETE FROM asset_queue WHERE dag_id = ?", dagId);
          for (const [asset, event] of Object.entries(queued)) {
            write(assetQueues.upsert, ...assetQueues.values({ dagId, asset, ...event }));
          }
        }
        // A null id gets the next number.
        for (const event of commit.events) {
          const [, ...values] = events.values({ id: 0, ...event });
          write(events.upsert, null, ...values);
        }
      });
    },

    findDag({ dagId }) {
      const [found = null] = rows(dags.read, "SELECT * FROM dag WHERE dag_id = ?", dagId);
      return found;
    },
    listDags: () => rows(dags.read, "SELECT * FROM dag ORDER BY dag_id"),

    findRun({ dagId, runId }) {
      const [found] = rows(runs.read, "SELECT * FROM run WHERE dag_id = ? AND run_id = ?", dagId, runId);
      if (!found) return null;
      const sql = "SELECT * FROM task_instance WHERE dag_id = ? AND run_id = ?";
      const byId = rows(tasks.read, sql, dagId, runId).map((task) => {
        const { dagId: _, runId: __, taskId, ...instance } = task;
        return [taskId, instance] as const;
      });
      return { ...found, tasks: Object.fromEntries(byId) };
    },
    listRuns({ dagId, states, types, before, from, to, newestFirst, limit = -1 }) {
      const { where, values } = conditions([
        ["dag_id = ?", dagId],
        among("state", states),
        among("run_type", types),
        ["logical_date < ?", before],
        ["logical_date >= ?", from],
        ["logical_date <= ?", to],
      ]);
      const order = newestFirst ? "DESC" : "ASC";
      const sql = `SELECT * FROM run WHERE ${where} ORDER BY logical_date ${order} LIMIT ?`;
      return rows(runs.read, sql, ...values, limit);
    },
    listTriedAgain({ dagId, runIds }) {
      const { where, values } = conditions([["dag_id = ?", dagId], amongMany("run_id", runIds)]);
      const sql = `SELECT DISTINCT run_id FROM task_instance WHERE ${where} AND try_number > 1 ORDER BY run_id`;
      const read = (row: object) => (row as { readonly run_id: string }).run_id;
      return rows(read, sql, ...values);
    },
    listAttempts({ dagId, runId }) {
      const sql =
        "SELECT * FROM attempt WHERE dag_id = ? AND run_id = ? ORDER BY started_at, task_id, try_number";
      return rows(attempts.read, sql, dagId, runId);
    },
    listOpenAttempts({ dagId }) {
      const sql =
        "SELECT * FROM attempt WHERE dag_id = ? AND finished_at IS NULL ORDER BY run_id, task_id, try_number";
      return rows(attempts.read, sql, dagId);
    },
    findXCom({ dagId, runId, taskId, key }) {
      const sql = "SELECT * FROM xcom WHERE dag_id = ? AND run_id = ? AND task_id = ? AND key = ?";
      const [found = null] = rows((row) => valueOf(xcoms.read(row)), sql, dagId, runId, taskId, key);
      return found;
    },
    listTraces({ dagId, runId, taskId, tryNumber, direction, name, upTo, latest = -1 }) {
      const { where, values } = conditions([
        ["dag_id = ?", dagId],
        ["run_id = ?", runId],
        ["task_id = ?", taskId],
        ["try_number = ?", tryNumber],
        ["direction = ?", direction],
        ["name = ?", name],
        ["at <= ?", upTo],
      ]);
      const sql = `SELECT * FROM trace WHERE ${where} ORDER BY rowid DESC LIMIT ?`;
      return rows(traces.read, sql, ...values, latest).toReversed();
    },
    listXComs({ dagId, runId }) {
      const sql = "SELECT * FROM xcom WHERE dag_id = ? AND run_id = ? ORDER BY task_id, key";
      const read = (row: object): XComRecord => {
        const found = xcoms.read(row);
        return { taskId: found.taskId, key: found.key, ...valueOf(found) };
      };
      return rows(read, sql, dagId, runId);
    },
    listAssetEvents({ assets, ids, after, upTo, latest = -1 }) {
      const { where, values } = conditions([
        amongMany("asset", assets),
        amongMany("id", ids),
        ["id > ?", after],
        ["id <= ?", upTo],
      ]);
      const sql = `SELECT * FROM asset_event WHERE ${where} ORDER BY id DESC LIMIT ?`;
      return rows(assetEvents.read, sql, ...values, latest).toReversed();
    },
    findAssetEvent({ asset, key }) {
      const sql = "SELECT * FROM asset_event WHERE asset = ? AND key = ?";
      return rows(assetEvents.read, sql, asset, key)[0] ?? null;
    },
    lastAssetEventId: () =>
      rows(assetEvents.read, "SELECT * FROM asset_event ORDER BY id DESC LIMIT 1")[0]?.id ?? 0,
    findAssetQueue({ dagId }) {
      const sql = "SELECT * FROM asset_queue WHERE dag_id = ? ORDER BY asset";
      const queued = rows(assetQueues.read, sql, dagId);
      return Object.fromEntries(queued.map(({ asset, id, at }) => [asset, { id, at }]));
    },
    listEvents: ({ after, limit }) =>
      rows(events.read, "SELECT * FROM event WHERE id > ? ORDER BY id LIMIT ?", after, limit),
    lastEventId: () => rows(events.read, "SELECT * FROM event ORDER BY id DESC LIMIT 1")[0]?.id ?? 0,

    saveSetting: (setting) => void write(settings.upsert, ...settings.values(setting)),
    dropSetting: ({ kind, name }) =>
      void write("DELETE FROM setting WHERE kind = ? AND name = ?", kind, name),
    listSettings: () => rows(settings.read, "SELECT * FROM setting ORDER BY kind, name"),

    takeLease: (wanted, isGood) =>
      transaction(() => {
        const held = currentLease();
        if (held && held.holder !== wanted.holder && isGood(held)) return held;
        write(leases.upsert, ...leases.values({ onlyOne: 1, ...wanted }));
        return wanted;
      }),
    renewLease({ holder, renewedAt, expiresAt, address }) {
      // Otherwise SQLite would go on writing into a file that nobody else can find.
      if (fileId(file) !== opened) throw new EnvironmentError(lostFile(file));
      const sql = "UPDATE lease SET renewed_at = ?, expires_at = ?, address = ? WHERE holder = ?";
      return write(sql, renewedAt, expiresAt, address, holder) === 1;
    },
    dropLease: ({ holder }) => void write("DELETE FROM lease WHERE holder = ?", holder),
    findLease: currentLease,

    close: () => database.close(),
  };
}

function valueOf({ dagId, runId, taskId, key, value }: XComRow): { readonly value: unknown } {
  try {
    return { value: JSON.parse(value) as unknown };
  } catch {
    const place = [dagId, runId, taskId, key].join(", ");
    throw new DamagedError(`table "xcom", ${place}: its value cannot be read`);
  }
}

function lostFile(file: string): string {
  const advice = "nothing more is kept; put it back, or start again with another";
  return `${displayPath(file)}: it was deleted, moved or replaced while a scheduler worked on it; ${advice}`;
}
