import { assert, jsonValue, property } from "fast-check";
import { expect, test } from "vitest";
import { describeArguments, keep } from "./kept.ts";

test("a value that JSON gives back unchanged is kept", () => {
  assert(
    property(
      jsonValue().filter(
        (value) =>
          !JSON.stringify(value, (_, each: unknown) => (Object.is(each, -0) ? "minus zero" : each)).includes(
            "minus zero",
          ),
      ),
      (value) => {
        expect(JSON.parse(JSON.stringify(keep(value)))).toEqual({ value });
      },
    ),
  );
  expect(keep(undefined)).toEqual({});
});

const itself: unknown[] = [];
itself.push(itself);
let deep: unknown = 1;
for (let depth = 0; depth < 5000; depth++) deep = [deep];
const withHole = [1];
withHole[2] = 3;
const untouchable = Object.defineProperty({}, "a", {
  enumerable: true,
  get: () => {
    throw new Error("do not look");
  },
});

test.each([
  [new Map()],
  [NaN],
  [-0],
  [1n],
  [() => 1],
  [itself],
  [[undefined]],
  [Temporal.Instant.from("2019-01-04T00:00Z")],
  [{ a: Symbol("a") }],
])("%o is not kept: it would come back as something else", (value) => {
  expect(keep(value)).toBeNull();
});

test.each([
  ["with a symbol as a key", { [Symbol("a")]: 1 }],
  ["with a hole", withHole],
  ["a list with a field of its own", Object.assign([1], { name: "one" })],
  ["nested too deeply", deep],
  ["that throws when it is looked at", untouchable],
])("nor is one %s", (_, value) => {
  expect(keep(value)).toBeNull();
});

test("arguments are told apart by their contents, and shown in a line or two at most", () => {
  const of = (...values: unknown[]) => describeArguments(values);
  expect(of("a", 1)).toMatchObject({ text: '"a",1' });
  expect(of("a", 1).hash).toBe(of("a", 1).hash);
  expect(
    new Set(
      [[1], ["1"], [[1]], [1n], [new Map([[1, 2]])], [new Set([1])], []].map((each) => of(...each).hash),
    ).size,
  ).toBe(7);
  expect(of(itself).text).toBe('["itself"]');
  expect(of(deep, 1).hash).not.toBe(of(deep, 2).hash);
  expect(of("x".repeat(1000)).text).toHaveLength(201);
});
