// The whole matrix: every lesson against its own checks and all earlier ones, by its own file, the file that a
// student begins with, another right one, every variant, every slip, and files that do not solve anything. And for every
// sentence of a lesson's task, each of the checks that prove it must have been failed by one of these.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  entryFile,
  entryName,
  lessonBeneath,
  type LessonEntry,
  listLessons,
  readLesson,
  starterFile,
  stopwatch,
  variantFile,
} from "@daglings/stage";
import type { Slip, Variant } from "@daglings/lessons";
import { checkVersion, publishedSeed, type Report } from "./check-version.ts";
import type { Status, Verdict } from "./judge.ts";
import { openLaboratory, type Laboratory } from "./laboratory.ts";
import { usualLimits } from "./limits.ts";
import { dueChecks } from "./syllabus.ts";

/** One file under one lesson's checks, and the result that it must have. */
interface Trial {
  readonly lesson: LessonEntry;
  /** "the lesson itself", "variant fixed-output", … */
  readonly what: string;
  readonly file: string;
  readonly seeds: readonly number[];
  readonly expect: Expectation;
}

type Expectation =
  | { readonly type: "all pass" }
  | { readonly type: "new ones fail" }
  | { readonly type: "one fails"; readonly check: string; readonly phrase: string }
  | { readonly type: "first is"; readonly status: Status };

export interface TrialResult {
  readonly trial: Trial;
  readonly report: Report;
  /** What is not as it must be; null if all is well. */
  readonly objection: string | null;
}

export interface Matrix {
  readonly results: readonly TrialResult[];
  /** Sentences of tasks whose checks are not due there, or have been failed by nothing wrong. */
  readonly unproved: readonly string[];
  readonly duration: number;
}

/** Seeds that everybody can repeat: the second one stands for any fresh one. */
const otherSeed = 7;

/** Longer than anybody waits for one submission: this tests what a check says, not the machine. */
const limits = { ...usualLimits, time: 120_000 };

