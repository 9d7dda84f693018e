// For tests: runs a lesson in a folder that is gone afterwards, and keeps what it has left.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { env, execPath } from "node:process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { readIfThere } from "./run-folder.ts";
import { runLesson, type LessonOptions, type LessonResult } from "./run-lesson.ts";

export interface TriedLesson extends LessonResult {
  /** The texts of all files, also of logs and mails, by path. */
  readonly left: Readonly<Record<string, string>>;
}

export async function tryLesson(options: Omit<LessonOptions, "dir">): Promise<TriedLesson> {
  return inTemporaryFolder(async (dir) => ({
    ...(await runLesson({ ...options, dir })),
    left: textsIn(dir),
  }));
}

export interface Answer {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command itself, in a process of its own. */
export function callLesson(words: readonly string[], variables: NodeJS.ProcessEnv = {}): Promise<Answer> {
  const main = fileURLToPath(new URL("../../kit/src/main.js", import.meta.url));
  return inTemporaryFolder((dir) => call(execPath, [main, "lesson", ...words, "--dir", dir], { variables }));
}

export async function call(
  program: string,
  args: readonly string[],
  { variables = {}, cwd }: { readonly variables?: NodeJS.ProcessEnv; readonly cwd?: string } = {},
): Promise<Answer> {
  const child = spawn(program, args, {
    cwd,
    env: { ...env, ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "close") as Promise<[number | null]>;
  const [[exitCode], stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { exitCode, stdout, stderr };
}

export async function inTemporaryFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "daglings-test-"));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 }); // a process of the lesson may still be ending
  }
}

function textsIn(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !/^(\.|daglings\.db)/.test(entry.name),
  );
  const texts = files.flatMap(({ parentPath, name }) => {
    const path = relative(folder, join(parentPath, name)).split(sep).join("/");
    const content = readIfThere(join(parentPath, name));
    return content === null ? [] : [[path, content.toString("utf8")] as const];
  });
  return Object.fromEntries(texts);
}
