// Understands `--lessons 01-08`, `--lessons 8` and `--lessons 01,05-08`.

import { UsageError } from "@daglings/engine";
import { findLesson, listLessons, type LessonEntry } from "@daglings/stage";

/** Without a range: all. */
export function readLessons(range: string | undefined): LessonEntry[] {
  const lessons = listLessons();
  if (range === undefined) return lessons;
  const wanted = new Set(range.split(",").flatMap((part) => readPart(part.trim(), range)));
  return lessons.filter(({ name }) => wanted.has(name));
}

function readPart(part: string, range: string): string[] {
  const [first = "", last = first, more] = part.split("-");
  if (part === "" || more !== undefined) {
    throw new UsageError(`--lessons is "${range}"; write a lesson or a range, such as 01-08`);
  }
  const [from, to] = [findLesson(first), findLesson(last)];
  if (from.number > to.number) {
    throw new UsageError(`--lessons is "${range}", which ends before it begins; write ${last}-${first}`);
  }
  return listLessons()
    .filter(({ number }) => number >= from.number && number <= to.number)
    .map(({ name }) => name);
}
