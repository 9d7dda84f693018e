// The WHERE clause of a list, with the conditions that were asked for.

import type { SQLInputValue } from "node:sqlite";

type Condition = readonly [sql: string, values: SQLInputValue | readonly SQLInputValue[] | undefined];

/** In each condition, `?` stands for a value. One whose values are undefined was not asked for. */
export function conditions(wanted: readonly Condition[]): { where: string; values: SQLInputValue[] } {
  const asked = wanted.filter(([, values]) => values !== undefined);
  return {
    where: ["true", ...asked.map(([sql]) => sql)].join(" AND "),
    values: asked.flatMap(([, values]) => values ?? []),
  };
}

/** Each text is a value of its own: if there is one alone, SQLite reads an index in order, and does not sort. */
export function among(column: string, texts: readonly string[] | undefined): Condition {
  return [`${column} IN (${(texts ?? []).map(() => "?").join(", ")})`, texts];
}

/** The list is one value, however long it is: SQLite takes only some thousands of them. */
export function amongMany(column: string, list: readonly (string | number)[] | undefined): Condition {
  return [`${column} IN (SELECT value FROM json_each(?))`, list && JSON.stringify(list)];
}
