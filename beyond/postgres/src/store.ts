// The store in a PostgreSQL database: the same verbs as on disk, for schedulers on several machines, one of which works.

import { leaseLost, systemClock } from "@daglings/engine";
import type {
  AssetEvent,
  AttemptRecord,
  DagRecord,
  EventRecord,
  Lease,
  RunRecord,
  Setting,
  SharedStore,
  StoredRun,
  TraceRecord,
} from "@daglings/engine";
import type { Value } from "./bridge.ts";
import { changesOf } from "./commit.ts";
import { conditions } from "./conditions.ts";
import { readDatabaseUrl } from "./database-url.ts";
import { openDatabase, type OpenOptions } from "./open.ts";

interface LeaseRow extends Lease {
  readonly onlyOne: true;
  readonly commits: number;
  readonly skew: number;
  readonly apart: number;
}

/** Calendars that differ by less than this, in milliseconds, count as equal: asking takes time, too. */
const agreeing = 1000;

export function postgresStore(given: string, options: OpenOptions = {}): SharedStore {
  const url = readDatabaseUrl(given);
  const bridge = openDatabase(url, options);
  const { ask } = bridge;
  const clock = systemClock();
  let commits = 0;

  /**
   * The server's clock decides how long a lease is good for. The answer is in this computer's calendar: the holder's may
   * differ by an hour.
   */
  function findLease(): Lease | null {
    const sql = "SELECT *, $1::bigint - server_time() - skew AS apart FROM lease";
    const [found] = ask<LeaseRow>(sql, clock.realTime());
    if (!found) return null;
    const { onlyOne: _, commits: __, skew: ___, apart, ...lease } = found;
    return Math.abs(apart) < agreeing ? lease : { ...lease, expiresAt: lease.expiresAt + apart };
  }

  return {
    place: { module: new URL("./to-read.ts", import.meta.url).href, name: given },

    commit(commit) {
      const sql = "SELECT commit_changes($1, $2, $3::text::json) AS done";
      const [found] = ask<{ readonly done: boolean }>(sql, commit.holder, ++commits, changesOf(commit));
      if (found?.done !== true) throw leaseLost();
    },

    findDag: ({ dagId }) => ask<DagRecord>("SELECT * FROM dag WHERE dag_id = $1", dagId)[0] ?? null,
    listDags: () => ask<DagRecord>("SELECT * FROM dag ORDER BY dag_id"),

    findRun({ dagId, runId }) {
      const [found] = ask<RunRecord>("SELECT * FROM run WHERE dag_id = $1 AND run_id = $2", dagId, runId);
      if (!found) return null;
      const sql = "SELECT * FROM task_instance WHERE dag_id = $1 AND run_id = $2";
      type TaskRow = StoredRun["tasks"][string] & {
        readonly dagId: string;
        readonly runId: string;
        readonly taskId: string;
      };
      const byId = ask<TaskRow>(sql, dagId, runId).map((task) => {
        const { dagId: _, runId: __, taskId, ...instance } = task;
        return [taskId, instance] as const;
      });
      return { ...found, tasks: Object.fromEntries(byId) };
    },
    listRuns({ dagId, states, types, before, from, to, newestFirst, limit }) {
      const { where, values } = conditions([
        ["dag_id = ?", dagId],
        ["state IN (SELECT json_array_elements_text(?::text::json))", states && JSON.stringify(states)],
        ["run_type IN (SELECT json_array_elements_text(?::text::json))", types && JSON.stringify(types)],
        ["logical_date < ?", before],
        ["logical_date >= ?", from],
        ["logical_date <= ?", to],
      ]);
      const order = newestFirst ? "DESC" : "ASC";
      const sql = `SELECT * FROM run WHERE ${where} ORDER BY logical_date ${order} LIMIT $${values.length + 1}`;
      return ask<RunRecord>(sql, ...values, limit ?? null);
    },
    listTriedAgain({ dagId, runIds }) {
      const sql =
        "SELECT DISTINCT run_id FROM task_instance WHERE dag_id = $1 AND try_number > 1 " +
        "AND run_id IN (SELECT json_array_elements_text($2::text::json)) ORDER BY run_id";
      return ask<RunRecord>(sql, dagId, JSON.stringify(runIds)).map(({ runId }) => runId);
    },
    listAttempts({ dagId, runId }) {
      const sql =
        "SELECT * FROM attempt WHERE dag_id = $1 AND run_id = $2 ORDER BY started_at, task_id, try_number";
      return ask<AttemptRecord>(sql, dagId, runId);
    },
    listOpenAttempts({ dagId }) {
      const sql =
        "SELECT * FROM attempt WHERE dag_id = $1 AND finished_at IS NULL ORDER BY run_id, task_id, try_number";
      return ask<AttemptRecord>(sql, dagId);
    },
    findXCom({ dagId, runId, taskId, key }) {
      const sql =
        "SELECT value FROM xcom WHERE dag_id = $1 AND run_id = $2 AND task_id = $3 AND md5(key) = md5($4::text)";
      return ask<{ readonly value: unknown }>(sql, dagId, runId, taskId, key)[0] ?? null;
    },
    listTraces({ dagId, runId, taskId, tryNumber, direction, name, upTo, latest }) {
      const { where, values } = conditions([
        ["dag_id = ?", dagId],
        ["run_id = ?", runId],
        ["task_id = ?", taskId],
        ["try_number = ?", tryNumber],
        ["direction = ?", direction],
        ["md5(name) = md5(?::text)", name],
        ["at <= ?", upTo],
      ]);
      const sql = `SELECT * FROM trace WHERE ${where} ORDER BY id DESC LIMIT $${values.length + 1}`;
      const found = ask<TraceRecord & { readonly id: number }>(sql, ...values, latest ?? null);
      const traces = found.map((row) => {
        const { id: _, ...trace } = row;
        return trace;
      });
      return traces.toReversed();
    },
    listXComs({ dagId, runId }) {
      const sql =
        "SELECT task_id, key, value FROM xcom WHERE dag_id = $1 AND run_id = $2 ORDER BY task_id, key";
      return ask(sql, dagId, runId);
    },
    listAssetEvents({ assets, ids, after, upTo, latest }) {
      const { where, values } = conditions([
        ["asset IN (SELECT json_array_elements_text(?::text::json))", assets && JSON.stringify(assets)],
        ["id IN (SELECT json_array_elements_text(?::text::json)::bigint)", ids && JSON.stringify(ids)],
        ["id > ?", after],
        ["id <= ?", upTo],
      ]);
      const sql = `SELECT * FROM asset_event WHERE ${where} ORDER BY id DESC LIMIT $${values.length + 1}`;
      return ask<AssetEvent>(sql, ...values, latest ?? null).toReversed();
    },
    findAssetEvent({ asset, key }) {
      const sql = "SELECT * FROM asset_event WHERE asset = $1 AND md5(key) = md5($2::text)";
      return ask<AssetEvent>(sql, asset, key)[0] ?? null;
    },
    lastAssetEventId: () => ask<AssetEvent>("SELECT coalesce(max(id), 0) AS id FROM asset_event")[0]?.id ?? 0,
    findAssetQueue({ dagId }) {
      const sql = "SELECT asset, id, at FROM asset_queue WHERE dag_id = $1 ORDER BY asset";
      const queued = ask<Pick<AssetEvent, "asset" | "id" | "at">>(sql, dagId);
      return Object.fromEntries(queued.map(({ asset, id, at }) => [asset, { id, at }]));
    },
    listEvents: ({ after, limit }) =>
      ask<EventRecord>("SELECT * FROM event WHERE id > $1 ORDER BY id LIMIT $2", after, limit),
    lastEventId: () => ask<EventRecord>("SELECT coalesce(max(id), 0) AS id FROM event")[0]?.id ?? 0,

    saveSetting({ kind, name, value, secret }) {
      const sql =
        "INSERT INTO setting (kind, name, value, secret) VALUES ($1, $2, $3, $4) " +
        "ON CONFLICT (kind, name) DO UPDATE SET value = excluded.value, secret = excluded.secret";
      ask(sql, kind, name, value, secret);
    },
    dropSetting: ({ kind, name }) =>
      void ask("DELETE FROM setting WHERE kind = $1 AND name = $2", kind, name),
    listSettings: () => ask<Setting>("SELECT * FROM setting ORDER BY kind, name"),

    takeLease(wanted, isGood) {
      for (;;) {
        const held = findLease();
        if (held && held.holder !== wanted.holder && isGood(held)) return held;
        // Only if it has neither changed hands nor been renewed since it was read.
        const sql =
          "INSERT INTO lease (holder, host, pid, process, boot, renewed_at, expires_at, address, skew, commits) " +
          "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::bigint - server_time(), 0) " +
          "ON CONFLICT (only_one) DO UPDATE SET holder = excluded.holder, host = excluded.host, pid = excluded.pid, " +
          "process = excluded.process, boot = excluded.boot, renewed_at = excluded.renewed_at, " +
          "expires_at = excluded.expires_at, address = excluded.address, skew = excluded.skew, commits = 0 " +
          "WHERE lease.holder = $10 AND lease.renewed_at = $11 RETURNING holder";
        const { holder, host, pid, process, boot, renewedAt, expiresAt, address } = wanted;
        const row: Value[] = [
          holder,
          host,
          pid,
          process,
          boot,
          renewedAt,
          expiresAt,
          address,
          clock.realTime(),
        ];
        if (ask(sql, ...row, held?.holder ?? null, held?.renewedAt ?? null).length === 0) continue;
        commits = 0;
        return wanted;
      }
    },
    renewLease({ holder, renewedAt, expiresAt, address }) {
      const sql =
        "UPDATE lease SET renewed_at = $2, expires_at = $3, address = $4, skew = $5::bigint - server_time() " +
        "WHERE holder = $1 RETURNING holder";
      return ask(sql, holder, renewedAt, expiresAt, address, clock.realTime()).length === 1;
    },
    dropLease: ({ holder }) => void ask("DELETE FROM lease WHERE holder = $1", holder),
    findLease,

    close: () => bridge.close(),
  };
}
