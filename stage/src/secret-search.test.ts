import fc from "fast-check";
import { expect, test } from "vitest";
import { formsOf } from "./secret-search.ts";

test("a secret has a form that is in the text, or in its base64, whatever comes before and after it", () => {
  const secret = "c0ffee5ec7e7c0ffee5ec7e7c0ffee11";
  const ascii = fc.string({ unit: "binary-ascii" });
  fc.assert(
    fc.property(ascii, ascii, fc.constantFrom("utf8", "base64"), (before, after, encoding) => {
      const text = Buffer.from(`${before}${secret}${after}`).toString(encoding);
      expect(formsOf(secret).some((form) => text.includes(form))).toBe(true);
    }),
  );
});

test("another secret has none of them", () => {
  const text = Buffer.from("c0ffee5ec7e7c0ffee5ec7e8c0ffee11").toString("base64");
  expect(formsOf("c0ffee5ec7e7c0ffee5ec7e7c0ffee11").some((form) => text.includes(form))).toBe(false);
});
