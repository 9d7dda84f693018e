import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { tableChange } from "@daglings/engine";
import { expect, onTestFinished, test } from "vitest";
import { TableChanges } from "./table-changes.ts";
import { temporaryFolder } from "./testing.ts";

test("rows that are added or taken away are a change, another table's are not", () => {
  const folder = temporaryFolder();
  const watch = tableChange({ database: "shop.db", table: "orders" });
  const changes = new TableChanges(watch, folder);
  onTestFinished(() => changes.close());
  expect(changes.look()).toBeNull();
  const shop = new DatabaseSync(join(folder, "shop.db"));
  onTestFinished(() => shop.close());
  expect(changes.look()).toBeNull();
  shop.exec("CREATE TABLE orders (name TEXT); CREATE TABLE others (name TEXT)");
  expect(changes.look()).toBeNull();
  shop.exec("INSERT INTO orders VALUES ('a'), ('b')");
  expect(changes.look()).toEqual({ rows: 2, lastRowid: 2 });
  expect(changes.look()).toBeNull();
  shop.exec("INSERT INTO others VALUES ('a')");
  expect(changes.look()).toBeNull();
  shop.exec("DELETE FROM orders WHERE name = 'a'");
  expect(changes.look()).toEqual({ rows: 1, lastRowid: 2 });

  const knowing = new TableChanges(watch, folder, { rows: 1, lastRowid: 2 });
  onTestFinished(() => knowing.close());
  expect(knowing.look()).toBeNull();
  const old = new TableChanges(watch, folder, { rows: 1, lastRowid: 1 });
  onTestFinished(() => old.close());
  expect(old.look()).toEqual({ rows: 1, lastRowid: 2 });
});
