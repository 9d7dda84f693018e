// The store on disk: one SQLite file, which outlives a crash at any moment.

import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type {
  AttemptRecord,
  DagRecord,
  EventRecord,
  Lease,
  RunFilter,
  RunRecord,
  Setting,
  Store,
  TaskRecord,
} from "../ports.ts";
import { leaseLost } from "./lease.ts";
import { openDatabase, type OpenOptions } from "./open.ts";
import { table } from "./table.ts";

export interface SqliteStore extends Store {
  readonly file: string;
}

export function sqliteStore(file: string, options: OpenOptions = {}): SqliteStore {
  const database = openDatabase(file, options);
  const dags = table<DagRecord>(database, "dag", { paused: "boolean", plan: "json" });
  const runs = table<RunRecord>(database, "run", { conf: "json", ignoresPast: "boolean" });
  const tasks = table<TaskRecord>(database, "task_instance", { skips: "json" });
  const attempts = table<AttemptRecord>(database, "attempt", {}, "attempt.finished_at IS NOT NULL");
  const events = table<EventRecord>(database, "event");
  const settings = table<Setting>(database, "setting", { secret: "boolean" });
  const leases = table<Lease & { readonly onlyOne: 1 }>(database, "lease");
  const statements = new Map<string, ReturnType<DatabaseSync["prepare"]>>();

  /** Statements are prepared once, when they are first used. */
  function prepare(sql: string) {
    const known = statements.get(sql);
    if (known) return known;
    const statement = database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  }
  const write = (sql: string, ...values: SQLInputValue[]) => Number(prepare(sql).run(...values).changes);
  const rows = (sql: string, ...values: SQLInputValue[]): object[] => prepare(sql).all(...values);

  function transaction<T>(work: () => T): T {
    write("BEGIN IMMEDIATE");
    try {
      const result = work();
      write("COMMIT");
      return result;
    } catch (error) {
      write("ROLLBACK");
      throw error;
    }
  }

  function currentLease(): Lease | null {
    const [found] = rows("SELECT * FROM lease");
    if (!found) return null;
    const { onlyOne: _, ...lease } = leases.read(found);
    return lease;
  }

  return {
    file,

    commit(commit) {
      transaction(() => {
        if (currentLease()?.holder !== commit.holder) throw leaseLost();
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
            write("INSERT OR REPLACE INTO xcom VALUES (?, ?, ?, ?, ?)", dagId, runId, taskId, key, json);
          }
        }
        // A null id is given the next number.
        for (const event of commit.events) {
          const [, ...values] = events.values({ id: 0, ...event });
          write(events.upsert, null, ...values);
        }
      });
    },

    findDag({ dagId }) {
      const [found] = rows("SELECT * FROM dag WHERE dag_id = ?", dagId);
      return found ? dags.read(found) : null;
    },
    listDags: () => rows("SELECT * FROM dag ORDER BY dag_id").map(dags.read),

    findRun({ dagId, runId }) {
      const [found] = rows("SELECT * FROM run WHERE dag_id = ? AND run_id = ?", dagId, runId);
      if (!found) return null;
      const instances = rows("SELECT * FROM task_instance WHERE dag_id = ? AND run_id = ?", dagId, runId);
      const byId = instances.map((each) => {
        const { dagId: _, runId: __, taskId, ...instance } = tasks.read(each);
        return [taskId, instance] as const;
      });
      return { ...runs.read(found), tasks: Object.fromEntries(byId) };
    },
    listRuns(filter) {
      const { where, values } = conditions(filter);
      const order = filter.newestFirst ? "DESC" : "ASC";
      const sql = `SELECT * FROM run WHERE ${where} ORDER BY logical_date ${order} LIMIT ?`;
      return rows(sql, ...values, filter.limit ?? -1).map(runs.read);
    },
    listAttempts({ dagId, runId }) {
      const sql =
        "SELECT * FROM attempt WHERE dag_id = ? AND run_id = ? ORDER BY started_at, task_id, try_number";
      return rows(sql, dagId, runId).map(attempts.read);
    },
    findXCom({ dagId, runId, taskId, key }) {
      const sql = "SELECT value FROM xcom WHERE dag_id = ? AND run_id = ? AND task_id = ? AND key = ?";
      const [found] = rows(sql, dagId, runId, taskId, key);
      return found && "value" in found ? { value: JSON.parse(String(found.value)) as unknown } : null;
    },
    listEvents: ({ after, limit }) =>
      rows("SELECT * FROM event WHERE id > ? ORDER BY id LIMIT ?", after, limit).map(events.read),
    lastEventId: () => Number(prepare("SELECT max(id) AS last FROM event").get()?.["last"] ?? 0),

    saveSetting: (setting) => void write(settings.upsert, ...settings.values(setting)),
    dropSetting: ({ kind, name }) =>
      void write("DELETE FROM setting WHERE kind = ? AND name = ?", kind, name),
    listSettings: () => rows("SELECT * FROM setting ORDER BY kind, name").map(settings.read),

    takeLease: (wanted, isGood) =>
      transaction(() => {
        const held = currentLease();
        if (held && held.holder !== wanted.holder && isGood(held)) return held;
        write(leases.upsert, ...leases.values({ onlyOne: 1, ...wanted }));
        return wanted;
      }),
    renewLease: ({ holder, expiresAt }) =>
      write("UPDATE lease SET expires_at = ? WHERE holder = ?", expiresAt, holder) === 1,
    dropLease: ({ holder }) => void write("DELETE FROM lease WHERE holder = ?", holder),

    close: () => database.close(),
  };
}

function conditions(filter: RunFilter): { where: string; values: SQLInputValue[] } {
  const { dagId, states, types, before, from, to } = filter;
  const oneOf = (column: string, values: readonly string[] | undefined) =>
    values && { sql: `${column} IN (${values.map(() => "?").join(", ")})`, values };
  const compare = (operator: string, value: number | undefined) =>
    value === undefined ? undefined : { sql: `logical_date ${operator} ?`, values: [value] };
  const parts = [
    { sql: "dag_id = ?", values: [dagId] },
    oneOf("state", states),
    oneOf("run_type", types),
    compare("<", before),
    compare(">=", from),
    compare("<=", to),
  ].filter((part) => part !== undefined);
  return {
    where: parts.map((part) => part.sql).join(" AND "),
    values: parts.flatMap((part): SQLInputValue[] => [...part.values]),
  };
}
