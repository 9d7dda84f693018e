// Tries one submission of one lesson: a copy of it, in a folder of its own, in a process of its own.

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

export async function tryOutSubmission(
  { lessons }: Submission,
  lesson: LessonEntry,
  { seeds, limits, isSandboxed }: Pick<TrialOrder, "seeds" | "limits"> & { readonly isSandboxed: boolean },
): Promise<TrialEnd> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "daglings-grade-")));
  try {
    // All of its lessons, because one may run alongside another.
    for (const [name, files] of lessons) {
      for (const [path, content] of files) writeTo(join(folder, "work", name, path), content);
    }
    const file = join(folder, "work", lesson.name, entryName(lesson));
    const sandbox = { readable: [join(folder, "work")] };
    const order = { lesson: lesson.name, file, seeds, limits, ...(isSandboxed && { sandbox }) };
    const { answer, signal } = await ask(order, folder);
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

function ask(order: TrialOrder, folder: string): Promise<Ended> {
  const temporary = join(folder, "tmp");
  mkdirSync(temporary);
  const cache = getCompileCacheDir();
  const child: ChildProcess = fork(program, {
    cwd: folder,
    silent: true,
    execArgv: [],
    env: {
      ...process.env,
      TMPDIR: temporary,
      TEMP: temporary,
      TMP: temporary,
      NODE_COMPILE_CACHE: cache === undefined ? undefined : dirname(cache),
    },
  });
  child.stdout?.resume();
  child.stderr?.resume();
  let answer: TrialAnswer | null = null;
  child.on("message", (said: TrialAnswer) => {
    answer = said;
  });
  const clock = setTimeout(() => child.kill("SIGKILL"), longest);
  return new Promise((resolve) => {
    child.once("error", () => {}); // it shows in how it ends
    child.once("close", (_, signal) => {
      clearTimeout(clock);
      resolve({ answer, signal });
    });
    child.send(order);
  });
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
