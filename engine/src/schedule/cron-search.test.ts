// Every row of golden/cron-vectors.json: which expressions croniter takes, and when they fire.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { refusalOf } from "@daglings/words/testing";
import { parseCronFields } from "./cron-fields.ts";
import { cronSearch } from "./cron-search.ts";
import { expressionOf } from "./presets.ts";

type Row =
  readonly [expression: string] | readonly [expression: string, at: string, next: string, previous: string];

const file = new URL("../../golden/cron-vectors.json", import.meta.url);
const { vectors } = JSON.parse(readFileSync(file, "utf8")) as { vectors: readonly Row[] };

const fieldsOf = (expression: string) => parseCronFields(expressionOf(expression));
const text = (wall: number | null) =>
  wall === null ? null : Temporal.Instant.fromEpochMilliseconds(wall).toString();
const isTaken = (expression: string) => refusalOf(() => fieldsOf(expression)) === "nothing was thrown";

test("a cron expression is accepted if croniter accepts it", () => {
  const expected = vectors.map((row) => [row[0], row.length > 1]);
  expect(vectors.map(([expression]) => [expression, isTaken(expression)])).toEqual(expected);
});

test("it fires when croniter says", () => {
  const different: string[] = [];
  for (const [expression, at, next, previous] of vectors) {
    if (at === undefined) continue;
    const search = cronSearch(fieldsOf(expression));
    const wall = Temporal.Instant.from(at).epochMilliseconds;
    const [ours, before] = [search.next(wall), search.previous(wall)].map(text);
    if (ours !== next) different.push(`${expression}: after ${at} ${ours}, croniter ${next}`);
    if (before !== previous) different.push(`${expression}: before ${at} ${before}, croniter ${previous}`);
  }
  expect(different).toEqual([]);
});
