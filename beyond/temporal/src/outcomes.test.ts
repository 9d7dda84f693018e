// The same random DAGs in the engine and on Temporal: every task ends in the same state, after the same number of tries.

import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  BranchOperator,
  chain,
  DAG,
  EmptyOperator,
  FunctionOperator,
  memoryStore,
  NonRetryableError,
  type Operator,
  Scheduler,
  ShortCircuitOperator,
  simulatedClock,
  SkipError,
  type Store,
} from "@daglings/engine";
import { triggerRules } from "@daglings/engine/core";
import { openServer, playOn, type TestServer } from "./testing.ts";

let server: TestServer;
beforeAll(async () => void (server = await openServer()));
afterAll(() => server.close());

const shape = fc.array(
  fc.record({
    parents: fc.array(fc.nat(), { maxLength: 3 }),
    kind: fc.constantFrom(
      "works",
      "works",
      "fails once",
      "fails",
      "fails for good",
      "skips",
      "stops",
      "branches",
      "empty",
    ),
    triggerRule: fc.constantFrom(...triggerRules),
    retries: fc.nat({ max: 2 }),
    dependsOnPast: fc.boolean(),
  }),
  { minLength: 2, maxLength: 9 },
);

type Shape = typeof shape extends fc.Arbitrary<infer T> ? T : never;

const span = { from: "2019-01-01T00:00Z", until: "2019-01-05T00:00Z" };

function dagOf(tasks: Shape, dagId: string): DAG {
  const dates = { startDate: "2019-01-01", endDate: "2019-01-03" };
  const dag = new DAG({ dagId, schedule: "@daily", ...dates, catchup: true, maxActiveRuns: 2 });
  const made: Operator[] = [];
  for (const [index, { kind, parents, ...own }] of tasks.entries()) {
    const options = { dag, taskId: `t${index}`, retryDelay: { minutes: 7 }, ...own };
    const task = operatorFor(kind, options, tasks);
    const upstream = index === 0 ? [] : [...new Set(parents.map((parent) => made[parent % index]))];
    for (const each of upstream) if (each) chain(each, task);
    made.push(task);
  }
  return dag;
}

function operatorFor(
  kind: Shape[number]["kind"],
  options: { readonly dag: DAG; readonly taskId: string },
  tasks: Shape,
) {
  const throws = (error: Error) => () => {
    throw error;
  };
  switch (kind) {
    case "empty":
      return new EmptyOperator(options);
    case "stops":
      return new ShortCircuitOperator({ ...options, callable: () => false });
    case "branches": {
      const own = Number(options.taskId.slice(1));
      const next = tasks.findIndex(
        ({ parents }, index) => index > own && parents.some((each) => each % index === own),
      );
      return new BranchOperator({ ...options, callable: () => (next === -1 ? [] : [`t${next}`]) });
    }
    case "works":
      return new FunctionOperator({ ...options, callable: () => options.taskId });
    case "fails once":
      return new FunctionOperator({
        ...options,
        callable({ ti }) {
          if (ti.tryNumber === 1) throw new Error("once");
        },
      });
    case "fails":
      return new FunctionOperator({ ...options, callable: throws(new Error("always")) });
    case "fails for good":
      return new FunctionOperator({ ...options, callable: throws(new NonRetryableError("no use")) });
    case "skips":
      return new FunctionOperator({ ...options, callable: throws(new SkipError("not today")) });
    default:
      throw new TypeError(`unknown kind ${String(kind satisfies never)}`);
  }
}

function outcomes(store: Store, dags: readonly DAG[]) {
  return dags.map(({ dagId }) =>
    store.listRuns({ dagId }).map((run) => {
      const tasks = Object.entries(store.findRun(run)?.tasks ?? {});
      const states = tasks.map(([id, { state, tryNumber }]) => `${id} ${state} ${tryNumber}`).toSorted();
      return [run.runId, run.state, run.createdAt, run.finishedAt, ...states];
    }),
  );
}

test("five random DAGs end as they do in the engine", async () => {
  const shapes = fc.sample(shape, { numRuns: 5, seed: 16 });
  const dags = shapes.map((each, index) => dagOf(each, `random_${index}`));
  const store = memoryStore();
  const scheduler = new Scheduler({ dags, store, clock: simulatedClock({ from: span.from }) });
  await scheduler.run({ until: span.until });
  await scheduler.close();
  const played = await playOn(server, dags, span);
  await played.scheduler.close();
  const expected = outcomes(store, dags);
  expect(
    new Set(expected.flat(2).flatMap((each) => /^t\d+ (\w+)/.exec(String(each))?.[1] ?? [])).size,
  ).toBeGreaterThan(4);
  expect(outcomes(played.store, dags)).toEqual(expected);
});