/** `onProgress` hears how many trials are done. */
export async function runMatrix(
  onProgress: (done: number, all: number) => void = () => {},
  lessons: readonly LessonEntry[] = listLessons(),
): Promise<Matrix> {
  const began = stopwatch();
  const folder = mkdtempSync(join(tmpdir(), "daglings-matrix-"));
  const laboratory = openLaboratory({ limits, isTrusted: true });
  try {
    const trials = (await Promise.all(lessons.map((lesson) => trialsOf(lesson, folder)))).flat();
    const results: TrialResult[] = [];
    const waiting = trials.entries();
    let done = 0;
    const worker = async () => {
      for (const [index, trial] of waiting) {
        results[index] = await tryTrial(trial, laboratory);
        onProgress(++done, trials.length);
      }
    };
    await Promise.all([worker(), worker(), worker()]);
    const unproved = (await Promise.all(lessons.map((lesson) => unprovedIn(lesson, results)))).flat();
    return { results, unproved, duration: stopwatch() - began };
  } finally {
    await laboratory.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A check of an earlier lesson is proved there: if that lesson was not tried, it counts as proved. */
async function unprovedIn(lesson: LessonEntry, results: readonly TrialResult[]): Promise<string[]> {
  const { task } = await readLesson(lesson);
  const due = new Set((await dueChecks(lesson.name)).map(({ check }) => check.id));
  const tried = new Set(results.map(({ trial }) => trial.lesson.number));
  const failed = new Set(
    results.flatMap(({ report }) =>
      report.verdicts.filter(({ status }) => status === "fail").map((verdict) => verdict.due.check.id),
    ),
  );
  return task.must.flatMap(({ says, shownBy }) => {
    const unknown = shownBy.filter((id) => !due.has(id));
    if (unknown.length > 0) return [`${lesson.name}, "${says}": ${unknown.join(", ")} is not due there`];
    const unfailed = shownBy.filter((id) => tried.has(id.slice(0, 2)) && !failed.has(id));
    return unfailed.map((id) => `${lesson.name}, "${says}": no wrong version fails ${id}`);
  });
}

async function trialsOf(lesson: LessonEntry, folder: string): Promise<Trial[]> {
  const described = await readLesson(lesson);
  const { variants, checks } = described;
  if (checks.length === 0) return [];
  const before = lessonBeneath(lesson, described);
  const alternative = join(lesson.folder, "alternative.ts");
  const trial = (what: string, file: string, expect: Expectation, seeds = [publishedSeed]): Trial => ({
    lesson,
    what,
    file,
    seeds,
    expect,
  });
  return [
    // As a student's version is: one process may play for both seeds, and nothing of the first may be left.
    trial("the lesson itself", entryFile(lesson), { type: "all pass" }, [publishedSeed, otherSeed]),
    ...(existsSync(alternative)
      ? [trial("another right version", alternative, { type: "all pass" }, [otherSeed])]
      : []),
    trial(
      before ? `the file of lesson ${before.number}` : "the starter",
      before ? entryFile(before) : starterFile(lesson),
      {
        type: "new ones fail",
      },
    ),
    // A variant that differs only in its circumstances runs the lesson's own file, which is tried anyway.
    ...Object.entries(variants)
      .filter(([name]) => variantFile(lesson, name) !== entryFile(lesson))
      .map(([name, variant]) => trial(`variant ${name}`, variantFile(lesson, name), expectationOf(variant))),
    ...(await slipsOf(lesson, folder)).map(({ what, file, fails }) =>
      trial(`slip: ${what}`, file, { type: "one fails", check: fails, phrase: "" }),
    ),
    ...brokenFiles(lesson, folder).map(({ what, file, status }) =>
      trial(what, file, { type: "first is", status }),
    ),
  ];
}

/** Each as a file of its own, made from the lesson's. */
async function slipsOf(lesson: LessonEntry, folder: string) {
  const list = join(lesson.folder, "slips.ts");
  if (!existsSync(list)) return [];
  const { slips } = (await import(pathToFileURL(list).href)) as { slips: readonly Slip[] };
  const own = readFileSync(entryFile(lesson), "utf8");
  return slips.map(({ what, change, fails }, index) => {
    const place = join(folder, `${lesson.number}-slip-${index + 1}`);
    const file = join(place, entryName(lesson));
    mkdirSync(place);
    writeFileSync(
      file,
      change.reduce((text, [from, to]) => replaceOnce(text, from, to, lesson), own),
    );
    return { what, file, fails };
  });
}

function replaceOnce(text: string, from: string, to: string, { name }: LessonEntry): string {
  if (text.split(from).length === 2) return text.replace(from, () => to);
  throw new Error(`lessons/${name}/slips.ts: the lesson's file must have this exactly once: ${from}`);
}

function expectationOf({ fails }: Variant): Expectation {
  return fails === null ? { type: "all pass" } : { type: "one fails", ...fails };
}

/** A file that does not parse says nothing about the student: that is an error, not a failure. */
const broken = {
  "an empty file": ["", "fail"],
  "a file that throws": [`throw new Error("not today");\n`, "fail"],
  "a file without a DAG": ["export const answer = 42;\n", "fail"],
  "a file that does not parse": ["const dag = new DAG({;\n", "error"],
} as const;

/** The check that finds them is carried from the first DAG to the last: these lessons stand for all. */
const lessonsWithBrokenFiles = ["01", "08", "12", "14"];

function brokenFiles(lesson: LessonEntry, folder: string) {
  if (!lessonsWithBrokenFiles.includes(lesson.number)) return [];
  return Object.entries(broken).map(([what, [text, status]]) => {
    const file = join(folder, `${lesson.number} ${what}.ts`.replaceAll(" ", "_"));
    writeFileSync(file, text);
    return { what, file, status };
  });
}

async function tryTrial(trial: Trial, laboratory: Laboratory): Promise<TrialResult> {
  const { lesson, file, seeds } = trial;
  const report = await checkVersion({ lesson: lesson.name, file, seeds, laboratory });
  return { trial, report, objection: object(trial.expect, report.verdicts) };
}

function object(expect: Expectation, verdicts: readonly Verdict[]): string | null {
  const bad = verdicts.filter(({ status }) => status === "fail" || status === "error");
  const names = (list: readonly Verdict[]) =>
    list.map(({ due, status }) => `${due.check.id} ${status}`).join(", ");
  switch (expect.type) {
    case "all pass":
      return bad.length === 0 && verdicts.length > 0 ? null : `must pass, but ${names(bad)}`;
    case "new ones fail": {
      const carried = bad.filter(({ due }) => due.carriedFrom !== null);
      if (carried.length > 0) return `carried checks must pass, but ${names(carried)}`;
      return bad.length > 0 ? null : "no new check fails: the lesson is solved before it begins";
    }
    case "one fails": {
      const [first, ...others] = bad;
      if (first?.due.check.id !== expect.check || first.status !== "fail" || others.length > 0) {
        return `only ${expect.check} must fail, but ${names(bad) || "all pass"}`;
      }
      const { message = "", what = "", expected = "", actual = "" } = first.trouble ?? {};
      const said = [message, what, expected, actual].join("\n");
      return said.includes(expect.phrase) ? null : `${expect.check} does not say "${expect.phrase}"`;
    }
    case "first is": {
      const [first] = bad;
      return first?.status === expect.status
        ? null
        : `must be ${expect.status}, but ${names(bad) || "all pass"}`;
    }
    default:
      return expect satisfies never;
  }
}
