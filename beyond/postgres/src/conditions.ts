// The WHERE clause of a list, with the conditions that were asked for.

import type { Value } from "./bridge.ts";

/** In each condition, `?` stands for its value. */
export function conditions(wanted: readonly (readonly [sql: string, value: Value | undefined])[]): {
  readonly where: string;
  readonly values: readonly Value[];
} {
  const parts = wanted.flatMap(([sql, value]) => (value === undefined ? [] : [{ sql, value }]));
  const numbered = parts.map(({ sql }, index) => sql.replace("?", `$${index + 1}`));
  return { where: ["true", ...numbered].join(" AND "), values: parts.map(({ value }) => value) };
}
