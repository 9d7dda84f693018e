// The grades of a class as files: CSV for a table, JSON for a program, JUnit for a CI.

import { stringify } from "csv-stringify/sync";
import { causeOf, firstTrouble } from "../formats/details.ts";
import { junitOf } from "../formats/junit.ts";
import type { Result } from "../trial/result.ts";
import { printable } from "@daglings/words";
import type { Grade } from "./grade-class.ts";
import { marksOf, round, type Mark, type MarkingRules } from "./marks.ts";

export interface Graded {
  readonly schema: "daglings/grades/v1";
  readonly seeds: readonly number[];
  readonly lessons: readonly string[];
  readonly students: readonly GradedStudent[];
}

export interface GradedStudent {
  readonly student: string;
  readonly score: number;
  readonly maxScore: number;
  /** The path of the student's page, beside this file. */
  readonly report: string;
  readonly results: readonly GradedResult[];
}

interface GradedResult extends Result {
  readonly student: string;
  readonly isSubmitted: boolean;
}

export function gradeBook(grades: readonly Grade[], seeds: readonly number[]): Graded {
  const names = [...new Set(grades.map(({ student }) => student))];
  const reports = reportNames(names);
  return {
    schema: "daglings/grades/v1",
    seeds,
    lessons: [...new Set(grades.map(({ lesson }) => lesson.name))],
    students: names.map((student) => {
      const own = grades.filter((grade) => grade.student === student);
      const sum = (of: (result: Result) => number) => own.reduce((all, { result }) => all + of(result), 0);
      return {
        student,
        score: sum(({ score }) => score),
        maxScore: sum(({ maxScore }) => maxScore),
        report: `reports/${reports.get(student) ?? "student"}.html`,
        results: own.map(({ result, isSubmitted }) => ({ ...result, student, isSubmitted })),
      };
    }),
  };
}

/** A row for each student: the marks of each lesson, and their sum. */
export function gradesCsv({ lessons, students }: Graded, rules: MarkingRules): string {
  const columns = ["student", ...lessons, "total", "of", "late_days", "first_trouble", "report"];
  const rows = students.map((each) => {
    const marks = marksOf(each, rules);
    const sum = (of: (mark: Mark) => number) => round(marks.reduce((all, mark) => all + of(mark), 0));
    const trouble = each.results.find(({ status }) => status !== "pass");
    return [
      each.student,
      ...lessons.map((lesson) => marks.find((mark) => mark.lesson === lesson)?.marks ?? ""),
      sum((mark) => mark.marks),
      sum(({ of }) => of),
      sum(({ lateDays }) => lateDays),
      trouble === undefined ? "" : troubleOf(trouble),
      each.report,
    ];
  });
  return csv([columns, ...rows]);
}

/** A row for each student and lesson: what was seen, before any rule for marks. */
export function longGradesCsv({ students }: Graded): string {
  const rows = students.flatMap(({ student, report, results }) =>
    results.map((result) => {
      const { lesson, status, score, maxScore, isSubmitted } = result;
      return [student, lesson, isSubmitted ? status : "missing", score, maxScore, troubleOf(result), report];
    }),
  );
  const columns = ["student", "lesson", "status", "score", "max_score", "first_trouble", "report"];
  return csv([columns, ...rows]);
}

/** A cell that begins like a formula is turned into text. Excel reads letters beyond ASCII only after a BOM. */
function csv(rows: readonly (readonly (string | number)[])[]): string {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === "string" ? flat(cell) : cell)));
  const text = stringify(cells, { escape_formulas: true, record_delimiter: "windows" });
  return /^[\t\r\n\x20-\x7e]*$/.test(text) ? text : `\uFEFF${text}`;
}

export function gradesJunit({ students }: Graded): string {
  return junitOf(
    students.flatMap(({ student, results }) =>
      results.map((result) => ({ name: `${student}: ${result.lesson}`, result })),
    ),
  );
}

/** With its cause: what was looked at, and what was found there. */
export function troubleOf(result: Result): string {
  const first = firstTrouble(result);
  return first ? `${first.id} ${causeOf(first)}` : (result.message ?? "");
}

/** One line: the contents of a cell must not look like another row. */
function flat(text: string): string {
  return printable(text).replace(/\s+/g, " ").trim();
}

/** File names that every system accepts, no two of them the same, even where capitals do not count. */
function reportNames(students: readonly string[]): Map<string, string> {
  const taken = new Set<string>();
  const names = new Map<string, string>();
  for (const student of students) {
    const words = student.normalize("NFKD").replace(/[^a-zA-Z0-9_-]+/g, "-");
    const plain =
      words
        .replace(/^-+|-+$/g, "")
        .slice(0, 60)
        .toLowerCase() || "student";
    let [name, number] = [plain, 1];
    while (taken.has(name)) name = `${plain}-${++number}`;
    taken.add(name);
    names.set(student, name);
  }
  return names;
}
