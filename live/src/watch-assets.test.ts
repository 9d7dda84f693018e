import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Asset, DAG, fileArrival, memoryStore, Scheduler, tableChange } from "@daglings/engine";
import { expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "./testing.ts";
import { watchAssets } from "./watch-assets.ts";

/** Watches, until this many events have been told. */
async function told(count: number, folder: string, store: ReturnType<typeof memoryStore>, assets: Asset[]) {
  const dag = new DAG({ dagId: "dag", schedule: assets });
  const scheduler = new Scheduler({ dags: [dag], store });
  const enough = Promise.withResolvers<void>();
  const assetEvent: Scheduler["assetEvent"] = (options) => {
    const event = scheduler.assetEvent(options);
    if (store.lastAssetEventId() >= count) enough.resolve();
    return event;
  };
  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  const watchers = watchAssets({ scheduler: { assetEvent }, store, folder, say });
  watchers.adopt([dag]);
  onTestFinished(() => watchers.close());
  await enough.promise;
  watchers.close();
  await scheduler.close();
  expect(said).toEqual([]);
  return store.listAssetEvents({}).map(({ asset, extra }) => [asset, extra["path"] ?? extra["rows"]]);
}

test("files and rows that came while nobody watched are found, and after a restart only what is new", async () => {
  const folder = temporaryFolder();
  const store = memoryStore();
  const shop = new DatabaseSync(join(folder, "shop.db"));
  onTestFinished(() => shop.close());
  shop.exec("CREATE TABLE orders (name TEXT); INSERT INTO orders VALUES ('a')");
  mkdirSync(join(folder, "in"));
  writeFileSync(join(folder, "in", "a.json"), "{}");
  const assets = [
    new Asset("files", { watch: fileArrival("in/*.json", { quiet: { milliseconds: 50 } }) }),
    new Asset("orders", { watch: tableChange({ database: "shop.db", table: "orders" }) }),
  ];
  const first = [
    ["orders", 1],
    ["files", "in/a.json"],
  ];
  expect(await told(2, folder, store, assets)).toEqual(first);
  writeFileSync(join(folder, "in", "b.json"), "{}");
  expect(await told(3, folder, store, assets)).toEqual([...first, ["files", "in/b.json"]]);
});
