// Which checks a version of a lesson must pass: the lesson's own, and those of all earlier lessons that still hold.

import type { Check } from "@daglings/lessons";
import { findLesson, listLessons, readLesson } from "@daglings/stage";

export interface DueCheck {
  readonly check: Check;
  /** The number of the lesson that it comes from; null: this one. */
  readonly carriedFrom: string | null;
}

/**
 * In the order in which they are judged: what is carried from earlier lessons first, and what looks at the lesson's own
 * scenario before what looks at other experiments.
 */
export async function dueChecks(wanted: string): Promise<DueCheck[]> {
  const entry = findLesson(wanted);
  const due: DueCheck[] = [];
  for (const each of listLessons().filter(({ number }) => number <= entry.number)) {
    const { checks, retires = [] } = await readLesson(each);
    const retired = retires.flatMap(({ checks: ids }) => ids);
    const kept = due.filter(({ check }) => !retired.includes(check.id));
    const carriedFrom = each.number === entry.number ? null : each.number;
    due.splice(0, due.length, ...kept, ...checks.map((check) => ({ check, carriedFrom })));
  }
  const isOther = ({ check }: DueCheck) => Number(check.experiment !== "run");
  return due.toSorted((a, b) => isOther(a) - isOther(b));
}
