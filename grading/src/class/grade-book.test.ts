import { describe, expect, test } from "vitest";
import { findLesson } from "../../../stage/src/catalogue.ts";
import type { Result } from "../trial/result.ts";
import { failResult, nasty, passResult, resultWith } from "../formats/testing.ts";
import { objectionsTo, parseXml } from "../../../kit/src/page/testing.ts";
import { gradeBook, gradesCsv, gradesJunit, longGradesCsv } from "./grade-book.ts";
import type { Grade } from "./grade-class.ts";
import { markdown } from "../formats/markdown.ts";
import { plainRules } from "./marks.ts";
import { studentReport } from "../../../kit/src/teach/report.ts";

const lesson = findLesson("08");
const gradeOf = (student: string, result: Result, isSubmitted = true): Grade => ({
  student,
  lesson,
  isSubmitted,
  result,
});

/** By the rules of RFC 4180. */
function parseCsv(text: string): string[][] {
  const fields = [...text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)];
  const rows: string[][] = [[]];
  for (const [, quoted, bare = "", end] of fields) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare);
    if (end === "\r\n") rows.push([]);
  }
  return rows.slice(0, -1);
}

const evil = [
  `=HYPERLINK("http://x","y")`,
  "+1",
  "-1",
  "@sum",
  "\t=1",
  "<img src=x onerror=a>",
  nasty,
  `a"b,c\nd`,
];

describe("the grades of a class", () => {
  const grades = [
    ...evil.map((student) => gradeOf(student, failResult)),
    gradeOf("Zoë", passResult),
    gradeOf("zoe", passResult, false),
    gradeOf("../../etc", passResult),
  ];
  const book = gradeBook(grades, [0, 7]);

  test("add up", () => {
    const both = gradeBook([gradeOf("ana", passResult), gradeOf("ana", failResult)], [0]);
    expect(both.students).toHaveLength(1);
    expect(both.students[0]).toMatchObject({ student: "ana", score: 2, maxScore: 5 });
  });

  test("as CSV have a row each, and no cell that a spreadsheet would execute", () => {
    const [head, ...rows] = parseCsv(longGradesCsv(book).slice(1));
    expect(head).toEqual(["student", "lesson", "status", "score", "max_score", "first_trouble", "report"]);
    expect(rows).toHaveLength(grades.length);
    expect(rows.every((row) => row.length === 7)).toBe(true);
    expect(rows.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    expect(rows[0]?.[0]).toBe(`'=HYPERLINK("http://x","y")`);
    expect(rows.find(([student]) => student === "zoe")?.[2]).toBe("missing");
  });

  test("as CSV have a row for each student, a column for each lesson, and a sum", () => {
    const next = findLesson("09");
    const later = { ...failResult, lesson: next.name };
    const two = gradeBook(
      [gradeOf("ana", passResult), { ...gradeOf("ana", later), lesson: next }, gradeOf("bo", passResult)],
      [0],
    );
    const rules = { ...plainRules, weights: { "09": 8 }, lateDays: { ana: { "09": 1 } }, latePenalty: 0.5 };
    const [head, ana, bo] = parseCsv(gradesCsv(two, rules).replace("\uFEFF", ""));
    expect(head?.slice(0, 6)).toEqual(["student", lesson.name, next.name, "total", "of", "late_days"]);
    expect(ana?.slice(0, 6)).toEqual(["ana", "1", "1", "2", "9", "1"]);
    expect(bo?.slice(0, 4)).toEqual(["bo", "1", "", "1"]);
    expect(ana?.[6]).toMatch(/^08\.\d .*: data\/stats\/2019-01-01\.csv: /);
  });

  test("as CSV begin with a BOM where a name needs it, and only there", () => {
    expect(gradesCsv(gradeBook([gradeOf("Zoë", passResult)], [0]), plainRules)).toMatch(/^\uFEFFstudent,/);
    expect(gradesCsv(gradeBook([gradeOf("zoe", passResult)], [0]), plainRules)).toMatch(/^student,/);
  });

  test("as Markdown have the students' names", () => {
    const { students } = gradeBook([gradeOf("a|b", passResult), gradeOf("bo", failResult)], [0]);
    const text = markdown(students.flatMap(({ results }) => results));
    expect(text).toContain("| Student | Lesson |");
    expect(text).toContain("| bo | 08");
    expect(text).toContain("| a&#124;b | 08");
  });

  test("as JUnit are well-formed, with a suite for each student and lesson", () => {
    const root = parseXml(gradesJunit(book));
    expect(root.children).toHaveLength(grades.length);
    expect(root.children[0]?.attributes["name"]).toBe(`=HYPERLINK("http://x","y"): 08_templated_path`);
  });

  test("have a page for each student, inside the folder, with a name that every system accepts", () => {
    const names = book.students.map(({ report }) => report);
    expect(names.every((name) => /^reports\/[a-z0-9_-]+\.html$/.test(name))).toBe(true);
    expect(new Set(names).size).toBe(names.length);
  });

  test("as pages are HTML in which nothing that a student wrote takes effect", async () => {
    for (const student of book.students) {
      const html = studentReport(student, book);
      expect(await objectionsTo(html)).toEqual([]);
      expect(html).not.toMatch(/<(img|b|script)\b/);
    }
  });

  test("say on the page why a check does not pass, and where", () => {
    const [first] = gradeBook([gradeOf("ana", failResult)], [0, 7]).students;
    const html = first ? studentReport(first, book) : "";
    expect(html).toContain("1 of 4 checks passed, with the seeds 0 and 7");
    expect(html).toContain("look at: data/stats/2019-01-01.csv");
    expect(html).toContain("file: work/08_templated_path/dag.ts:21");
    expect(html).toContain("pnpm hint 08");
  });

  test("show an error's message on the page", () => {
    const broken = resultWith({ status: "error", message: "no check was <carried> out", tests: [] });
    const [first] = gradeBook([gradeOf("ana", broken)], [0]).students;
    expect(first ? studentReport(first, book) : "").toContain("no check was &lt;carried&gt; out");
  });
});
