import fc from "fast-check";
import { expect, test } from "vitest";
import { columnsInSight } from "./task-columns.ts";

test("few columns are all drawn", () => {
  expect(columnsInSight({ count: 100, first: 50, inSight: 20 })).toEqual({ from: 0, to: 100 });
});

test("of many, those in sight are drawn, and some on either side, and no more", () => {
  const sights = fc.record({
    count: fc.integer({ min: 101, max: 20_000 }),
    first: fc.integer({ min: -10, max: 20_000 }),
    inSight: fc.integer({ min: 0, max: 100 }),
  });
  fc.assert(
    fc.property(sights, (sight) => {
      const { count, first, inSight } = sight;
      const { from, to } = columnsInSight(sight);
      expect(from).toBeLessThanOrEqual(Math.max(0, Math.min(first, count) - 1));
      expect(to).toBeGreaterThanOrEqual(Math.min(count, first + inSight + 1));
      expect([from >= 0, to <= count, to - from <= inSight + 32 || first > count]).toEqual([
        true,
        true,
        true,
      ]);
    }),
  );
});
