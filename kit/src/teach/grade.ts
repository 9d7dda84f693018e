// `pnpm teach grade FOLDER`: grades a folder of submissions, or a zip of it.

import { existsSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import process from "node:process";
import { EnvironmentError, UsageError } from "@daglings/engine";
import { checkMachine, findLesson, kitFolder, type LessonEntry, readLesson, writeTo } from "@daglings/stage";
import { exitCodes, userPath, type Call, type ExitCode } from "../command-line.ts";
import { seedsFor } from "../desk/check-work.ts";
import { shownPath } from "../desk/work-files.ts";
import {
  canSandbox,
  type Class,
  findFormat,
  type Grade,
  gradeBook,
  gradeClass,
  type Graded,
  gradesCsv,
  gradesJunit,
  isZipFile,
  longGradesCsv,
  type MarkingRules,
  openKeptGrades,
  plainRules,
  readClass,
  readRules,
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
  const rules = rulesIn(call.text("rules"));
  const jobs = jobsOf(call.text("jobs"));
  const out = outFolder(call);
  const seeds = seedsOf(call, out);
  const isSandboxed = !call.isSet("trust-submissions");
  if (isSandboxed) checkSandbox();
  const { submissions, ignored } = readFolder(call);
  const lessons = lessonsToGrade(call, submissions);
  for (const lesson of lessons) checkMachine((await readLesson(lesson)).needs);
  writeTo(join(out, seedsFile), `${JSON.stringify(seeds)}\n`);
  writeTo(join(out, "README.txt"), explanation); // an hour's work must not end in a folder that cannot be written
  for (const name of ignored)
    process.stderr.write(`ignored: ${printable(name)} is neither a folder nor a lesson\n`);

  const { signal } = call;
  const kept = openKeptGrades(join(out, "results"));
  const order = { submissions, lessons, seeds, jobs, isSandboxed, kept, signal, onGrade: announce };
  const grades = await gradeClass(order);
  if (signal.aborted) {
    const done = `${grades.length} of ${submissions.length * lessons.length}`;
    process.stderr.write(`Stopped by Ctrl-C: ${done} are graded, and the same command goes on from there.\n`);
    return exitCodes.failed;
  }
  const graded = gradeBook(grades, seeds);
  writeBook(graded, out, call.isSet("long") ? longGradesCsv(graded) : gradesCsv(graded, rules));
  if (print) process.stdout.write(`${print(graded.students.flatMap(({ results }) => results))}\n`);
  else if (call.screen.isJson) call.screen.say(JSON.stringify(graded, null, 2));
  else call.screen.say(summary(graded, out, call));
  return exitCodes.fine;
}

const explanation = `What pnpm teach grade has made:
grades.csv   a row for each student, a column of marks for each lesson; with --long a row for each lesson
grades.json  all results, as daglings/result/v1
junit.xml    the same for a CI
reports/     a page for each student
results/     each result as it became known: the same command does not try out again what has not changed
seeds.json   the seeds; another command in this folder takes them again, unless it says --seed or --fresh
`;

const seedsFile = "seeds.json";

/** The seed that only this class has must be the same for all of it, even if it is graded in several sessions. */
function seedsOf(call: Call, out: string): readonly number[] {
  const [asked, file] = [call.text("seed"), join(out, seedsFile)];
  if (asked !== undefined || call.isSet("fresh") || !existsSync(file)) return seedsFor(asked);
  return JSON.parse(readFileSync(file, "utf8")) as number[];
}

function rulesIn(path: string | undefined): MarkingRules {
  if (path === undefined) return plainRules;
  let rules: unknown;
  try {
    rules = JSON.parse(readFileSync(userPath(path), "utf8"));
  } catch (error) {
    const { message } = error as Error;
    throw new UsageError(`${path} cannot be read as JSON: ${message}`, { cause: error });
  }
  return readRules(rules, path);
}

function jobsOf(asked: string | undefined): number {
  if (asked === undefined) return availableParallelism() + 1; // each has processes that often wait
  if (/^[1-9]\d?$/.test(asked)) return Number(asked);
  throw new UsageError(
    `--jobs is "${asked}"; it must be a number from 1 to 99: how many are tried out at once`,
  );
}

function checkSandbox(): void {
  if (canSandbox()) return;
  const why =
    process.platform === "linux"
      ? "bubblewrap is not here, or may not make a sandbox; install it (on Debian: apt install bubblewrap)"
      : "there is no sandbox for submissions on this system; grade in a Linux container or virtual machine";
  throw new EnvironmentError(
    `${why}, or say --trust-submissions: then what students have written runs with your rights`,
  );
}

function readFolder(call: Call): Class {
  const [wanted, more] = call.words;
  if (wanted === undefined) throw new UsageError("pnpm teach grade needs the folder of the submissions");
  if (more !== undefined) throw new UsageError(`pnpm teach grade takes one folder; "${more}" is too many`);
  const folder = userPath(wanted);
  const only = onlyLesson(call);
  const student = basename(folder).replace(/\.zip$/i, "");
  const one = () => ({ submissions: [readStudent(folder, student, only)], ignored: [] });
  if (call.isSet("one") && isZipFile(folder)) return one();
  const found = readClass(folder, only);
  if (call.isSet("one")) return one();
  if (found.submissions.length > 0) return found;
  const hint =
    found.ignored.length > 0 && !only
      ? "; it has files, and for files the lesson must be named: --lesson 08"
      : "; it must have a folder or a zip for each student, or one .ts file each and --lesson";
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

/** The lessons that are named; otherwise all that anybody has handed in. */
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

function writeBook(graded: Graded, out: string, csv: string): void {
  writeTo(join(out, "grades.csv"), csv);
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
