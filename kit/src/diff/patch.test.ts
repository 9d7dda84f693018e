import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { entryFile, entryName, findLesson, listLessons } from "../../../stage/src/catalogue.ts";
import { inTemporaryFolder } from "../../../stage/src/testing.ts";
import { patchText } from "./patch.ts";
import { lessonSide, type Side } from "./sides.ts";

/** What git makes of the first file. */
function applied(patch: string, name: string, before: string, after = name): Promise<string> {
  return inTemporaryFolder((folder) => {
    const git = (...args: string[]) => execFileSync("git", args, { cwd: folder, stdio: "pipe" });
    git("init", "--quiet");
    git("config", "core.autocrlf", "false");
    writeFileSync(join(folder, name), before);
    git("add", "--all");
    writeFileSync(join(folder, "change.patch"), patch);
    git("apply", "change.patch");
    expect(existsSync(join(folder, name))).toBe(after === name);
    return Promise.resolve(readFileSync(join(folder, after), "utf8"));
  });
}

function side(text: string): Side {
  return { label: "yours", lesson: findLesson("08"), text, shown: "work/dag.ts", name: "dag.ts" };
}

describe("a patch", { timeout: 30_000 }, () => {
  const lessons = listLessons();

  test.each(lessons.slice(1).map((lesson, index) => [lessons[index]?.name ?? "", lesson.name]))(
    "turns %s into %s by git apply",
    async (from, to) => {
      const [before, after] = [findLesson(from), findLesson(to)];
      const patch = patchText({ from: lessonSide(before), to: lessonSide(after) });
      const [old, wanted] = [before, after].map((each) => readFileSync(entryFile(each), "utf8"));
      expect(await applied(patch, entryName(before), old ?? "", entryName(after))).toBe(wanted);
    },
  );

  test.each([
    ["a file from Windows, whose ends of lines stay", "a\r\nb\r\nc\r\n", "a\nB\nc\n", "a\r\nB\r\nc\r\n"],
    ["a file with both ends of lines", "a\r\nb\nc\r\n", "a\nB\nc\n", "a\nB\nc\n"],
    ["a file without a last newline", "a\nb", "a\nb\nc\n", "a\nb\nc\n"],
    ["a file that shall have no last newline", "a\nb\n", "a\nc", "a\nc"],
    ["an empty file", "", "a\n", "a\n"],
    ["a file that becomes empty", "a\nb\n", "", ""],
  ])("takes %s", async (_, before, after, wanted) => {
    const patch = patchText({ from: side(before), to: side(after) });
    expect(patch).toContain("--- a/dag.ts\n+++ b/dag.ts\n");
    expect(await applied(patch, "dag.ts", before)).toBe(wanted);
  });

  test("says that a file has another name", () => {
    const patch = patchText({ from: lessonSide(findLesson("00")), to: lessonSide(findLesson("01")) });
    expect(patch.split("\n").slice(0, 5)).toEqual([
      "diff --git a/script.ts b/dag.ts",
      "rename from script.ts",
      "rename to dag.ts",
      "--- a/script.ts",
      "+++ b/dag.ts",
    ]);
  });

  test("is empty where nothing differs", () => {
    const same = lessonSide(findLesson("08"));
    expect(patchText({ from: same, to: same })).toBe("");
  });
});
