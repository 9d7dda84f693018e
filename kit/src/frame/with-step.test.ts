import { readFileSync } from "node:fs";
import { entryFile, findLesson, listLessons } from "@daglings/stage";
import { describe, expect, test } from "vitest";
import { listFrames, writeFrameFile } from "./frame-file.ts";
import { placeOfStep, withStep } from "./with-step.ts";

const lessonText = (wanted: string) => readFileSync(entryFile(findLesson(wanted)), "utf8");
const withPlace = listLessons().filter((entry) => placeOfStep(lessonText(entry.name)));
const pairs = withPlace.flatMap((entry) => listFrames().map((frame) => [entry.number, frame] as const));

/** By the name that the file calls it. */
function importsOf(text: string): string[] {
  const clauses = [...text.matchAll(/^import (?:type )?([^;"]+) from "/gm)].map(([, clause = ""]) => clause);
  const names = clauses.flatMap((clause) => clause.replaceAll(/[{}]/g, "").split(","));
  return names.flatMap((name) => name.trim().replace(/^(type|\* as) /, "") || []);
}

describe("the step of another library", () => {
  test("has its place in the lessons that count or average, and in no others", () => {
    const numbers = withPlace.map(({ number }) => number);
    expect(numbers).toEqual(
      expect.arrayContaining(["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "13", "14"]),
    );
    expect(numbers).not.toContain("00");
    expect(numbers).not.toContain("12");
  });

  test.each(pairs)(
    "replaces the step of lesson %s by that of %s, and leaves the other lines as they are",
    (number, frame) => {
      const { file } = writeFrameFile(findLesson(number), frame);
      const [before, after] = [lessonText(number), readFileSync(file, "utf8")];
      expect(after).toMatch(/\bawait (countEvents|hourRow|dayRow)\(/);
      expect(after).not.toContain("aq.op.count()");
      const lines = new Set(after.split("\n"));
      const gone = before.split("\n").filter((line) => !lines.has(line) && !/^import |^ {2}\w+,$/.test(line));
      expect(gone.length).toBeLessThanOrEqual(5);
    },
  );

  test.each(pairs)("brings what lesson %s with %s imports, once and nothing more", (number, frame) => {
    const text = readFileSync(writeFrameFile(findLesson(number), frame).file, "utf8");
    const names = importsOf(text);
    expect(names).toEqual([...new Set(names)]);
    for (const name of names) {
      const times = text.match(new RegExp(`\\b${name}\\b`, "g"))?.length ?? 0;
      expect({ name, isUsed: times > 1 }).toEqual({ name, isUsed: true });
      expect(text).not.toMatch(new RegExp(`^(async )?(function|const) ${name}\\b`, "m"));
    }
  });

  test("keeps the comment at the top of a lesson, and breaks a long line of imports", () => {
    const lesson = `// Mine.\n${lessonText("08")}`;
    const place = placeOfStep(lesson);
    if (!place) throw new Error("lesson 08 has no step");
    const long = Array.from({ length: 12 }, (_, index) => `aLongName${index}`);
    const step = `// The step.\n\nimport { ${long.join(", ")} } from "long";\n\nexport const used = [${long.join(", ")}];\n`;
    const text = withStep(lesson, step, place);
    expect(text).toMatch(/^\/\/ Mine\.\nimport /);
    expect(text).toContain(`import {\n  aLongName0,\n  aLongName1,`);
    expect(text).toContain("\n// The step.\n\nconst used = [");
  });
});
