import { describe, expect, test } from "vitest";
import { listLessons, readLesson } from "../../../stage/src/catalogue.ts";
import { dueChecks } from "./syllabus.ts";

const lessons = await Promise.all(
  listLessons().map(async ({ number, name }) => {
    const { lesson, due } = { lesson: await readLesson(findEntry(number)), due: await dueChecks(name) };
    return { number, lesson, ids: due.map(({ check }) => check.id), due };
  }),
);

function findEntry(number: string) {
  const entry = listLessons().find((each) => each.number === number);
  if (!entry) throw new Error(`no lesson ${number}`);
  return entry;
}

describe.each(lessons)("lesson $number asks for", ({ number, lesson, ids, due }) => {
  const before = lessons.findLast((each) => each.number < number);
  const retires = (lesson.retires ?? []).flatMap(({ checks }) => checks);

  test("its own checks", () => {
    const own = due.filter(({ carriedFrom }) => carriedFrom === null).map(({ check }) => check.id);
    expect(own.toSorted()).toEqual(lesson.checks.map(({ id }) => id).toSorted());
    expect(own.length).toBeGreaterThan(0);
  });

  test("those of the lesson before, except for what it retires", () => {
    const carried = due.filter(({ carriedFrom }) => carriedFrom !== null).map(({ check }) => check.id);
    const expected = (before?.ids ?? []).filter((id) => !retires.includes(id));
    expect(carried.toSorted()).toEqual(expected.toSorted());
    for (const id of retires) expect(before?.ids).toContain(id);
  });

  test("each with the lesson that it comes from, and none twice", () => {
    for (const { check, carriedFrom } of due) expect(carriedFrom ?? number).toBe(check.id.slice(0, 2));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("none before one that it needs, and the lesson's own scenario first", () => {
    for (const { check } of due) {
      for (const needed of check.requires ?? []) {
        expect(ids.slice(0, ids.indexOf(check.id))).toContain(needed);
      }
    }
    const isOther = due.map(({ check }) => check.experiment !== "run");
    expect(isOther.lastIndexOf(false)).toBeLessThan(
      isOther.includes(true) ? isOther.indexOf(true) : due.length,
    );
  });
});
