// Steps through a class: from one pair of lessons to the next, or back.

import { UsageError } from "@daglings/engine";
import { lessonBeneath, listLessons, readLesson, type LessonEntry } from "@daglings/stage";

export type Step = "next" | "prev";
export type Pair = readonly [LessonEntry, LessonEntry];

/** `from`: the present pair; undefined at the beginning of a class. */
export async function stepFrom(from: Pair | undefined, step: Step): Promise<Pair> {
  const lessons = listLessons();
  if (!from) {
    const second = lessons[1];
    if (step === "next" && second) return pairOf(second);
    throw new UsageError("no two lessons were compared yet; pnpm diff --next begins with the first two");
  }
  const [, present] = from;
  const index = lessons.findIndex(({ name }) => name === present.name);
  const wanted = lessons[index + (step === "next" ? 1 : -1)];
  if (step === "next") {
    if (wanted) return pairOf(wanted);
    throw new UsageError(`${present.name} is the last lesson; pnpm diff --prev goes the other way`);
  }
  const [first] = lessons;
  if (wanted && wanted !== first) return pairOf(wanted);
  throw new UsageError(`${first?.name ?? "this"} is the first lesson; pnpm diff --next goes the other way`);
}

/** How a lesson came about: the one that it goes on from, and itself. */
export async function pairOf(entry: LessonEntry): Promise<Pair> {
  return [lessonBeneath(entry, await readLesson(entry)) ?? entry, entry];
}

export function findPair(names: readonly [string, string] | null): Pair | undefined {
  const lessons = listLessons();
  const [left, right] = (names ?? []).map((wanted) => lessons.find(({ name }) => name === wanted));
  return left && right ? [left, right] : undefined;
}
