// Tries one submission of one lesson: a copy of it, in a folder of its own, checked by a process that does nothing
// else meanwhile.

import { fork, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { getCompileCacheDir } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { entryName, type LessonEntry, writeTo } from "@daglings/stage";
import type { Result, TestResult } from "../trial/result.ts";
import type { Submission } from "./submissions.ts";
import type { TrialAnswer, TrialOrder } from "./trial-process.ts";

export interface TrialEnd {
  /** Null if it did not finish; `message` says why. */
  readonly result: Result | null;
  readonly message: string | null;
  /** Its process was ended, or its files have changed: by itself, or by another that ran beside it. */
  readonly isDisturbed: boolean;
}

/** In real milliseconds: each of its experiments has a limit of its own, and all of them together take less than this. */
const longest = 500_000;
/** Characters of one text: a student's file may be large, a report is not. */
const longestText = 4000;

const program = new URL("./trial-process.ts", import.meta.url);

export type TrialOptions = Pick<TrialOrder, "seeds" | "limits" | "integrity" | "isSandboxed">;

export interface Trials {
  tryOut(submission: Submission, lesson: LessonEntry): Promise<TrialEnd>;
  close(): void;
}

/** A process that has checked a submission, and was not ended by it, checks the next one. */
export function openTrials(options: TrialOptions): Trials {
  const free: ChildProcess[] = [];
  return {
    async tryOut(submission, lesson) {
      const last = free.pop();
      const checker = last?.connected ? last : startChecker();
      try {
        return await tryOutSubmission(submission, lesson, options, checker);
      } finally {
        if (checker.connected) free.push(checker);
      }
    },
    close() {
      for (const checker of free.splice(0)) checker.disconnect();
    },
  };
}

async function tryOutSubmission(
  { lessons }: Submission,
  lesson: LessonEntry,
  options: TrialOptions,
  checker: ChildProcess,
): Promise<TrialEnd> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "daglings-grade-")));
  try {
    // All of its lessons, because one may run alongside another.
    for (const [name, files] of lessons) {
      for (const [path, content] of files) writeTo(join(folder, "work", name, path), content);
    }
    const file = join(folder, "work", lesson.name, entryName(lesson));
    mkdirSync(join(folder, "tmp"));
    const order = { ...options, lesson: lesson.name, folder, file, readable: [join(folder, "work")] };
    const { answer, signal } = await ask(checker, order);
    const isChanged = [...(lessons.get(lesson.name) ?? [])].some(
      ([path, content]) => !isSame(join(folder, "work", lesson.name, path), content),
    );
    if (answer?.type === "result") {
      return { result: relocate(answer.result, folder), message: null, isDisturbed: isChanged };
    }
    const reason = answer?.message ?? `its process was ended (${signal ?? "without a word"})`;
    return { result: null, message: reason, isDisturbed: isChanged || answer === null };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

interface Ended {
  readonly answer: TrialAnswer | null;
  readonly signal: NodeJS.Signals | null;
}

function startChecker(): ChildProcess {
  const cache = getCompileCacheDir();
  const checker = fork(program, {
    silent: true,
    execArgv: [],
    env: { ...process.env, NODE_COMPILE_CACHE: cache === undefined ? undefined : dirname(cache) },
  });
  checker.stdout?.resume();
  checker.stderr?.resume();
  checker.on("error", () => {}); // it shows in how it ends
  return checker;
}

function ask(checker: ChildProcess, order: TrialOrder): Promise<Ended> {
  const clock = setTimeout(() => checker.kill("SIGKILL"), longest);
  return new Promise<Ended>((resolve) => {
    const leave = (_: number | null, signal: NodeJS.Signals | null) => resolve({ answer: null, signal });
    checker.once("message", (answer: TrialAnswer) => {
      checker.off("close", leave);
      resolve({ answer, signal: null });
    });
    checker.once("close", leave);
    checker.send(order, () => {}); // it may have ended: then "close" says so
  }).finally(() => clearTimeout(clock));
}

function isSame(path: string, content: Uint8Array): boolean {
  return existsSync(path) && readFileSync(path).equals(content);
}

/** The folder is gone when the result is read: paths begin at the student's own `work`. */
function relocate(result: Result, folder: string): Result {
  const clean = (text: string) => {
    const short = text.replaceAll(`${folder}/`, "").replaceAll(folder, ".");
    return short.length > longestText ? `${short.slice(0, longestText).toWellFormed()}…` : short;
  };
  const maybe = (text: string | null) => (text === null ? null : clean(text));
  const test = (each: TestResult): TestResult => ({
    ...each,
    message: maybe(each.message),
    expected: maybe(each.expected),
    actual: maybe(each.actual),
    difference: maybe(each.difference),
    failure: maybe(each.failure),
    file: clean(each.file),
  });
  return { ...result, message: maybe(result.message), tests: result.tests.map(test) };
}
