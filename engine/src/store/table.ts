// Between records and rows: a column is a field's name in snake_case. Only the schema says which columns a table has, and
// which of them are its key.

import { camelCase } from "@daglings/words";
import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { DamagedError } from "./trouble.ts";

export interface Table<Record> {
  /** Parameters in the order of `values`. A row with the same key is replaced if `unless` does not hold of it. */
  readonly upsert: string;
  readonly values: (record: Record) => SQLInputValue[];
  readonly read: (row: object) => Record;
}

/** Fields that SQLite cannot store as they are, such as JSON; a list holds the texts that are possible. */
type Kind = "boolean" | "json" | readonly string[];
type Kinds<Record> = { readonly [Field in keyof Record]?: Kind };

export function table<Record extends object>(
  database: DatabaseSync,
  name: string,
  kinds: Kinds<Record> = {},
  unless = "false",
): Table<Record> {
  const columns = database.prepare('SELECT name, pk, "notnull" FROM pragma_table_info(?)').all(name);
  if (columns.length === 0) throw new DamagedError(`it has no table "${name}"`);
  const fields = columns.map(({ name: text, pk, notnull }) => {
    const column = String(text);
    const field = camelCase(column) as keyof Record;
    return { column, field, kind: kinds[field], isKey: pk !== 0, mayBeNull: notnull === 0 };
  });
  const names = fields.map(({ column }) => column).join(", ");
  const key = fields.filter(({ isKey }) => isKey).map(({ column }) => column);
  const updates = fields.filter(({ isKey }) => !isKey).map(({ column }) => `${column} = excluded.${column}`);
  return {
    upsert:
      `INSERT INTO ${name} (${names}) VALUES (${fields.map(() => "?").join(", ")}) ` +
      `ON CONFLICT (${key.join(", ")}) DO UPDATE SET ${updates.join(", ")} WHERE NOT (${unless})`,
    values: (record) => fields.map(({ field, kind, mayBeNull }) => toColumn(record[field], kind, mayBeNull)),
    read: (row) => {
      const values = row as Readonly<{ [column: string]: unknown }>;
      const entries = fields.map(({ column, field, kind }) => {
        try {
          return [field, fromColumn(values[column], kind)];
        } catch {
          const place = key.map((each) => `${each} ${String(values[each])}`).join(", ");
          throw new DamagedError(`table "${name}", ${place}: its ${column} cannot be read`);
        }
      });
      return Object.fromEntries(entries) as Record;
    },
  };
}

/** A column that cannot be null holds JSON's own. */
function toColumn(value: unknown, kind: Kind | undefined, mayBeNull: boolean): SQLInputValue {
  if (kind === "json") return value === null && mayBeNull ? null : JSON.stringify(value);
  if (kind === "boolean") return value === true ? 1 : 0;
  return value as SQLInputValue;
}

function fromColumn(value: unknown, kind: Kind | undefined): unknown {
  if (kind === "boolean") return value === 1;
  if (kind === undefined || (kind === "json" && value === null)) return value;
  if (typeof value !== "string") throw new TypeError("it is not text");
  if (kind === "json") return JSON.parse(value);
  if (kind.includes(value)) return value;
  throw new RangeError("it is not one of the possible texts");
}
