// For tests: runs a lesson in a folder that is gone afterwards, and keeps what it has left.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { runLesson, type LessonOptions, type LessonResult } from "./run-lesson.ts";

export interface TriedLesson extends LessonResult {
  /** The texts of all files, also of logs and mails, by path. */
  readonly left: Readonly<Record<string, string>>;
}

export async function tryLesson(options: Omit<LessonOptions, "dir">): Promise<TriedLesson> {
  const dir = mkdtempSync(join(tmpdir(), "daglings-test-"));
  try {
    return { ...(await runLesson({ ...options, dir })), left: textsIn(dir) };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function textsIn(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.name.startsWith("."),
  );
  const texts = files.map(({ parentPath, name }) => {
    const path = relative(folder, join(parentPath, name)).split(sep).join("/");
    return [path, readFileSync(join(parentPath, name), "utf8")] as const;
  });
  return Object.fromEntries(texts);
}
