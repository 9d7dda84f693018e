// Which runs DAGs that wait for assets have, against a table that Airflow itself has made.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Asset } from "../asset.ts";
import { DAG } from "../dag.ts";
import { EmptyOperator } from "../operators/empty.ts";
import { ownerOf } from "../testing.ts";
import { simulate } from "./testing.ts";

interface Vector {
  readonly steps: readonly Step[];
  /** Each run as the numbers of its events. */
  readonly runs: Readonly<Record<string, readonly (readonly number[])[]>>;
}

type Step =
  | { readonly event: string }
  | { readonly look: true }
  | { readonly pause: string }
  | { readonly unpause: string };

const file = new URL("../../golden/dataset-runs.json", import.meta.url);
const { vectors } = JSON.parse(readFileSync(file, "utf8")) as { readonly vectors: readonly Vector[] };

const schedules = { one: ["a"], two: ["a", "b"], three: ["a", "b", "c"] };
const from = Temporal.Instant.from("2019-01-01T00:00Z");

test(`of ${vectors.length} random rows of events, looks and pauses all have Airflow's runs`, async () => {
  expect(vectors.length).toBeGreaterThanOrEqual(50);
  for (const { steps, runs } of vectors) expect(await runsAfter(steps)).toEqual(runs);
});

async function runsAfter(steps: readonly Step[]): Promise<Vector["runs"]> {
  const dags = Object.entries(schedules).map(([dagId, names]) => {
    const dag = new DAG({ dagId, schedule: names.map((name) => new Asset(name)) });
    return ownerOf(new EmptyOperator({ dag, taskId: "nothing" }));
  });
  const { store, scheduler } = simulate(dags, from);
  for (const [minutes, step] of steps.entries()) {
    if ("event" in step) scheduler.assetEvent({ asset: step.event });
    else if ("look" in step) await scheduler.run({ until: from.add({ minutes }) });
    else if ("pause" in step) scheduler.pause({ dagId: step.pause });
    else scheduler.unpause({ dagId: step.unpause });
  }
  return Object.fromEntries(
    Object.keys(schedules).map((dagId) => [dagId, store.listRuns({ dagId }).map((run) => run.assetEvents)]),
  );
}
