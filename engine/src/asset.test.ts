import { expect, test } from "vitest";
import { Asset } from "./asset.ts";
import { DAG } from "./dag.ts";
import { EmptyOperator } from "./operators/empty.ts";
import { ownerOf } from "./testing.ts";
import { apiSignal, fileArrival, tableChange } from "./watch.ts";

test("how an asset is watched is plain data", () => {
  expect(new Asset("stats", { watch: fileArrival("in/*.json", { quiet: { seconds: 5 } }) })).toEqual({
    name: "stats",
    watch: { kind: "file", pattern: "in/*.json", quiet: 5000 },
  });
  expect(apiSignal("ready")).toEqual({ kind: "signal", name: "ready" });
  const watch = tableChange({ database: "shop.db", table: "orders" });
  expect(watch).toEqual({ kind: "table", database: "shop.db", table: "orders" });
  expect(new Asset("plain").watch).toBeNull();
});

test.each([
  ["an empty name", () => new Asset("  "), /an asset's name is "  "; it must be up to 1500 letters of ASCII/],
  ["letters beyond ASCII", () => new Asset("größe"), /an asset's name is "größe"/],
  ["an unknown option", () => new Asset("a", { wach: 1 } as object), /asset "a".*"wach"/],
  ["no pattern", () => fileArrival(""), /the pattern of fileArrival is ""; it must be a text/],
  ["a schedule of names", () => dagOf(["a"]), /schedule is \["a"\]; write a list of assets/],
  ["an empty schedule", () => dagOf([]), /schedule is an empty list; name the assets/],
  [
    "an outlet that is a number",
    () => outletsOf(["a", 5]),
    /outlets is \["a", ?5\]; write a list of assets, and/,
  ],
  ["an outlet without a name", () => outletsOf([" "]), /outlets is \[" "\]; write a list of assets, and/],
  [
    "an outlet that is not a list",
    () => outletsOf("a"),
    /outlets is "a"; write a list of assets, and of paths/,
  ],
])("%s is refused", (_, make, message) => {
  expect(make).toThrow(message);
});

const dagOf = (schedule: unknown) => new DAG({ dagId: "dag", schedule: schedule as readonly Asset[] });

function outletsOf(outlets: unknown): EmptyOperator {
  const dag = new DAG({ dagId: "dag", schedule: null });
  return new EmptyOperator({ dag, taskId: "t", outlets: outlets as readonly Asset[] });
}

test("outlets may be paths and addresses, too; each is one once, and only assets have events", () => {
  const orders = new Asset("orders");
  const task = outletsOf([orders, "data/{{ds}}.csv", "orders", "data/{{ds}}.csv", orders]);
  expect(task.outlets).toEqual([orders]);
  expect(task.declared).toEqual({ inlets: [], outlets: ["orders", "data/{{ds}}.csv", "orders"] });
  expect(outletsOf([]).declared).toBeNull();
});

test("a schedule of assets needs no start date, says its names, and takes each once", () => {
  const dag = dagOf([new Asset("a"), new Asset("b"), new Asset("a")]);
  expect(dag.settings.timetable.description).toBe("[a, b]");
  expect(dag.settings.assets.map(({ name }) => name)).toEqual(["a", "b"]);
  expect(ownerOf(new EmptyOperator({ dag, taskId: "t" })).settings.schedule).toBeNull();
});
