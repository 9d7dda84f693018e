import { expect, test } from "vitest";
import { escapeMarkup, printable } from "./escape.ts";

test("characters with a meaning in HTML and XML lose it", () => {
  expect(escapeMarkup(`<a href="x" title='y'>&</a>`)).toBe(
    "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;&lt;/a&gt;",
  );
});

test("characters that are allowed in neither are left out", () => {
  expect(printable("a\u0000b\u001b[31mc\u001b[0m\u0007d\ufffee\u0085f")).toBe("abcdef");
  expect(printable("a\r\nb\tc\rd")).toBe("a\nb\tcd");
});

test("half a letter is replaced, and a whole one stays", () => {
  expect(printable("\ud83d 😀")).toBe("\ufffd 😀");
});
