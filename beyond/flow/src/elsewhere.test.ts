// What another runtime is given: the runs that it is asked to carry out, and the functions of tasks, by file and name.

import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import {
  allWritten,
  carriedOutBy,
  completed,
  flow,
  keep,
  memoryRecord,
  machine,
  runContext,
  runOn,
  task,
  tryTask,
  type Kept,
} from "./index.ts";

const half = task((value: number) => [value / 2, runContext().task, runContext().tries]);
const named = task(() => 1, { name: "other" });
const halved = flow(async ({ value }: { value: number }) => await half(value));

const here = fileURLToPath(import.meta.url);
const context = {
  flowRunId: "run",
  task: "half-1",
  tries: 2,
  signal: new AbortController().signal,
  log: () => {},
};

test("a file's tasks and flows are known by name, in their order, and whether their lines have named them", () => {
  const own = allWritten().get(here) ?? [];
  expect(own.slice(0, 3).map(({ kind, name, isNamedByPlace }) => [kind, name, isNamedByPlace])).toEqual([
    ["task", "half", true],
    ["task", "other", false],
    ["flow", "halved", true],
  ]);
});

test("another runtime carries out what is called, with the machine of the caller", async () => {
  const asked: unknown[] = [];
  const state = await carriedOutBy(
    async (on, body, { parameters }) => {
      asked.push(body.name, body.file, parameters, on.clock.isSimulated);
      return await Promise.resolve(completed({ data: ["elsewhere"] }));
    },
    () => halved.state({ value: 4 }),
  );
  expect(asked).toEqual(["halved", here, { value: 4 }, false]);
  expect(state.result()).toEqual(["elsewhere"]);
});

test("one try of a task knows what it is part of, may call other tasks, and throws what its function throws", async () => {
  const calls = task(async () => [...(await half(8)), await named()]);
  const [fn, other] = [half, calls].map(
    ({ taskName }) =>
      allWritten()
        .get(here)
        ?.find(({ name }) => name === taskName)?.fn,
  );
  if (!fn || !other) throw new TypeError("they are written here");
  expect((await tryTask(fn, [6], context)).data).toEqual([3, "half-1", 2]);
  expect((await tryTask(other, [], context)).data).toEqual([4, "half-1", 1, 1]);
  const fails = () => Promise.reject(new RangeError("no"));
  await expect(tryTask(fails, [], context)).rejects.toThrow("no");
});

test("a cache may be far away", async () => {
  const cache = new Map<string, Kept>();
  const record = {
    ...memoryRecord(),
    findCached: ({ key }: { readonly key: string }) => Promise.resolve(cache.get(key) ?? null),
    saveCached: ({ key, result }: { readonly key: string; readonly result: Kept }) =>
      Promise.resolve(void cache.set(key, result)),
  };
  let calls = 0;
  const counted = task(() => ++calls, { cacheKey: () => "key" });
  const twice = flow(async () => [await counted(), await counted()]);
  expect((await runOn(machine({ record }), twice)).data).toEqual([1, 1]);
  expect(cache.get("key")).toEqual(keep(1));
});
