import { expect, test } from "vitest";
import { findLesson, readLesson, type LessonEntry } from "../../../stage/src/catalogue.ts";
import { dueCheck } from "../../../grading/src/trial/testing.ts";
import { plainScreen } from "../testing.ts";
import { showBrief } from "./brief.ts";

const task = {
  why: "It overwrites what it has.",
  must: [
    { says: "Each run has a file.", shownBy: ["08.1"] as const },
    { says: "No run has two.", shownBy: ["08.2"] as const },
  ],
  notYet: ["Mails."],
  learned: "…",
};
const due = [
  dueCheck({ id: "07.1", carriedFrom: "07" }),
  dueCheck({ id: "08.1", name: "files", does: "looks at the files" }),
];

async function briefOf(entry: LessonEntry, own: object = {}): Promise<string> {
  const lesson = {
    ...(await readLesson(entry)),
    title: "Dated paths",
    goal: "Have files of one's own.",
    task,
    ...own,
  };
  const file = "work/08_templated_path/dag.ts";
  return `\n${showBrief({ entry, lesson, due, file, from: "lesson 07's DAG" }, plainScreen)}\n`;
}

test("a brief says what to do, why, and what the checker will look at", async () => {
  expect(await briefOf(findLesson("08"))).toBe(`
08 Dated paths

Goal
Have files of one's own.

Why lesson 07 is not enough
It overwrites what it has.

What must be true afterwards
- Each run has a file.
- No run has two.

What the checker will do
- 08.1 files: looks at the files
- 1 check of earlier lessons must still pass.

Not needed yet
- Mails.

Your file
work/08_templated_path/dag.ts, made from lesson 07's DAG.
Read first: lessons/08_templated_path/README.md

Edit it, then:  pnpm check 08   (or pnpm watch 08; stuck: pnpm hint 08)
`);
});

test("the first lesson has none before it, and what is empty has no title", async () => {
  const text = await briefOf(findLesson("00"), { task: { ...task, notYet: [] } });
  expect(text).toContain("\nWhy\n");
  expect(text).not.toContain("Not needed yet");
});
