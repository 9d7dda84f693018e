// Rows on their way into tables: as JSON, and what PostgreSQL does with that.

import { snakeCase } from "@daglings/words";
import { storable } from "./bridge.ts";

/** Which columns identify a row, as in the unique index, and which rows must not change any more. */
export interface Key {
  readonly key: string;
  readonly unless?: string;
}

export interface Column {
  readonly name: string;
  readonly type: string;
}

export interface Written extends Key {
  readonly table: string;
  /** Without numbers that the table gives by itself. */
  readonly columns: readonly Column[];
}

/** Replaces a row that is already there. `changes` has the rows of each table, each row once. */
export function upsert({ table, columns, key, unless = "false" }: Written): string {
  const names = columns.map(({ name }) => name);
  const updates = names.map((name) => `${name} = excluded.${name}`).join(", ");
  return `INSERT INTO ${table} (${names.join(", ")}) ${rowsOf(table, columns)}
    ON CONFLICT (${key}) DO UPDATE SET ${updates} WHERE NOT (${unless});`;
}

/** JSON travels as a text: PostgreSQL would look into JSON, and refuse an escaped character 0, which a text may have. */
export function rowsOf(table: string, columns: readonly Column[]): string {
  const read = columns.map(({ name, type }) => (type === "json" ? `${name}::json` : name)).join(", ");
  const types = columns.map(({ name, type }) => `${name} ${type === "json" ? "text" : type}`).join(", ");
  return `SELECT ${read} FROM json_to_recordset(changes->'${table}') AS each (${types})`;
}

export function rows(list: readonly object[]): object[] {
  return list.map((record) =>
    Object.fromEntries(Object.entries(record).map(([field, value]) => [snakeCase(field), asColumn(value)])),
  );
}

function asColumn(value: unknown): unknown {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : storable(value);
}
