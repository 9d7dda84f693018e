import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { entryFile, findLesson, listLessons } from "../../../stage/src/catalogue.ts";
import { withFile, withoutFile, withoutMention } from "./pages.ts";

const pageOf = (folder: string) => readFileSync(join(folder, "README.md"), "utf8");

test.each(listLessons())("the page of $name has its file as it is; else: pnpm teach pages", (lesson) => {
  expect(pageOf(lesson.folder)).toBe(withFile(lesson));
});

test("what is shown is the whole file, with what has changed", () => {
  const lesson = findLesson("08");
  const [, shown = ""] =
    /^```diff\n([^]*?)^```\n\n<\/details>/m.exec(withFile(lesson).split("## The file")[1] ?? "") ?? [];
  const lines = shown.trimEnd().split("\n");
  const side = (sign: string) =>
    `${lines
      .filter((line) => line[0] !== sign)
      .map((line) => line.slice(1))
      .join("\n")}\n`;
  expect(side("-")).toBe(readFileSync(entryFile(lesson), "utf8"));
  expect(side("+")).toBe(readFileSync(entryFile(findLesson("07")), "utf8"));
});

test("a file that has little in common with the one before is shown as it is", () => {
  const text = readFileSync(entryFile(findLesson("12")), "utf8");
  expect(withFile(findLesson("12"))).toContain(`\n\`\`\`ts\n${text}\`\`\`\n`);
});

test("what somebody has written stays what it is", () => {
  for (const lesson of listLessons()) {
    const own = withoutFile(pageOf(lesson.folder));
    expect(own).toContain("## Without an orchestrator");
    expect(own).not.toContain("<details>");
    expect(withFile(lesson).startsWith(own.trimEnd())).toBe(true);
    expect(own).toContain("(#the-file)");
    expect(withoutMention(pageOf(lesson.folder))).not.toContain("end of this page");
  }
});
