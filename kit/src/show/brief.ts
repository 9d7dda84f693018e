// What `pnpm start NN` prints: the goal, why the previous lesson is not enough, and what the checker will do.

import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Lesson } from "@daglings/lessons";
import { lessonBeneath, type LessonEntry } from "@daglings/stage";
import type { DueCheck } from "@daglings/grading/check";
import type { Screen } from "../screen.ts";
import { count } from "../words.ts";
import { wrapText } from "./wrap.ts";

export interface Brief {
  readonly entry: LessonEntry;
  readonly lesson: Lesson;
  readonly due: readonly DueCheck[];
  readonly file: string;
  /** What the file is made from. */
  readonly from: string;
}

export function showBrief({ entry, lesson, due, file, from }: Brief, { paint, width }: Screen): string {
  const title = (text: string) => ["", paint("bold", text)];
  const points = (texts: readonly string[]) => texts.flatMap((text) => wrapText(text, width - 2, "- ", "  "));
  const { why, must, notYet, tools = [] } = lesson.task;
  const own = due.filter(({ carriedFrom }) => carriedFrom === null);
  const carried = due.length - own.length;
  const before = lessonBeneath(entry, lesson)?.number;
  return [
    paint("bold", `${entry.number} ${lesson.title}`),
    ...title("Goal"),
    ...wrapText(lesson.goal, width),
    ...title(before === undefined ? "Why" : `Why lesson ${before} is not enough`),
    ...wrapText(why, width),
    ...title("What must be true afterwards"),
    ...points(must.map(({ says }) => says)),
    ...title("What the checker will do"),
    ...points(own.map(({ check }) => `${check.id} ${check.name}: ${check.does}`)),
    ...(carried > 0
      ? wrapText(`${count(carried, "check")} of earlier lessons must still pass.`, width - 2, "- ", "  ")
      : []),
    ...(tools.length > 0 ? [...title("You may use"), ...points(tools)] : []),
    ...(notYet.length > 0 ? [...title("Not needed yet"), ...points(notYet)] : []),
    ...title("Your file"),
    `${file}, made from ${from}.`,
    // A copy of the course without solutions has no pages.
    ...(existsSync(join(entry.folder, "README.md")) ? [`Read first: lessons/${entry.name}/README.md`] : []),
    "",
    `Edit it, then:  pnpm check ${entry.number}   (or pnpm watch ${entry.number}; stuck: pnpm hint ${entry.number})`,
  ].join("\n");
}
