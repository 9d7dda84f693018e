import { describe, expect, test } from "vitest";
import { markdownHtml } from "./markdown.ts";

describe("a lesson's text as HTML", () => {
  test("has its headings below those of the page", () => {
    expect(markdownHtml("# One\n\n###### Six", { below: 1 })).toBe("<h2>One</h2>\n<h6>Six</h6>\n");
  });

  test("shows HTML and does not obey it", () => {
    const html = markdownHtml("<script>alert(1)</script>\n\nand <b onclick='x'>this</b>, `<i>`", {
      below: 0,
    });
    expect(html).not.toMatch(/<(script|b|i)\b/);
    expect(html).toContain("&lt;script&gt;");
  });

  test("keeps links to the web, and only the words of other links", () => {
    const text = "[a](https://example.org/?x=1&y=%22) [b](../09/README.md) [c](javascript:alert) ![d](e.png)";
    const html = markdownHtml(text, { below: 0 });
    expect(html).toContain('<a href="https://example.org/?x=1&amp;y=%22">a</a> b c d');
  });
});
