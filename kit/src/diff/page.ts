// A difference as one HTML file that needs nothing else.

import type { Lesson } from "@daglings/lessons";
import { differenceHtml } from "../page/difference.ts";
import { escapeMarkup } from "@daglings/words";
import { htmlPage } from "../page/page.ts";
import type { Difference } from "./compare.ts";
import type { Sides } from "./sides.ts";
import { sizeOf } from "./text.ts";

export function differencePage({ from, to }: Sides, difference: Difference, lesson: Lesson): string {
  const title = `${from.label} → ${to.label}`;
  const change = lesson.change === null || from.lesson.name === to.lesson.name ? "" : `${lesson.change} `;
  const body =
    difference.hunks.length === 0
      ? "<p>The two files are the same.</p>"
      : differenceHtml(difference, `from ${from.shown} to ${to.shown}`);
  return htmlPage({
    title: `Daglings: ${title}`,
    main: `<h1>${escapeMarkup(title)}</h1>
<p class="goal">${escapeMarkup(lesson.goal)}</p>
<p>${escapeMarkup(change)}(${sizeOf(difference)})</p>
<p>From <code>${escapeMarkup(from.shown)}</code> to <code>${escapeMarkup(to.shown)}</code>.</p>
${body}`,
  });
}
