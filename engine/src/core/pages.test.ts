import fc from "fast-check";
import { expect, test } from "vitest";
import { inPages, itemAt, withItem } from "./pages.ts";

test("a list in pages reads as the list, whatever its length and however it is changed", () => {
  const list = fc.array(fc.nat(), { maxLength: 300 });
  const changes = fc.array(fc.record({ index: fc.nat(), item: fc.nat() }));
  fc.assert(
    fc.property(list, changes, (items, all) => {
      let plain = items;
      let pages = inPages(items);
      for (const { index, item } of items.length === 0 ? [] : all) {
        plain = plain.with(index % items.length, item);
        pages = withItem(pages, index % items.length, item);
      }
      expect(pages).toEqual(inPages(plain));
      expect(plain.map((_, index) => itemAt(pages, index))).toEqual(plain);
      expect(itemAt(pages, items.length)).toBeUndefined();
    }),
  );
});

test("a change shares every page but one with the list before it, which stays as it was", () => {
  const before = inPages(Array.from({ length: 1000 }, (_, index) => index));
  const after = withItem(before, 500, -1);
  expect(after.filter((page, number) => page !== before[number])).toHaveLength(1);
  expect([itemAt(before, 500), itemAt(after, 500)]).toEqual([500, -1]);
});
