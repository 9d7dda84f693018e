// One lesson as a part of the handout: its goal and text, what changed, what it prints, when its runs are made, hints.

import { existsSync, readFileSync } from "node:fs";
import { fitHint } from "@daglings/grading/check";
import { join } from "node:path";
import type { Check, Lesson } from "@daglings/lessons";
import { entryFile, entryName, lessonBeneath, type LessonEntry } from "@daglings/stage";
import { compareFiles } from "../diff/compare.ts";
import { sizeOf } from "../diff/text.ts";
import { differenceHtml } from "../page/difference.ts";
import { escapeMarkup } from "@daglings/words";
import { highlight } from "../page/highlight.ts";
import { markdownHtml } from "../page/markdown.ts";
import { timelineSvg } from "../page/timeline.ts";
import { showTimeline } from "../show/timeline.ts";
import { plainScreen, type Captured } from "./capture.ts";
import { withoutMention } from "./pages.ts";

/** `forStudents`: without the solutions. */
export function lessonSection(
  entry: LessonEntry,
  lesson: Lesson,
  captured: Captured,
  forStudents: boolean,
): string {
  const id = sectionId(entry);
  const parts = [
    `<p class="goal">${escapeMarkup(lesson.goal)}</p>`,
    textHtml(entry, lesson),
    forStudents ? "" : changeHtml(entry, lesson),
    `<h3>What pnpm lesson ${entry.number} prints</h3>\n<pre>${escapeMarkup(captured.output)}</pre>`,
    timelineHtml(entry, captured),
    forStudents ? "" : hintsHtml(lesson),
  ];
  return `<section class="lesson" id="${id}" aria-labelledby="${id}-name">
<h2 id="${id}-name">${entry.number} ${escapeMarkup(lesson.title)}</h2>
${parts.filter(Boolean).join("\n")}
</section>`;
}

export function sectionId({ number }: LessonEntry): string {
  return `lesson-${number}`;
}

/** Without its title and goal, which come above, and without the file: its changes come below. */
function textHtml({ folder }: LessonEntry, { goal }: Lesson): string {
  const file = join(folder, "README.md");
  if (!existsSync(file)) return "";
  const page = readFileSync(file, "utf8").replaceAll("\r\n", "\n");
  const text = withoutMention(page).replace(/^# .*\n+/, "");
  const [first = ""] = text.split("\n\n", 1);
  const isGoal = first.replace(/\s+/g, " ").trim() === goal;
  return markdownHtml(isGoal ? text.slice(first.length) : text, { below: 1 });
}

function changeHtml(entry: LessonEntry, lesson: Lesson): string {
  const { change } = lesson;
  const before = lessonBeneath(entry, lesson);
  if (!before) {
    const text = readFileSync(entryFile(entry), "utf8");
    return `<h3>The file: ${entryName(entry)}</h3>\n<pre><code>${highlight(text, "ts")}</code></pre>`;
  }
  const difference = compareFiles(entryFile(before), entryFile(entry));
  const what = change === null ? "" : `${escapeMarkup(change)} `;
  const html = differenceHtml(difference, `${entry.number} against ${before.number}`);
  return `<h3>What changed since ${before.number}</h3>
<p>${what}(${entryName(entry)}, ${sizeOf(difference)})</p>
${html}`;
}

function timelineHtml(entry: LessonEntry, { result }: Captured): string {
  const main = result.run.dags.at(-1);
  if (!main || main.runs.length === 0) return "";
  const sentences = showTimeline(main.runs, result.run.clock, plainScreen).map((line) => line.trim());
  const svg = timelineSvg({
    id: `timeline-${entry.number}`,
    title: `The data intervals of ${main.dagId}, and when their runs are made`,
    runs: main.runs,
    clock: result.run.clock,
    sentences,
  });
  const items = sentences.map((sentence) => `<li>${escapeMarkup(sentence)}</li>`);
  return `<h3>When</h3>
<figure>
${svg}
<figcaption>Each line is a run: the stretch of time that it is about, and the moment at which it is made.</figcaption>
</figure>
<details><summary>The drawing in words</summary>
<ul>
${items.join("\n")}
</ul>
</details>`;
}

function hintsHtml({ checks }: Lesson): string {
  if (checks.length === 0) return "";
  return `<h3>Hints</h3>\n${checks.map(ladderHtml).join("\n")}`;
}

function ladderHtml({ id, name, hints }: Check): string {
  const steps = hints.map((hint, index) => {
    const text = escapeMarkup(fitHint(hint, { number: id.slice(0, 2), file: "your file" }));
    const body = hint.includes("\n") ? `<pre>${text}</pre>` : `<p>${text}</p>`;
    return `<details><summary>Hint ${index + 1} of ${hints.length} for ${id}</summary>${body}</details>`;
  });
  return `<h4>${id} ${escapeMarkup(name)}</h4>\n${steps.join("\n")}`;
}
