import { existsSync } from "node:fs";
import { basename } from "node:path";
import { UsageError } from "@daglings/engine";
import { describe, expect, test } from "vitest";
import {
  entryFile,
  findLesson,
  findVariant,
  isScript,
  lessonBefore,
  listLessons,
  readLesson,
  variantFile,
} from "./catalogue.ts";

test("there are lessons 00 to 15 and more, in their order, each with its file", async () => {
  const lessons = listLessons();
  const numbers = Array.from({ length: 16 }, (_, number) => String(number).padStart(2, "0"));
  const found = lessons.map(({ number }) => number);
  expect(found.slice(0, numbers.length)).toEqual(numbers);
  expect(found).toEqual([...new Set(found)].toSorted());
  for (const entry of lessons) {
    expect(existsSync(entryFile(entry))).toBe(true);
    expect(basename(entryFile(entry))).toBe(isScript(entry) ? "script.ts" : "dag.ts");
    expect((await readLesson(entry)).title).not.toBe("");
  }
});

test("before a lesson comes the one with the number before", () => {
  expect(lessonBefore(findLesson("08"))?.number).toBe("07");
  expect(lessonBefore(findLesson("00"))).toBeUndefined();
});

describe("a lesson is found", () => {
  test.each([
    "8",
    "08",
    "08_templated_path",
    "08_templated_path/",
    "lessons/08_templated_path",
    "./work/08_templated_path/dag.ts",
    "work\\08_templated_path\\",
  ])("as %s", (wanted) => {
    expect(findLesson(wanted).name).toBe("08_templated_path");
  });

  test.each([
    ["008", "08_templated_path"],
    ["8.5", "08_templated_path"],
    ["08_templated-path", "08_templated_path"],
    ["08_templated", "08_templated_path"],
    ["templated_path", "08_templated_path"],
    ["Templated_Path", "08_templated_path"],
    ["no_catchpu", "09_no_catchup"],
    ["non-atomic", "10_non_atomic_send"],
    ["hourly", "13_binance_calculate_hourly"],
    ["", "00_regular_script"],
    ["-1", "00_regular_script"],
  ])("not as %j: the nearest is %s", (wanted, nearest) => {
    const sentence = `there is no lesson "${wanted}"; the nearest is ${nearest}, and pnpm lesson lists them all`;
    expect(() => findLesson(wanted)).toThrow(new UsageError(sentence));
  });
});

test("a number beyond the last lesson is answered with how far they go", () => {
  const last = listLessons().at(-1)?.number;
  expect(() => findLesson("99")).toThrow(`there is no lesson "99"; they go from 00 to ${last}, and pnpm`);
});

describe("a variant", () => {
  const entry = findLesson("08");

  test("is a file of its own, or the lesson's in other circumstances", () => {
    expect(variantFile(entry, "fixed-output")).toMatch(/08_templated_path.variants.fixed-output\.ts$/);
    expect(variantFile(entry, "none such")).toBe(entryFile(entry));
  });

  test("is found by its name, and no other property is one", async () => {
    const lesson = await readLesson(entry);
    const [name = ""] = Object.keys(lesson.variants);
    expect(findVariant(entry, lesson, name)).toBe(lesson.variants[name]);
    const names = Object.keys(lesson.variants).join(", ");
    expect(() => findVariant(entry, lesson, "toString")).toThrow(
      new UsageError(`lesson 08_templated_path has no variant "toString"; it has ${names}`),
    );
    expect(() => findVariant(entry, lesson, `${name}x`)).toThrow(`did you mean "${name}"?`);
  });
});
