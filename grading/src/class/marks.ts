// From checks passed to marks: what a lesson is worth, what a late day costs, and what the teacher has decided. Pure.

import { checkKeys, UsageError } from "@daglings/words";
import type { Result } from "../trial/result.ts";

/** By student, then by the lesson's number. */
type ByLesson = Readonly<Record<string, Readonly<Record<string, number>>>>;

export interface MarkingRules {
  /** By the lesson's number: what all checks together are worth. Default: as many marks as there are checks. */
  readonly weights: Readonly<Record<string, number>>;
  readonly lateDays: ByLesson;
  /** The fraction that a late day takes away: 0.1 is a tenth. */
  readonly latePenalty: number;
  /** Marks that replace those that were worked out. */
  readonly overrides: ByLesson;
}

export const plainRules: MarkingRules = { weights: {}, lateDays: {}, latePenalty: 0, overrides: {} };

export interface Mark {
  /** 08_templated_path */
  readonly lesson: string;
  readonly marks: number;
  readonly of: number;
  readonly lateDays: number;
}

interface Checked {
  readonly student: string;
  readonly results: readonly Pick<Result, "lesson" | "score" | "maxScore">[];
}

/** In the order of the student's results. */
export function marksOf({ student, results }: Checked, rules: MarkingRules): Mark[] {
  return results.map(({ lesson, score, maxScore }) => {
    const id = lesson.slice(0, 2);
    const of = rules.weights[id] ?? maxScore;
    const lateDays = rules.lateDays[student]?.[id] ?? 0;
    const part = maxScore === 0 ? 0 : score / maxScore;
    const earned = of * part * Math.max(0, 1 - lateDays * rules.latePenalty);
    return { lesson, marks: round(rules.overrides[student]?.[id] ?? earned), of, lateDays };
  });
}

/** To hundredths. */
export function round(marks: number): number {
  return Math.round(marks * 100) / 100;
}

/** The contents of the file of rules: a mistake in it must not give wrong marks. */
export function readRules(value: unknown, place: string): MarkingRules {
  const rules = dictionary(value, place);
  checkKeys(rules, ["weights", "lateDays", "latePenalty", "overrides"]);
  const { weights = {}, lateDays = {}, latePenalty = 0, overrides = {} } = rules;
  const penalty = number(latePenalty, `${place}: latePenalty`);
  if (penalty > 1)
    throw new UsageError(`${place}: latePenalty is ${penalty}; it must be a fraction, from 0 to 1`);
  return {
    weights: numbers(weights, `${place}: weights`),
    lateDays: byLesson(lateDays, `${place}: lateDays`),
    latePenalty: penalty,
    overrides: byLesson(overrides, `${place}: overrides`),
  };
}

function byLesson(value: unknown, place: string): ByLesson {
  const students = Object.entries(dictionary(value, place));
  return Object.fromEntries(
    students.map(([student, lessons]) => [student, numbers(lessons, `${place} of ${student}`)]),
  );
}

function numbers(value: unknown, place: string): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(dictionary(value, place)).map(([lesson, each]) => {
      if (!/^\d\d$/.test(lesson)) {
        throw new UsageError(`${place}: "${lesson}" is not a lesson; write its number, as in "08"`);
      }
      return [lesson, number(each, `${place}: lesson ${lesson}`)];
    }),
  );
}

function number(value: unknown, place: string): number {
  if (typeof value === "number" && Number.isFinite(value) && value >= 0) return value;
  throw new UsageError(`${place} is ${JSON.stringify(value)}; it must be a number, 0 or more`);
}

function dictionary(value: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new UsageError(`${place} is ${JSON.stringify(value)}; it must be an object, as in {"08": 2}`);
}
