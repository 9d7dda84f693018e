// Opens a database: makes the tables in their own schema, or brings them up to date, or says why it cannot.

import { busyTime, EnvironmentError } from "@daglings/engine";
import { openBridge, type Bridge } from "./bridge.ts";
import { commitFunction, keptByCommit } from "./commit.ts";
import type { DatabaseUrl } from "./database-url.ts";
import { flowFunction, keptOfFlows } from "./flow-rows.ts";
import type { Column, Key } from "./rows.ts";
import { migrations, schema } from "./schema.ts";

export interface OpenOptions {
  readonly readOnly?: boolean;
  /** How long it tries to restore a lost connection, in milliseconds. Default: as long as a SQLite file may be locked. */
  readonly patience?: number;
}

export function openDatabase(
  url: DatabaseUrl,
  { readOnly = false, patience = busyTime }: OpenOptions,
): Bridge {
  const bridge = openBridge(url, { readOnly });
  try {
    const refuse = (why: string) => new EnvironmentError(`${url.shown}: ${why}`);
    const version = versionOf(bridge);
    if (version > migrations.length) {
      throw refuse(
        `its tables are of a newer version (${version}, this one knows ${migrations.length}); update this version`,
      );
    }
    if (version < migrations.length) {
      if (readOnly) throw refuse("no scheduler of this version has worked there yet; start one with --store");
      migrate(bridge);
    }
    bridge.endure(patience);
    return bridge;
  } catch (error) {
    bridge.close();
    throw error;
  }
}

/** 0: there are no tables yet. */
function versionOf({ ask }: Bridge): number {
  const [found] = ask<{ readonly there: boolean }>("SELECT to_regclass('version') IS NOT NULL AS there");
  if (found?.there !== true) return 0;
  return ask<{ readonly version: number }>("SELECT version FROM version")[0]?.version ?? 0;
}

/** All steps in one transaction. If several processes open a new database at once, only one makes the tables. */
function migrate(bridge: Bridge): void {
  const { ask } = bridge;
  ask("BEGIN");
  ask("SELECT pg_advisory_xact_lock(hashtext('Daglings'))");
  ask(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
  const version = versionOf(bridge);
  if (version === 0) ask("CREATE TABLE version (version integer NOT NULL); INSERT INTO version VALUES (0)");
  for (const step of migrations.slice(version)) ask(step);
  const written = (keys: Readonly<Record<string, Key>>) =>
    Object.entries(keys).map(([table, key]) => ({ table, ...key, columns: columnsOf(bridge, table) }));
  ask(commitFunction(written(keptByCommit), columnsOf(bridge, "event").slice(1))); // its id is a running count
  ask(flowFunction(written(keptOfFlows)));
  ask(`UPDATE version SET version = ${migrations.length}`);
  ask("COMMIT");
}

/** Without numbers that the table gives by itself. */
function columnsOf({ ask }: Bridge, table: string): Column[] {
  const sql =
    "SELECT column_name AS name, coalesce(domain_name, data_type) AS type FROM information_schema.columns " +
    "WHERE table_schema = current_schema() AND table_name = $1 AND is_identity = 'NO' ORDER BY ordinal_position";
  return ask(sql, table);
}
