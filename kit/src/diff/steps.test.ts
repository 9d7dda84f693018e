import { describe, expect, test } from "vitest";
import { findLesson, listLessons } from "../../../stage/src/catalogue.ts";
import { findPair, stepFrom } from "./steps.ts";

const pair = (left: string, right: string) => [findLesson(left), findLesson(right)] as const;
const names = (found: ReturnType<typeof stepFrom>) => found.map(({ number }) => number).join(" ");

describe("stepping through a class", () => {
  test("begins with the first two lessons", () => {
    expect(names(stepFrom(undefined, "next"))).toBe("00 01");
    expect(() => stepFrom(undefined, "prev")).toThrow("pnpm diff --next begins");
  });

  test("goes on from the second lesson, and back from the first", () => {
    expect(names(stepFrom(pair("07", "08"), "next"))).toBe("08 09");
    expect(names(stepFrom(pair("07", "08"), "prev"))).toBe("06 07");
    expect(names(stepFrom(pair("05", "08"), "next"))).toBe("08 09");
  });

  test("ends at both ends with a sentence", () => {
    const lessons = listLessons();
    const [left = "", right = ""] = lessons.slice(-2).map(({ number }) => number);
    expect(() => stepFrom(pair(left, right), "next")).toThrow(/is the last lesson.*--prev/);
    expect(() => stepFrom(pair("00", "01"), "prev")).toThrow(/is the first lesson.*--next/);
  });

  test("forgets a pair that is no more", () => {
    expect(findPair(["07_templated_query_ds", "99_gone"])).toBeUndefined();
    expect(findPair(null)).toBeUndefined();
  });
});
