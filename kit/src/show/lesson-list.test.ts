import { expect, test } from "vitest";
import { findLesson, readLesson } from "../../../stage/src/catalogue.ts";
import { plainScreen, screenOf } from "../testing.ts";
import { showLessons } from "./lesson-list.ts";

const goal = "Let each run write files of its own, and nothing else.";
const lessons = await Promise.all(
  [
    ["07", ""],
    ["08", "started"],
  ].map(async ([number = "", progress = ""]) => {
    const entry = findLesson(number);
    return { entry, lesson: { ...(await readLesson(entry)), goal }, progress };
  }),
);
const end = "\n\npnpm lesson 00 runs a lesson; pnpm start 00 begins your own version of it.";

test("each lesson is a line, with its goal and how far one is", () => {
  expect(showLessons(lessons, screenOf({ width: 100 }))).toBe(
    `07_templated_query_ds           ${goal}\n08_templated_path      started  ${goal}${end}`,
  );
});

test("where there is less room, the goals stand below", () => {
  expect(showLessons(lessons, screenOf({ width: 60 }))).toBe(
    `07_templated_query_ds\n   ${goal}\n08_templated_path      started\n   ${goal}${end}`,
  );
});

test("in plain mode it is sentences", () => {
  expect(showLessons(lessons, plainScreen)).toBe(
    `07_templated_query_ds: not started. ${goal}\n08_templated_path: started. ${goal}${end}`,
  );
});
