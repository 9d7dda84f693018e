// For tests: a student's folder, with versions in it.

import { work } from "../desk/work-testing.ts"; // first, because it says where the files are
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach } from "vitest";
import { entryFile, entryName, findLesson } from "../../../stage/src/catalogue.ts";
import { kit, kitHere } from "../testing.ts";
import type { Answer } from "../../../stage/src/testing.ts";

/** Lesson 00 is the quickest to check: it has no DAG. */
export const rightScript = readFileSync(entryFile(findLesson("00")), "utf8");
/** It saves whatever it gets. */
export const wrongScript = rightScript.replace(/^ *if \(!response\.ok\).*\n/m, "");

export interface Student {
  readonly work: string;
  readonly call: (...words: string[]) => Promise<Answer>;
  readonly callWith: (variables: NodeJS.ProcessEnv, ...words: string[]) => Promise<Answer>;
  /** In a process of its own, in which a module is loaded first. */
  readonly callAfter: (before: string, ...words: string[]) => Promise<Answer>;
  /** The file of a lesson's version. */
  readonly fileOf: (number: string) => string;
  readonly write: (number: string, text: string) => string;
  readonly read: (path: string) => string;
  /** What work/progress.json says of a lesson. */
  readonly progressOf: (number: string) => unknown;
}

beforeEach(() => {
  mkdirSync(work, { recursive: true });
});

/** With an empty folder. There is one at a time. */
export const student: Student = {
  work,
  call: (...words) => kitHere(words),
  callWith: (variables, ...words) => kitHere(words, variables),
  callAfter: (before, ...words) => kit(words, { work, before }),
  fileOf(number) {
    const entry = findLesson(number);
    return join(work, entry.name, entryName(entry));
  },
  write(number, text) {
    const file = this.fileOf(number);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  },
  read: (path) => readFileSync(join(work, path), "utf8"),
  progressOf(number) {
    const { lessons } = JSON.parse(this.read("progress.json")) as { lessons: Record<string, unknown> };
    return lessons[findLesson(number).name];
  },
};

/** As in a folder that is read-only. */
export const readOnly = `
  import fs from "node:fs";
  import { syncBuiltinESMExports } from "node:module";
  const { openSync } = fs;
  fs.openSync = (path, ...rest) => {
    if (!String(path).endsWith(".progress-lock")) return openSync(path, ...rest);
    throw Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
  };
  syncBuiltinESMExports();`;
