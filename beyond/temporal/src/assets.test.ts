// What tasks update, other DAGs hear of, as in the engine: which runs there are, when, and for which events.

import { afterAll, beforeAll, expect, test } from "vitest";
import {
  Asset,
  DAG,
  FunctionOperator,
  memoryStore,
  Scheduler,
  simulatedClock,
  type AirflowVersion,
  type AssetEventFacts,
  type Store,
  type TaskContext,
} from "@daglings/engine";
import { openServer, playOn, type TestServer } from "./testing.ts";

let server: TestServer;
beforeAll(async () => void (server = await openServer()));
afterAll(() => server.close());

const span = { from: "2019-01-01T00:00Z", until: "2019-01-04T00:00Z" };

/**
 * Orders come every six hours and prices once a day, never both in one instant, which would have no order; the second order
 * of each day fails. Reports wait for both.
 */
function makeDags(airflow: AirflowVersion): DAG[] {
  const [orders, prices, reports] = ["orders", "prices", "reports"].map((name) => new Asset(name));
  if (!orders || !prices || !reports) throw new TypeError("three names give three assets");
  const dates = { startDate: "2019-01-01", catchup: true, airflow };
  const order = new DAG({ dagId: "order", schedule: "7 */6 * * *", ...dates });
  const price = new DAG({ dagId: "price", schedule: "@daily", ...dates });
  const report = new DAG({ dagId: "report", schedule: [orders, prices], airflow, maxActiveRuns: 1 });
  const reader = new DAG({ dagId: "reader", schedule: [reports], airflow });
  const add = (dag: DAG, outlets: readonly Asset[], callable: (context: TaskContext) => unknown) =>
    new FunctionOperator({ dag, taskId: "task", outlets, callable });
  add(order, [orders], ({ ts, outletEvents }) => {
    if (ts.includes("T06")) throw new Error("no order today");
    outletEvents.get(orders).extra = { of: ts };
  });
  add(price, [prices], () => 7);
  add(report, [reports], ({ triggeringAssetEvents: events }) => Object.values(events).flat().map(describe));
  add(reader, [], ({ runId }) => runId);
  return [order, price, report, reader];
}

function describe({ asset, extra, sourceTaskId, sourceDagRun }: AssetEventFacts): string {
  return `${asset} ${JSON.stringify(extra)} ${sourceTaskId} ${sourceDagRun?.logicalDate.toString()}`;
}

function factsOf(store: Store, dags: readonly DAG[]) {
  return dags.map(({ dagId }) => ({
    queue: store.findAssetQueue({ dagId }),
    runs: store
      .listRuns({ dagId })
      .map(({ planHash: _hash, ...run }) => ({ ...run, xcoms: store.listXComs(run) })),
  }));
}

test.each([2, 3] as const)("runs for assets are made as in the engine, as in Airflow %d", async (airflow) => {
  const store = memoryStore();
  const dags = makeDags(airflow);
  const scheduler = new Scheduler({ dags, store, clock: simulatedClock({ from: span.from }) });
  await scheduler.run({ until: span.until });
  await scheduler.close();
  const played = await playOn(server, makeDags(airflow), span);
  await played.scheduler.close();
  expect(store.listRuns({ dagId: "reader" }).length).toBeGreaterThan(1);
  expect(factsOf(played.store, dags)).toEqual(factsOf(store, dags));
  expect(played.store.listAssetEvents({})).toEqual(store.listAssetEvents({}));
});
