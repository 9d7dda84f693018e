import { expect, test } from "vitest";
import { tryLesson } from "./testing.ts";

test("x", async () => {
  const { run } = await tryLesson({ lesson: "08" });
  expect(run.files.length).toBe(10);
});
