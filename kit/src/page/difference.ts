// A difference as HTML: each added line is an `<ins>`, each removed one a `<del>`, and says so in words too.

import type { Difference } from "../diff/compare.ts";
import { linesOf, type DiffLine } from "../diff/lines.ts";
import { escapeMarkup } from "@daglings/words";
import { highlight } from "./highlight.ts";

/** `label`: what is compared, in words. */
export function differenceHtml({ hunks }: Difference, label: string): string {
  const parts = hunks.map((hunk, index) => {
    const { newStart, newLines } = hunk;
    const place = `${label}, part ${index + 1} of ${hunks.length}: lines ${newStart} to ${newStart + newLines - 1}`;
    return `<figure>
<figcaption>${escapeMarkup(place)}</figcaption>
<pre><code>${linesOf(hunk).map(lineHtml).join("")}</code></pre>
</figure>`;
  });
  return parts.join("\n");
}

const tags = { same: "span", added: "ins", removed: "del", note: "span" } as const;
const signs = { same: "&nbsp;", added: "+", removed: "-", note: "&nbsp;" } as const;

/** The end of a line is inside its element: between two blocks it would be an empty line. */
function lineHtml({ kind, text, number }: DiffLine): string {
  const tag = tags[kind];
  const gutter = `<span class="number" aria-hidden="true">${kind === "note" ? "" : number} ${signs[kind]}</span>`;
  const isChange = kind === "added" || kind === "removed";
  const word = isChange ? `<span class="hidden">${kind}: </span>` : "";
  const open = isChange ? `<${tag}>` : `<${tag} class="same">`;
  return `${open}${gutter}${word}${highlight(text, "ts")}\n</${tag}>`;
}
