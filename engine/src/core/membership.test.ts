import fc from "fast-check";
import { expect, test } from "vitest";
import { isIn } from "./membership.ts";

test("a list has what it has, be it short or long, and however often one asks", () => {
  const item = fc.nat({ max: 99 }).map(String);
  fc.assert(
    fc.property(fc.array(item, { maxLength: 60, size: "max" }), fc.array(item), (list, asked) => {
      for (const each of asked) expect(isIn(list, each)).toBe(list.includes(each));
    }),
  );
});
