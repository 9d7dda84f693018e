// Between records and rows: a column is a field's name in snake_case, and what is neither text nor number is JSON.

import type { SQLInputValue } from "node:sqlite";

export interface Table<Record> {
  /** Parameters in the order of `values`. A row with the same key is replaced if `unless` does not hold of it. */
  readonly upsert: string;
  readonly values: (record: Record) => SQLInputValue[];
  readonly read: (row: object) => Record;
}

export type Column = "text" | "number" | "boolean" | "json";

export function table<R extends object>(
  name: string,
  columns: { readonly [Field in keyof Required<R>]: Column },
  { key, unless }: { readonly key: readonly (keyof R & string)[]; readonly unless?: string },
): Table<R> {
  const fields = Object.entries<Column>(columns).map(([field, kind]) => ({
    field,
    kind,
    column: columnOf(field),
  }));
  const keyColumns = key.map(columnOf);
  const updates = fields.filter(({ column }) => !keyColumns.includes(column));
  const set = updates.map(({ column }) => `${column} = excluded.${column}`).join(", ");
  const placeholders = fields.map(() => "?").join(", ");
  const guard = unless === undefined ? "" : ` WHERE NOT (${unless})`;
  return {
    upsert:
      `INSERT INTO ${name} (${fields.map(({ column }) => column).join(", ")}) VALUES (${placeholders}) ` +
      `ON CONFLICT (${keyColumns.join(", ")}) DO UPDATE SET ${set}${guard}`,
    values: (record) => fields.map(({ field, kind }) => toColumn(record[field as keyof R], kind)),
    read: (row) => {
      const values = row as Readonly<Record<string, unknown>>;
      return Object.fromEntries(
        fields.map(({ field, kind, column }) => [field, fromColumn(values[column], kind)]),
      ) as R;
    },
  };
}

function columnOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function toColumn(value: unknown, kind: Column): SQLInputValue {
  if (kind === "json") return JSON.stringify(value);
  if (kind === "boolean") return value === true ? 1 : 0;
  return value as SQLInputValue;
}

function fromColumn(value: unknown, kind: Column): unknown {
  if (kind === "json") return JSON.parse(String(value));
  return kind === "boolean" ? value === 1 : value;
}
