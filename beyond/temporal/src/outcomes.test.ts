// The same random DAGs in the engine and on Temporal: every attempt begins and ends at the same time and in the same way,
// and everything that is recorded about runs and tasks is the same. `pnpm test:temporal outcomes --rounds 200` plays more.

import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inProcess, memoryStore, Scheduler, simulatedClock, type DAG, type Store } from "@daglings/engine";
import { dagOf, randomShape } from "../fixtures/random-dag.ts";
import { openServer, playOn, rounds, seed, type TestServer } from "./testing.ts";

let server: TestServer;
beforeAll(async () => void (server = await openServer()));
afterAll(() => server.close());

const span = { from: "2019-01-01T00:00Z", until: "2019-01-05T00:00Z" };
/** How many DAGs share a worker. */
const atOnce = 25;

const shapes = fc.sample(randomShape, { numRuns: rounds(atOnce), seed });
const batches = Array.from({ length: Math.ceil(shapes.length / atOnce) }, (_, batch) => ({
  first: batch * atOnce,
  last: Math.min(shapes.length, (batch + 1) * atOnce) - 1,
}));

/** Its code has a memory, so each engine gets a copy of its own. */
function makeDags(first: number, last: number): DAG[] {
  return shapes.slice(first, last + 1).map((shape, index) => dagOf(shape, `random_${first + index}`));
}

function factsOf(store: Store, { dagId }: DAG) {
  return store.listRuns({ dagId }).map((run) => {
    const tasks = Object.entries(store.findRun(run)?.tasks ?? {}).map(
      ([taskId, { state, tryNumber, pokes }]) => `${taskId}: ${state} after ${tryNumber}, ${pokes} looks`,
    );
    const attempts = store
      .listAttempts(run)
      .map(({ taskId, tryNumber, state, error, startedAt, finishedAt }) =>
        [taskId, tryNumber, state, error, startedAt, finishedAt].join(" "),
      );
    const xcoms = store.listXComs(run).map(({ taskId, key, value }) => `${taskId} ${key} ${String(value)}`);
    const { runId, state, createdAt, startedAt, finishedAt } = run;
    const lists = { tasks: tasks.toSorted(), attempts: attempts.toSorted(), xcoms: xcoms.toSorted() };
    return { runId, state, createdAt, startedAt, finishedAt, ...lists };
  });
}

async function inTheEngine(dags: readonly DAG[]): Promise<Store> {
  const store = memoryStore();
  // With as many slots as all of them might need, no attempt waits for one of another DAG.
  const executor = inProcess({ slots: 1000 });
  const scheduler = new Scheduler({ dags, store, executor, clock: simulatedClock({ from: span.from }) });
  await scheduler.run({ until: span.until });
  await scheduler.close();
  return store;
}

test.each(batches)(
  "random DAGs $first to $last end as they do in the engine",
  { timeout: 300_000 },
  async ({ first, last }) => {
    const expected = await inTheEngine(makeDags(first, last));
    const dags = makeDags(first, last);
    const played = await playOn(server, dags, span);
    await played.scheduler.close();
    for (const dag of dags) {
      expect({ [dag.dagId]: factsOf(played.store, dag) }).toEqual({ [dag.dagId]: factsOf(expected, dag) });
    }
  },
);

test("among them, tasks and runs end in every way", async () => {
  const dags = makeDags(0, shapes.length - 1);
  const store = await inTheEngine(dags);
  const runs = dags.flatMap(({ dagId }) => store.listRuns({ dagId }));
  const tasks = runs.flatMap((run) => Object.values(store.findRun(run)?.tasks ?? {}));
  const seen = new Set([...runs, ...tasks].map(({ state }) => state));
  expect([...seen]).toEqual(expect.arrayContaining(["success", "failed", "skipped", "upstream_failed"]));
});
