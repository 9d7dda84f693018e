import { expect, test } from "vitest";
import { inspectCourse } from "./integrity.ts";

test("the course is sealed as it is (if not: pnpm teach seal)", () => {
  expect(inspectCourse().files).toEqual([]);
});
