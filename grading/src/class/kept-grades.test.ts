import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../kit/src/testing.ts";
import { findLesson } from "../../../stage/src/catalogue.ts";
import { passResult } from "../formats/testing.ts";
import { gradeClass, type Grade } from "./grade-class.ts";
import { keyOf, openKeptGrades } from "./kept-grades.ts";
import type { Submission } from "./submissions.ts";

const [lesson, other] = [findLesson("08"), findLesson("09")];
const circumstances = { course: "c0ffee", seeds: [0, 7] };

function submissionOf(student: string, text: string): Submission {
  const files = new Map([["dag.ts", Buffer.from(text)]]);
  return { student, lessons: new Map([[lesson.name, files]]), problem: null };
}

test("a kept grade is found again, whole, by another grader", () => {
  const folder = temporaryFolder();
  const key = keyOf({ submission: submissionOf("ana", "1"), lesson }, circumstances);
  expect(openKeptGrades(folder).find(key)).toBeNull();
  openKeptGrades(folder).keep(key, { isSubmitted: true, result: passResult });
  expect(openKeptGrades(folder).find(key)).toEqual({ isSubmitted: true, result: passResult });
  expect(readdirSync(folder)).toEqual([`${key}.json`]);
  writeFileSync(join(folder, `${key}.json`), "{");
  expect(openKeptGrades(folder).find(key)).toBeNull();
});

test("the key differs for another text, lesson, course or seed, and is the same for another student", () => {
  const key = (submission: Submission, which = lesson, own = {}) =>
    keyOf({ submission, lesson: which }, { ...circumstances, ...own });
  const ana = submissionOf("ana", "1");
  expect(key(submissionOf("bo", "1"))).toBe(key(ana));
  const others = [
    key(submissionOf("ana", "2")),
    key(ana, other),
    key(ana, lesson, { course: "cafe" }),
    key(ana, lesson, { seeds: [0, 8] }),
    key({ ...ana, problem: "too large" }),
  ];
  expect(new Set([key(ana), ...others]).size).toBe(6);
});

test("grading a class again tries out only what has changed, and Ctrl-C keeps what is done", async () => {
  const folder = temporaryFolder();
  const inspect = () => ({ course: "c0ffee", engine: "ok", checks: "ok", files: [] }) as const;
  const kept = openKeptGrades(folder);
  const [ana, bo] = [submissionOf("ana", "1"), submissionOf("bo", "2")];
  const key = keyOf({ submission: ana, lesson }, circumstances);
  kept.keep(key, { isSubmitted: true, result: passResult });
  const stopping = new AbortController();
  const seen: string[] = [];
  const grades = await gradeClass({
    submissions: [ana, bo],
    lessons: [lesson],
    seeds: circumstances.seeds,
    isSandboxed: false,
    jobs: 1,
    kept,
    inspect,
    signal: stopping.signal,
    onGrade({ student }: Grade) {
      seen.push(student);
      stopping.abort();
    },
  });
  expect(seen).toEqual(["ana"]);
  expect(grades.map(({ student, result }) => [student, result])).toEqual([["ana", passResult]]);
});
