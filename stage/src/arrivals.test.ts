import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import {
  Asset,
  chain,
  DAG,
  FunctionOperator,
  memoryStore,
  Scheduler,
  simulatedClock,
  tableChange,
  type AssetEventOptions,
} from "@daglings/engine";
import { expect, test } from "vitest";
import { openWatching } from "./arrivals.ts";
import { openLeftRun } from "./left-run.ts";
import { runLesson } from "./run-lesson.ts";
import { inTemporaryFolder } from "./testing.ts";

test("files arrive in simulated time, when they are whole; and in a left folder, what is put there by hand", async () => {
  await inTemporaryFolder(async (above) => {
    const dir = join(above, "run");
    const { run } = await runLesson({ lesson: "16", dir });
    expect(run.dags.flatMap(({ runs }) => runs.map(({ createdAt }) => createdAt))).toEqual([
      "2019-01-04T05:00:02Z",
      "2019-01-04T06:20:05Z",
      "2019-01-05T07:45:02Z",
    ]);

    writeFileSync(join(dir, "data", "incoming", "2019-01-05.json"), "[]\n");
    const stage = await openLeftRun(dir);
    await stage.settle();
    const [latest] = stage.store.listRuns({ dagId: "16_event_triggered", newestFirst: true, limit: 1 });
    expect(latest).toMatchObject({ state: "success", runId: "dataset_triggered__2019-01-07T00:00:02+00:00" });
    await stage.close();
  });
});

test("rows that a task adds are noticed at the instant at which it adds them", async () => {
  await inTemporaryFolder(async (folder) => {
    const shop = new DatabaseSync(join(folder, "shop.db"));
    shop.exec("CREATE TABLE orders (day TEXT)");
    const sells = new DAG({
      dagId: "sells",
      schedule: "@daily",
      startDate: "2019-01-01",
      endDate: "2019-01-02",
    });
    const insert = ({ ds }: { readonly ds: string }) => {
      if (ds === "2019-01-02") return;
      shop.prepare("INSERT INTO orders VALUES (?)").run(ds);
    };
    chain(new FunctionOperator({ dag: sells, taskId: "sell", callable: insert }));
    const orders = new Asset("orders", { watch: tableChange({ database: "shop.db", table: "orders" }) });
    const counts = new DAG({ dagId: "counts", schedule: [orders] });
    chain(new FunctionOperator({ dag: counts, taskId: "count", callable() {} }));
    const dags = [sells, counts];

    const store = memoryStore();
    const tell = (event: AssetEventOptions) => scheduler.assetEvent(event);
    const clock = simulatedClock({ from: "2019-01-01" });
    const watching = await openWatching({ dags, clock, store, folder, tell });
    const scheduler = new Scheduler({ dags, store, clock: watching.clock });
    await scheduler.run({ until: "2019-01-04" });
    watching.close();
    shop.close();
    const midnight = Temporal.Instant.from("2019-01-02T00:00Z").epochMilliseconds;
    const events = store.listAssetEvents({}).map(({ at, extra }) => [at, extra["rows"]]);
    expect(events).toEqual([[midnight, 1]]);
    const runs = store.listRuns({ dagId: "counts" }).map(({ createdAt, state }) => [createdAt, state]);
    expect(runs).toEqual([[midnight, "success"]]);
  });
});
