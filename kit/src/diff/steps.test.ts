import { describe, expect, test } from "vitest";
import { findLesson, listLessons } from "../../../stage/src/catalogue.ts";
import { findPair, stepFrom } from "./steps.ts";

const pair = (left: string, right: string) => [findLesson(left), findLesson(right)] as const;
const stepped = async (...step: Parameters<typeof stepFrom>) =>
  (await stepFrom(...step)).map(({ number }) => number).join(" ");

describe("stepping through a class", () => {
  test("begins with the first two lessons", async () => {
    expect(await stepped(undefined, "next")).toBe("00 01");
    await expect(stepped(undefined, "prev")).rejects.toThrow("pnpm diff --next begins");
  });

  test("goes to the lesson after the second, or before it, each beside the one that it goes on from", async () => {
    expect(await stepped(pair("07", "08"), "next")).toBe("08 09");
    expect(await stepped(pair("07", "08"), "prev")).toBe("06 07");
    expect(await stepped(pair("05", "08"), "next")).toBe("08 09");
    expect(await stepped(pair("11", "15"), "next")).toBe("11 16");
    expect(await stepped(pair("11", "15"), "prev")).toBe("13 14");
  });

  test("ends at both ends with a sentence", async () => {
    const last = listLessons().at(-1)?.number ?? "";
    await expect(stepped(pair("11", last), "next")).rejects.toThrow(/is the last lesson.*--prev/);
    await expect(stepped(pair("00", "01"), "prev")).rejects.toThrow(/is the first lesson.*--next/);
  });

  test("forgets a pair that is no more", () => {
    expect(findPair(["07_templated_query_ds", "99_gone"])).toBeUndefined();
    expect(findPair(null)).toBeUndefined();
  });
});
