import { expect, test } from "vitest";
import { lazily } from "./lazily.ts";

test("a field is computed each time it is read, and not before", () => {
  const read: string[] = [];
  const facts = lazily<{ cheap: number; costly: number }>({
    cheap: () => read.push("cheap"),
    costly: () => read.push("costly"),
  });
  expect(Object.keys(facts)).toEqual(["cheap", "costly"]);
  expect(facts.cheap + facts.cheap).toBe(3);
  expect(read).toEqual(["cheap", "cheap"]);
});
