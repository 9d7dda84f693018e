// Steps through a class: from one pair of lessons to the next, or back.

import { UsageError } from "@daglings/engine";
import { listLessons, type LessonEntry } from "@daglings/stage";

export type Step = "next" | "prev";
export type Pair = readonly [LessonEntry, LessonEntry];

/** `from`: the present pair; undefined at the beginning of a class. */
export function stepFrom(from: Pair | undefined, step: Step): Pair {
  const lessons = listLessons();
  if (!from) {
    const [first, second] = lessons;
    if (step === "next" && first && second) return [first, second];
    throw new UsageError("no two lessons were compared yet; pnpm diff --next begins with the first two");
  }
  const [left, right] = from;
  const isNext = step === "next";
  const pivot = isNext ? right : left;
  const index = lessons.findIndex(({ name }) => name === pivot.name) + (isNext ? 1 : -1);
  const neighbour = index < 0 ? undefined : lessons[index];
  if (neighbour) return isNext ? [pivot, neighbour] : [neighbour, pivot];
  const [which, back] = isNext ? ["last", "prev"] : ["first", "next"];
  throw new UsageError(`${pivot.name} is the ${which} lesson; pnpm diff --${back} goes the other way`);
}

export function findPair(names: readonly [string, string] | null): Pair | undefined {
  const lessons = listLessons();
  const [left, right] = (names ?? []).map((wanted) => lessons.find(({ name }) => name === wanted));
  return left && right ? [left, right] : undefined;
}
