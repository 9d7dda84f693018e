// A difference as HTML: each line that came is an `<ins>`, each that went is a `<del>`, and says so in words too.

import type { Difference } from "../diff/compare.ts";
import { linesOf, type DiffLine } from "../diff/lines.ts";
import { escapeMarkup } from "./escape.ts";

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

/** The end of a line stands inside its element: between two blocks it would be an empty line. */
function lineHtml({ kind, text, number }: DiffLine): string {
  const shown = escapeMarkup(text);
  const gutter = (sign: string) => `<span class="number" aria-hidden="true">${number} ${sign}</span>`;
  switch (kind) {
    case "same":
      return `<span class="same">${gutter("&nbsp;")}${shown}\n</span>`;
    case "added":
      return `<ins>${gutter("+")}<span class="hidden">added: </span>${shown}\n</ins>`;
    case "removed":
      return `<del>${gutter("-")}<span class="hidden">removed: </span>${shown}\n</del>`;
    case "note":
      return `<span class="same">(${shown})\n</span>`;
  }
}
