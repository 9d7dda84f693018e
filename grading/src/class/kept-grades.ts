// Each grade is kept in a file of its own as soon as it is known: a grader that is stopped, or killed, loses only what
// was under way, and the next one tries only what has changed.

import { createHash } from "node:crypto";
import { readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { pid } from "node:process";
import { writeTo, type LessonEntry } from "@daglings/stage";
import type { Result } from "../trial/result.ts";
import type { Submission } from "./submissions.ts";

interface KeptGrade {
  readonly isSubmitted: boolean;
  readonly result: Result;
}

export interface KeptGrades {
  find(key: string): KeptGrade | null;
  keep(key: string, grade: KeptGrade): void;
}

export function openKeptGrades(folder: string): KeptGrades {
  const fileOf = (key: string) => join(folder, `${key}.json`);
  return {
    find(key) {
      try {
        return JSON.parse(readFileSync(fileOf(key), "utf8")) as KeptGrade;
      } catch {
        return null; // there is none, or somebody has edited it
      }
    },
    keep(key, { isSubmitted, result }) {
      const unfinished = `${fileOf(key)}.${pid}`;
      writeTo(unfinished, `${JSON.stringify({ isSubmitted, result }, null, 2)}\n`);
      renameSync(unfinished, fileOf(key));
    },
  };
}

export interface Circumstances {
  /** Distinguishes one state of the course from another. */
  readonly course: string;
  readonly seeds: readonly number[];
}

/**
 * The same for the same files of all lessons, since one may run alongside another, and for the same lesson, course and
 * seeds. Whose they are does not matter.
 */
export function keyOf(
  { submission, lesson }: { readonly submission: Submission; readonly lesson: LessonEntry },
  { course, seeds }: Circumstances,
): string {
  const hash = createHash("sha256");
  const add = (part: string | Uint8Array) => hash.update(`${part.length}:`).update(part);
  for (const part of [course, JSON.stringify(seeds), lesson.name, submission.problem ?? ""]) add(part);
  for (const [name, files] of submission.lessons) {
    for (const [path, content] of files) [name, path, content].forEach(add);
  }
  return `${lesson.name}-${hash.digest("hex").slice(0, 24)}`;
}
