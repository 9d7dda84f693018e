import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../kit/src/testing.ts";
import { inspectCourse, sealCourse } from "./integrity.ts";

let course = "";

function write(path: string, text: string): void {
  mkdirSync(dirname(join(course, path)), { recursive: true });
  writeFileSync(join(course, path), text);
}

beforeEach(() => {
  course = temporaryFolder();
  write("engine/src/core/retry.ts", "one\ntwo\n");
  write("lessons/08_templated_path/checks.ts", "one\n");
  write("words/src/show.ts", "");
  write("events-api/src/app.ts", "");
  write("binance/src/app.ts", "");
  write("grading/src/trial/judge.ts", "");
  mkdirSync(join(course, "kit"));
});

test("a course that is as it was sealed counts as unchanged", () => {
  sealCourse(course);
  const { course: hash, ...rest } = inspectCourse(course);
  expect(rest).toEqual({ engine: "ok", checks: "ok", files: [] });
  expect(hash).toMatch(/^[0-9a-f]{16}$/);
});

describe("the report says", () => {
  test.each<[string, () => void, object]>([
    [
      "that the engine was edited",
      () => write("engine/src/core/retry.ts", "one\nthree\n"),
      { engine: "modified", checks: "ok", files: ["engine/src/core/retry.ts"] },
    ],
    [
      "that a check was edited",
      () => write("lessons/08_templated_path/checks.ts", "two\n"),
      { engine: "ok", checks: "modified", files: ["lessons/08_templated_path/checks.ts"] },
    ],
    [
      "that a file is new",
      () => write("kit/src/more.ts", ""),
      { engine: "ok", checks: "modified", files: ["kit/src/more.ts"] },
    ],
    [
      "that a file is gone",
      () => rmSync(join(course, "grading/src/trial/judge.ts")),
      { engine: "ok", checks: "modified", files: ["grading/src/trial/judge.ts"] },
    ],
    [
      "that the seal cannot be read",
      () => write("kit/seal.json", "{"),
      {
        engine: "modified",
        checks: "modified",
        files: [
          "binance/src/app.ts",
          "engine/src/core/retry.ts",
          "events-api/src/app.ts",
          "grading/src/trial/judge.ts",
          "lessons/08_templated_path/checks.ts",
          "words/src/show.ts",
        ],
      },
    ],
  ])("%s", (_, change, expected) => {
    sealCourse(course);
    const { course: before } = inspectCourse(course);
    change();
    const { course: after, ...rest } = inspectCourse(course);
    expect(rest).toEqual(expected);
    expect(after === before).toBe(rest.files.length === 6); // the hash is that of the course, not of its seal
  });
});

test("line endings, tests, texts and packages do not count as a change", () => {
  sealCourse(course);
  const before = inspectCourse(course);
  const path = "engine/src/core/retry.ts";
  write(path, readFileSync(join(course, path), "utf8").replaceAll("\n", "\r\n"));
  write("engine/src/core/retry.test.ts", "");
  write("lessons/08_templated_path/README.md", "");
  write("kit/src/node_modules/more/index.ts", "");
  expect(inspectCourse(course)).toEqual(before);
});
