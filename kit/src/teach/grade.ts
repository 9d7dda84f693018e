// `pnpm teach grade FOLDER`: grades a folder of submissions.

import { basename, join } from "node:path";
import process from "node:process";
import { UsageError } from "@daglings/engine";
import { checkMachine, findLesson, kitFolder, type LessonEntry, readLesson, writeTo } from "@daglings/stage";
import { exitCodes, userPath, type Call, type ExitCode } from "../command-line.ts";
import { seedsFor } from "../desk/check-work.ts";
import { shownPath } from "../desk/work-files.ts";
import {
  type Class,
  findFormat,
  type Grade,
  gradeBook,
  gradeClass,
  type Graded,
  gradesCsv,
  gradesJunit,
  readClass,
  readStudent,
  troubleOf,
} from "@daglings/grading";
import { printable } from "@daglings/words";
import { alignColumns } from "../show/table.ts";
import { count } from "../words.ts";
import { readLessons } from "./lesson-range.ts";
import { studentReport } from "./report.ts";

export async function grade(call: Call): Promise<ExitCode> {
  const format = call.text("format");
  const print = format === undefined ? null : findFormat(format);
  const seeds = seedsFor(call.text("seed"));
  const { submissions, ignored } = readFolder(call);
  const lessons = lessonsToGrade(call, submissions);
  for (const lesson of lessons) checkMachine((await readLesson(lesson)).needs);
  const out = outFolder(call);
  writeTo(join(out, "README.txt"), explanation); // an hour's work must not end in a folder that cannot be written
  for (const name of ignored)
    process.stderr.write(`ignored: ${printable(name)} is no folder and no lesson\n`);

  const grades = await gradeClass({ submissions, lessons, seeds, signal: call.signal, onGrade: announce });
  if (call.signal.aborted) {
    process.stderr.write("Stopped by Ctrl-C: nothing is written.\n");
    return exitCodes.failed;
  }
  const graded = gradeBook(grades, seeds);
  writeBook(graded, out);
  if (print) process.stdout.write(`${print(graded.students.flatMap(({ results }) => results))}\n`);
  else if (call.screen.isJson) call.screen.say(JSON.stringify(graded, null, 2));
  else call.screen.say(summary(graded, out, call));
  return exitCodes.fine;
}

const explanation = `What pnpm teach grade has made:
grades.csv   a row for each student and lesson
grades.json  all results, as daglings/result/v1
junit.xml    the same for a CI
reports/     a page for each student
`;

function readFolder(call: Call): Class {
  const [wanted, more] = call.words;
  if (wanted === undefined) throw new UsageError("pnpm teach grade needs the folder of the submissions");
  if (more !== undefined) throw new UsageError(`pnpm teach grade takes one folder; "${more}" is too many`);
  const folder = userPath(wanted);
  const only = onlyLesson(call);
  const found = readClass(folder, only);
  if (call.isSet("one")) return { submissions: [readStudent(folder, basename(folder), only)], ignored: [] };
  if (found.submissions.length > 0) return found;
  const hint =
    found.ignored.length > 0 && !only
      ? "; it has files, and for files the lesson must be named: --lesson 08"
      : "; it must have a folder for each student, or one .ts file each and --lesson";
  throw new UsageError(`there is no submission in ${folder}${hint}`);
}

function onlyLesson({ text }: Call): LessonEntry | undefined {
  const [lesson, range] = [text("lesson"), text("lessons")];
  if (lesson !== undefined && range !== undefined) {
    throw new UsageError("--lesson and --lessons both say what to grade; name one of them");
  }
  if (lesson !== undefined) return findLesson(lesson);
  const [first, second] = range === undefined ? [] : readLessons(range);
  return second ? undefined : first;
}

/** What is named; else all that anybody has handed in. */
function lessonsToGrade({ text }: Call, submissions: Class["submissions"]): LessonEntry[] {
  const range = text("lesson") ?? text("lessons");
  if (range !== undefined) return readLessons(range);
  const found = new Set(submissions.flatMap(({ lessons }) => [...lessons.keys()]));
  if (found.size > 0) return readLessons(undefined).filter(({ name }) => found.has(name));
  const [first] = submissions;
  throw new UsageError(`no submission has a lesson in it; the first one: ${first?.problem ?? "is empty"}`);
}

function outFolder({ text }: Call): string {
  const out = text("out");
  return out === undefined ? join(kitFolder, "runs", "grades") : userPath(out);
}

function announce({ student, lesson, isSubmitted, result }: Grade, done: number, of: number): void {
  const word = isSubmitted ? result.status.toUpperCase() : "MISSING";
  const marks = `${result.score} of ${result.maxScore}`;
  process.stderr.write(`${done}/${of} ${printable(student)} ${lesson.name}: ${word} ${marks}\n`);
}

function writeBook(graded: Graded, out: string): void {
  writeTo(join(out, "grades.csv"), gradesCsv(graded));
  writeTo(join(out, "grades.json"), `${JSON.stringify(graded, null, 2)}\n`);
  writeTo(join(out, "junit.xml"), gradesJunit(graded));
  for (const student of graded.students) {
    writeTo(join(out, student.report), studentReport(student, graded));
  }
}

function summary({ students, seeds }: Graded, out: string, { screen }: Call): string {
  const rows = students.flatMap(({ student, results }) =>
    results.map((result) => [
      printable(student),
      result.lesson,
      result.isSubmitted ? result.status.toUpperCase() : "MISSING",
      `${result.score} of ${result.maxScore}`,
      printable(troubleOf(result)).replace(/\s+/g, " ").slice(0, 80),
    ]),
  );
  const lines = screen.isPlain
    ? rows.map(([student, lesson, ...rest]) => `${student} ${lesson}: ${rest.filter(Boolean).join("; ")}`)
    : alignColumns(rows);
  const path = shownPath(out).startsWith("..") ? out : shownPath(out);
  const what = `${count(students.length, "student")} graded with the seeds ${seeds.join(" and ")}`;
  return [...lines, "", `${what}. grades.csv, grades.json, junit.xml and reports/ are in ${path}.`].join(
    "\n",
  );
}
