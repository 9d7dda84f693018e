// The lessons' texts, which are Markdown, as HTML. HTML in them is shown, not obeyed.

import { Marked, type Tokens } from "marked";
import { escapeMarkup } from "@daglings/words";
import { highlight } from "./highlight.ts";

/** `below`: headings begin this many levels lower. */
export function markdownHtml(text: string, { below }: { readonly below: number }): string {
  const marked = new Marked({
    gfm: true,
    renderer: {
      heading({ tokens, depth }: Tokens.Heading) {
        const level = Math.min(6, depth + below);
        return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`;
      },
      code({ text: code, lang = "" }: Tokens.Code) {
        return `<pre><code>${highlight(code, lang)}</code></pre>\n`;
      },
      html({ text: raw }: Tokens.HTML | Tokens.Tag) {
        return escapeMarkup(raw);
      },
      image({ text: alternative }: Tokens.Image) {
        return escapeMarkup(alternative);
      },
      // A path means nothing in a file that is read on its own.
      link({ href, tokens }: Tokens.Link) {
        const inside = this.parser.parseInline(tokens);
        return /^https?:\/\//.test(href) ? `<a href="${escapeMarkup(href)}">${inside}</a>` : inside;
      },
    },
  });
  return marked.parse(text, { async: false });
}
