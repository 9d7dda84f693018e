import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { refusalOf } from "@daglings/words/testing";
import { plainFields, plainJson } from "./plain-json.ts";

test("what JSON keeps is copied as it will be read again", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(plainJson(value, "conf")).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test("dates are texts from the start, and fields without a value are left out", () => {
  const day = Temporal.PlainDate.from("2019-01-01");
  expect(plainFields({ day, list: [day], nothing: undefined }, "conf")).toEqual({
    day: "2019-01-01",
    list: ["2019-01-01"],
  });
});

test("there is one zero", () => {
  expect(plainJson([-0], "conf")).toEqual([0]);
});

test("a value that is used twice is not one that contains itself", () => {
  const twice = { n: 1 };
  expect(plainJson([twice, twice], "conf")).toEqual([twice, twice]);
});

const circle: Record<string, unknown> = {};
circle["list"] = [{ circle }];
let deep: unknown = 1;
for (let depth = 0; depth < 100_000; depth++) deep = [deep];

describe("refused is", () => {
  const kept = "which JSON cannot keep; pass texts, numbers, lists and objects";
  test.each([
    [{ count: 10n }, `conf.count is the BigInt 10n, ${kept}`],
    [circle, `conf.list[0].circle is an object that contains itself, ${kept}`],
    [{ list: [1, { n: NaN }] }, `conf.list[1].n is NaN, ${kept}`],
    [{ list: [undefined] }, `conf.list[0] is undefined, ${kept}`],
    [{ call: () => {} }, `conf.call is a function, ${kept}`],
    [{ name: Symbol("x") }, `conf.name is Symbol(x), ${kept}`],
    [{ seen: new Set([1]) }, `conf.seen is a Set, ${kept}`],
    [{ deep }, "conf is nested too deeply; pass less, or the name of a file that has it"],
    [5, 'conf is 5; it must be an object, as in { name: "value" }'],
    [[1], 'conf is [1]; it must be an object, as in { name: "value" }'],
    [null, 'conf is null; it must be an object, as in { name: "value" }'],
  ])("case %#", (value, message) => {
    expect(refusalOf(() => plainFields(value, "conf"))).toBe(`UsageError: ${message}`);
  });
});
