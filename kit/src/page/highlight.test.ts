import { expect, test } from "vitest";
import { highlight } from "./highlight.ts";

test("words of a language, texts and comments are marked, and all is escaped", () => {
  expect(highlight(`const a = "<b>"; // so`, "ts")).toBe(
    `<span class="hljs-keyword">const</span> a = <span class="hljs-string">&quot;&lt;b&gt;&quot;</span>; <span class="hljs-comment">// so</span>`,
  );
});

test("an unknown language stays as it is, escaped", () => {
  expect(highlight("a,<b>\n", "csv")).toBe("a,&lt;b&gt;\n");
});
