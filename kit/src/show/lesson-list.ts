// The lessons, one line each.

import type { Lesson } from "@daglings/lessons";
import type { LessonEntry } from "@daglings/stage";
import type { Screen } from "../screen.ts";
import { alignColumns, shownWidth } from "./table.ts";
import { wrapText } from "./wrap.ts";

export interface ListedLesson {
  readonly entry: LessonEntry;
  readonly lesson: Lesson;
  /** "done", "started" or "". */
  readonly progress: string;
}

export function showLessons(lessons: readonly ListedLesson[], screen: Screen): string {
  const lines = screen.isPlain ? lessons.map(sentence) : table(lessons, screen);
  return [...lines, "", "pnpm lesson 00 runs a lesson; pnpm start 00 begins your own version of it."].join(
    "\n",
  );
}

function sentence({ entry, lesson, progress }: ListedLesson): string {
  return `${entry.name}: ${progress || "not started"}. ${lesson.goal}`;
}

/** If a goal does not fit beside its lesson, all of them go below. */
function table(lessons: readonly ListedLesson[], screen: Screen): string[] {
  const heads = lessons.map(({ entry, progress }) => [screen.paint("bold", entry.name), progress]);
  const rows = alignColumns(lessons.map(({ lesson }, index) => [...(heads[index] ?? []), lesson.goal]));
  if (rows.every((row) => shownWidth(row) <= screen.width)) return rows;
  const indent = " ".repeat(3);
  return alignColumns(heads).flatMap((head, index) => {
    const goal = lessons[index]?.lesson.goal ?? "";
    return [head, ...wrapText(goal, screen.width, indent, indent)];
  });
}
