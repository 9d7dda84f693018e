// For tests: a student's folder, with versions in it.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { entryFile, entryName, findLesson } from "../catalogue.ts";
import { kit, temporaryFolder, type Surroundings } from "../testing.ts";
import type { Answer } from "../run/testing.ts";

/** Lesson 00 is the quickest to check: it has no DAG. */
export const rightScript = readFileSync(entryFile(findLesson("00")), "utf8");
/** It saves whatever it gets. */
export const wrongScript = rightScript.replace(/^ *if \(!response\.ok\).*\n/m, "");

export interface Student {
  readonly work: string;
  readonly call: (...words: string[]) => Promise<Answer>;
  readonly callWith: (own: Partial<Surroundings>, ...words: string[]) => Promise<Answer>;
  /** Of a lesson: where the version lies. */
  readonly fileOf: (number: string) => string;
  readonly write: (number: string, text: string) => string;
  readonly read: (path: string) => string;
  /** What work/progress.json says of a lesson. */
  readonly progressOf: (number: string) => unknown;
}

export function newStudent(): Student {
  const work = temporaryFolder();
  const callWith = (own: Partial<Surroundings>, ...words: string[]) => kit(words, { work, ...own });
  const fileOf = (number: string) => {
    const entry = findLesson(number);
    return join(work, entry.name, entryName(entry));
  };
  const read = (path: string) => readFileSync(join(work, path), "utf8");
  return {
    work,
    callWith,
    call: (...words) => callWith({}, ...words),
    fileOf,
    write(number, text) {
      mkdirSync(join(fileOf(number), ".."), { recursive: true });
      writeFileSync(fileOf(number), text);
      return fileOf(number);
    },
    read,
    progressOf(number) {
      const { lessons } = JSON.parse(read("progress.json")) as { lessons: Record<string, unknown> };
      return lessons[findLesson(number).name];
    },
  };
}
