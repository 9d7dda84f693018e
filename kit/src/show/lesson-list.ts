// The lessons in one line each.

import type { Lesson } from "@daglings/lessons";
import type { LessonEntry } from "../catalogue.ts";
import type { Screen } from "../screen.ts";
import { alignColumns } from "./table.ts";

export interface ListedLesson {
  readonly entry: LessonEntry;
  readonly lesson: Lesson;
  /** "done", "started" or "". */
  readonly progress: string;
}

export function showLessons(lessons: readonly ListedLesson[], screen: Screen): string {
  const rows = lessons.map(({ entry, lesson, progress }) => [
    screen.paint("bold", entry.name),
    progress,
    lesson.goal,
  ]);
  const lines = screen.isPlain
    ? lessons.map(
        ({ entry, lesson, progress }) => `${entry.name}: ${progress || "not started"}. ${lesson.goal}`,
      )
    : alignColumns(rows);
  return [...lines, "", "pnpm lesson 01 runs a lesson; pnpm start 01 begins your own version of it."].join(
    "\n",
  );
}
