// What all checks have in common: they can be told apart, say something to a student, and never pass on nothing.

import { readdirSync, readFileSync, existsSync } from "node:fs";
import type { Check, Lesson, Observation } from "@daglings/lessons";
import { expect, test } from "vitest";

const here = new URL(".", import.meta.url);
const names = readdirSync(here)
  .filter((name) => /^\d\d_/.test(name))
  .toSorted();
const lessons = await Promise.all(
  names.map(async (name) => {
    const { lesson } = (await import(new URL(`${name}/lesson.ts`, here).href)) as { lesson: Lesson };
    return { name, number: name.slice(0, 2), lesson };
  }),
);
const all = lessons.flatMap(({ name, lesson }) =>
  lesson.checks.map((check) => ({ id: check.id, name, check })),
);

/** In each lesson: which checks are due when its own come. */
const dueBefore = new Map<string, readonly string[]>();
let due: readonly string[] = [];
for (const { name, lesson } of lessons) {
  dueBefore.set(name, due);
  const retired = retiredBy(lesson);
  due = [...due.filter((id) => !retired.includes(id)), ...lesson.checks.map(({ id }) => id)];
}

function retiredBy({ retires = [] }: Lesson): string[] {
  return retires.flatMap(({ checks }) => checks);
}

test.each(lessons)("the checks of $name are numbered one after the other", ({ number, lesson }) => {
  expect(lesson.checks.map(({ id }) => id)).toEqual(
    lesson.checks.map((_, index) => `${number}.${index + 1}`),
  );
  expect(lesson.checks).not.toEqual([]);
});

test.each(lessons)("$name retires, and its checks need, only what there is", ({ name, lesson }) => {
  const earlier = dueBefore.get(name) ?? [];
  const retired = retiredBy(lesson);
  expect(new Set(retired).size).toBe(retired.length);
  for (const { why } of lesson.retires ?? []) expect(why).toMatch(/^[a-z\d].{15,}[^.]$/);
  expect(retired.filter((id) => !earlier.includes(id))).toEqual([]);
  const kept = earlier.filter((id) => !retired.includes(id));
  for (const [index, { id, requires = [] }] of lesson.checks.entries()) {
    const known = [...kept, ...lesson.checks.slice(0, index).map((check) => check.id)];
    expect(requires.filter((each) => !known.includes(each), `needed by ${id}`)).toEqual([]);
  }
});

test.each(lessons)("the task of $name says why, what, and what one has learned", ({ lesson: { task } }) => {
  for (const text of [task.why, task.learned, ...task.must.map(({ says }) => says), ...task.notYet])
    expect(text.trim()).not.toBe("");
  expect(task.must).not.toEqual([]);
});

test.each(all)("$id says what it does and why, in plain words", ({ check }) => {
  for (const text of [check.name, check.does, check.why, ...check.hints]) expect(text.trim()).toBe(text);
  expect(check.hints.length).toBeGreaterThanOrEqual(3);
  expect(new Set(check.hints).size).toBe(check.hints.length);
});

test.each(all)(
  "the first hint of $id is a question, and names nothing of the solution",
  ({ name, check }) => {
    const [first] = check.hints;
    expect(first).toContain("?");
    expect(first.match(/\b[a-z]+[A-Z]\w*|\w+_\w+|[{}()=$]/g) ?? []).toEqual([]);
    const told = new Set(first.toLowerCase().match(/[a-z]{5,}/g));
    expect([...optionsNewIn(name)].filter((word) => told.has(word.toLowerCase()))).toEqual([]);
  },
);

test.each(all.filter(({ id }) => id < "12"))("$id does not pass where nothing was seen", ({ check }) => {
  const experiments = [
    "run",
    "again",
    "alone",
    "altered",
    "killed",
    "outage",
    "cut",
    "busy",
    "elsewhere",
  ] as const;
  for (const experiment of experiments) expect(passes(check, { ...nothing, experiment })).toBe(false);
});

/** Words that are needed to say anything about time. */
const plainWords = new Set(["minutes", "hours"]);

/** The options that a lesson's DAG gives and that of the lesson before does not: `catchup`. */
function optionsNewIn(name: string): Set<string> {
  const optionsOf = (lesson: string | undefined) => {
    const file = new URL(`${lesson ?? ""}/dag.ts`, here);
    const text = lesson !== undefined && existsSync(file) ? readFileSync(file, "utf8") : "";
    return new Set(text.match(/\b[a-zA-Z]+(?=: )/g));
  };
  const before = names[names.indexOf(name) - 1];
  return optionsOf(name).difference(optionsOf(before)).difference(plainWords);
}

function passes({ judge }: Check, seen: Observation): boolean {
  const comparisons = judge(seen);
  return (
    comparisons.length > 0 && comparisons.every(({ expected, actual, holds = expected === actual }) => holds)
  );
}

const nothing: Observation = {
  seed: 0,
  experiment: "run",
  clock: { from: "2019-01-04T05:00:00Z", until: "2019-01-07T00:00:00Z" },
  loadError: null,
  failure: null,
  script: null,
  dags: [],
  files: {},
  before: {},
  exposed: [],
  mails: [],
  requests: [],
  messages: [],
  secretSeenIn: [],
  source: "",
  eventsBetween: () => [],
};
