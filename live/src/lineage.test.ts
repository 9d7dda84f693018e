import { expect, test } from "vitest";
import { chain, DAG, FunctionOperator, memoryStore, type Store, type TraceRecord } from "@daglings/engine";
import { originOf, readersOf, type Origin } from "./lineage.ts";

type Line = readonly [
  at: number,
  run: string,
  task: string,
  what: `${TraceRecord["direction"]} ${string} ${TraceRecord["how"]}`,
  tryNumber?: number,
];

function storeWith(...lines: readonly Line[]): Store {
  const dag = new DAG({ dagId: "dag", schedule: null });
  const task = (taskId: string) => new FunctionOperator({ dag, taskId, callable: () => {} });
  chain(task("fetch"), task("look"), task("count"), task("mail"));
  const store = memoryStore();
  const lease = { holder: "me", host: "here", pid: 1, process: "", boot: "", renewedAt: 0, address: null };
  store.takeLease({ ...lease, expiresAt: 0 }, () => false);
  store.commit({
    holder: "me",
    dags: [{ dagId: "dag", paused: false, file: null, schedule: "none", plan: dag.plan }],
    runs: [],
    tasks: [],
    attempts: [],
    xcoms: [],
    assetEvents: [],
    assetQueues: [],
    events: [],
    traces: lines.map(([at, runId, taskId, what, tryNumber = 1]) => {
      const [direction, name, how] = what.split(" ") as [
        TraceRecord["direction"],
        string,
        TraceRecord["how"],
      ];
      return { dagId: "dag", runId, taskId, tryNumber, direction, name, how, at };
    }),
  });
  return store;
}

/** `c.csv < count 1 of a < (named) b.json < …`: the chain, where there is one source each. */
function chainOf({ name, writtenBy, others, from }: Origin): string {
  const writer = writtenBy && ` < ${writtenBy.taskId} ${writtenBy.tryNumber} of ${writtenBy.runId}`;
  const more = others > 0 ? ` (+${others})` : "";
  const sources = from.map((source) => `(${source.how}) ${chainOf(source)}`);
  return `${name}${writer ?? ""}${more}${sources.length > 0 ? ` < ${sources.join(" & ")}` : ""}`;
}

const fetched = [
  [1, "a", "fetch", "in $API/events named"],
  [1, "a", "fetch", "out b.json written"],
  [2, "a", "count", "in b.json named"],
  [2, "a", "count", "out c.csv written"],
] as const satisfies readonly Line[];

test("a file leads back to the request it came from", () => {
  expect(chainOf(originOf(storeWith(...fetched), "c.csv"))).toBe(
    "c.csv < count 1 of a < (named) b.json < fetch 1 of a < (named) $API/events",
  );
});

test("where nothing says what was read, it is what the nearest tasks before have written", () => {
  const store = storeWith(
    [1, "a", "fetch", "out old.json written"],
    [2, "a", "fetch", "out b.json written", 2],
    [2, "a", "fetch", "out noise.txt perhaps", 2],
    [3, "a", "count", "out c.csv written"],
  );
  expect(chainOf(originOf(store, "c.csv"))).toBe("c.csv < count 1 of a < (upstream) b.json < fetch 2 of a");
});

test("what was read was written before, and by its own run sooner than by another", () => {
  const store = storeWith(
    [1, "z", "fetch", "out b.json written"],
    ...fetched,
    [1, "y", "fetch", "out b.json written"],
    [9, "late", "fetch", "out b.json written"],
  );
  expect(chainOf(originOf(store, "c.csv"))).toContain("b.json < fetch 1 of a (+2)");
  expect(chainOf(originOf(store, "b.json"))).toBe("b.json < fetch 1 of late (+3)");
});

test("who is seen to have written it counts more than who says so, and more than who has perhaps", () => {
  const store = storeWith(
    [1, "a", "count", "out c.csv written"],
    [2, "b", "count", "out c.csv declared"],
    [3, "c", "count", "out c.csv perhaps"],
    [2, "b", "count", "out d.csv declared"],
    [3, "c", "count", "out d.csv perhaps"],
    [3, "c", "count", "out e.csv perhaps"],
  );
  const writerOf = (name: string) => originOf(store, name).writtenBy;
  expect(writerOf("c.csv")).toMatchObject({ runId: "a", how: "written" });
  expect(writerOf("d.csv")).toMatchObject({ runId: "b", how: "declared" });
  expect(writerOf("e.csv")).toMatchObject({ runId: "c", how: "perhaps" });
});

test("several sources are all followed, and a circle ends", () => {
  const store = storeWith(
    ...fetched,
    [1, "a", "fetch", "in c.csv declared"],
    [2, "a", "count", "in names.txt declared"],
  );
  expect(chainOf(originOf(store, "c.csv"))).toBe(
    "c.csv < count 1 of a < (named) b.json < fetch 1 of a < (named) $API/events & (declared) c.csv & (declared) names.txt",
  );
  const loop = storeWith(
    [1, "a", "fetch", "in two declared"],
    [1, "a", "fetch", "out one written"],
    [1, "a", "count", "in one declared"],
    [1, "a", "count", "out two written"],
  );
  expect(chainOf(originOf(loop, "one"))).toBe(
    "one < fetch 1 of a < (declared) two < count 1 of a < (declared) one < fetch 1 of a",
  );
});

test("a task that reads and writes one file has it from the one before", () => {
  const store = storeWith(
    [1, "a", "count", "out days.csv written"],
    [2, "b", "count", "in days.csv declared"],
    [2, "b", "count", "out days.csv written"],
  );
  expect(chainOf(originOf(store, "days.csv"))).toBe(
    "days.csv < count 1 of b (+1) < (declared) days.csv < count 1 of a",
  );
});

test("a file to which every run adds is followed through the nearest of them", () => {
  const runs = Array.from({ length: 5000 }, (_, index) => index);
  const store = storeWith(
    ...runs.flatMap((at): Line[] => [
      [at, `run ${at}`, "count", "in days.csv declared"],
      [at, `run ${at}`, "count", "out days.csv written"],
    ]),
  );
  const writers: number[] = [];
  for (let each: Origin | undefined = originOf(store, "days.csv"); each?.writtenBy; each = each.from[0]) {
    writers.push(each.writtenBy.at);
  }
  expect(writers).toEqual(runs.slice(-201).toReversed());
});

test("what two ways lead to is told once", () => {
  const steps = Array.from({ length: 24 }, (_, index) => index);
  const store = storeWith(
    ...steps.flatMap((at): Line[] => [
      [at, "a", `part ${at}`, `in whole_${at} declared`],
      [at, "a", `part ${at}`, `out left_${at} written`],
      [at, "a", `part ${at}`, `out right_${at} written`],
      [at, "a", `join ${at}`, `in left_${at} declared`],
      [at, "a", `join ${at}`, `in right_${at} declared`],
      [at, "a", `join ${at}`, `out whole_${at + 1} written`],
    ]),
  );
  const all = [originOf(store, "whole_24")];
  for (const { from } of all) all.push(...from); // grows while it is walked
  expect(all).toHaveLength(1 + 24 * 3);
});

test("what nobody has written has no origin, and who has read it is known all the same", () => {
  const store = storeWith(...fetched);
  expect(originOf(store, "$API/events")).toEqual({
    name: "$API/events",
    writtenBy: null,
    others: 0,
    from: [],
  });
  expect(readersOf(store, "$API/events")).toMatchObject([{ taskId: "fetch", how: "named", at: 1 }]);
  expect(readersOf(store, "c.csv")).toEqual([]);
});
