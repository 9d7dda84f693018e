// Tests only: the tables that Airflow has made, and the variables that their templates use.

import { readFileSync } from "node:fs";
import { macros } from "./index.ts";
import type { Variables } from "./evaluate/scope.ts";

interface Table {
  readonly meta: { readonly variables: Record<string, unknown>; readonly dates: Record<string, string> };
  readonly vectors: readonly (readonly [template: string, answer: string | { readonly error: string }])[];
}

export function readGolden(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../golden/${name}.json`, import.meta.url), "utf8"));
}

export function readTable(name: string): Table {
  return readGolden(name) as Table;
}

/** Made once: no template can change its caller's values. */
export function variablesOf({ meta: { variables, dates } }: Table): Variables {
  const dateOf = (text: string) =>
    text.includes("[") ? Temporal.ZonedDateTime.from(text) : Temporal.Instant.from(text);
  return {
    ...variables,
    ...Object.fromEntries(Object.entries(dates).map(([name, text]) => [name, dateOf(text)])),
    macros: macros(() => 1_546_560_000_000),
  };
}
