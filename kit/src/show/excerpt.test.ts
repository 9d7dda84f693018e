import fc from "fast-check";
import { expect, test } from "vitest";
import { excerpt } from "./excerpt.ts";

const numbers = (length: number) => Array.from({ length }, (_, index) => index);
const shown = (items: readonly number[], most: number, special: readonly number[] = []) =>
  excerpt(items, { most, isSpecial: (item) => special.includes(item) }).map((part) =>
    "item" in part ? part.item : `… ${part.leftOut}`,
  );

test("a short list is shown as it is", () => {
  expect(shown(numbers(12), 12)).toEqual(numbers(12));
});

test("of a long one the beginning and the end", () => {
  expect(shown(numbers(20), 6)).toEqual([0, 1, "… 16", 18, 19]);
});

test("and what is special in between, while there is room", () => {
  expect(shown(numbers(20), 6, [5, 9, 10, 12])).toEqual([0, 1, "… 3", 5, "… 3", 9, "… 8", 18, 19]);
});

test("what is special at the ends takes no room in the middle", () => {
  expect(shown(numbers(20), 6, [0, 1, 5, 9])).toEqual([0, 1, "… 3", 5, "… 3", 9, "… 8", 18, 19]);
});

test("nothing is lost, doubled or out of order", () => {
  fc.assert(
    fc.property(
      fc.nat(60),
      fc.integer({ min: 3, max: 20 }),
      fc.array(fc.nat(60)),
      (length, most, special) => {
        const parts = excerpt(numbers(length), { most, isSpecial: (item) => special.includes(item) });
        const wrong: number[] = [];
        let next = 0;
        for (const part of parts) {
          if ("item" in part && part.item !== next) wrong.push(part.item);
          next += "item" in part ? 1 : part.leftOut;
        }
        expect(wrong).toEqual([]);
        expect(next).toBe(length);
        expect(parts.filter((part) => "item" in part).length).toBeLessThanOrEqual(most);
      },
    ),
  );
});
