// `pnpm teach pages`: the page of each lesson ends with the lesson's file, in which the changed lines are marked.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findLesson, givenFile, listLessons, writeTo, type LessonEntry } from "@daglings/stage";
import { exitCodes, noWord, type Call, type ExitCode } from "../command-line.ts";
import { shownPath } from "../desk/work-files.ts";
import { compareTexts } from "../diff/compare.ts";
import { count } from "../words.ts";
import { isAlike } from "./merge.ts";

export function pages(call: Call): ExitCode {
  noWord(call, "teach pages");
  const changed = writePages();
  call.screen.say(
    call.screen.isJson
      ? JSON.stringify({ changed })
      : [...changed, `${count(changed.length, "page")} rewritten.`].join("\n"),
  );
  return exitCodes.fine;
}

/** Returns the pages that have changed. */
export function writePages(): string[] {
  return listLessons().flatMap((lesson) => {
    const [page, text] = [pageOf(lesson), withFile(lesson)];
    if (readPage(lesson) === text) return [];
    writeTo(page, text);
    return [shownPath(page)];
  });
}

/** The page as it must be. */
export function withFile(lesson: LessonEntry): string {
  const text = withoutFile(readPage(lesson)).trimEnd();
  const [, before] = new RegExp(`\`pnpm diff (\\d\\d) ${lesson.number}\``).exec(text) ?? [];
  return `${text}\n\n${section(lesson, before === undefined ? null : findLesson(before))}`;
}

/** What somebody has written, without this section. */
export function withoutFile(page: string): string {
  return page.replace(/^## The file\n[^]*/m, "");
}

/** The same if the file is shown elsewhere, as in the handout. */
export function withoutMention(page: string): string {
  return withoutFile(page).replace(/, (?:and so does|at) \[the end of this page\]\(#the-file\)/, "");
}

function section(lesson: LessonEntry, before: LessonEntry | null): string {
  const [file, text] = [shownPath(givenFile(lesson)), textOf(lesson)];
  const old = before === null ? null : textOf(before);
  const isDifferent = old === null || !isAlike(old, text);
  const since = isDifferent ? "" : `, with what changed since ${before?.number} marked by + and -`;
  const fence = isDifferent ? `\`\`\`ts\n${text}` : `\`\`\`diff\n${marked(old, text)}`;
  return `## The file

<details>
<summary><code>${file}</code>${since}</summary>

${fence}\`\`\`

</details>
`;
}

/** The whole file, as `diff` shows it, but without the spaces at the end of empty lines, which prettier removes. */
function marked(before: string, after: string): string {
  const { hunks } = compareTexts(before, after, { context: Number.MAX_SAFE_INTEGER });
  return `${hunks.flatMap(({ lines }) => lines.map((line) => line.trimEnd())).join("\n")}\n`;
}

function textOf(lesson: LessonEntry): string {
  return readFileSync(givenFile(lesson), "utf8").replaceAll("\r\n", "\n");
}

function pageOf({ folder }: LessonEntry): string {
  return join(folder, "README.md");
}

function readPage(lesson: LessonEntry): string {
  return readFileSync(pageOf(lesson), "utf8").replaceAll("\r\n", "\n");
}
