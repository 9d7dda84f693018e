// Whether the course itself is as it was sealed: an edited check or engine is allowed, and reported.

import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { kitFolder, rooms } from "@daglings/stage";

export interface Integrity {
  /** A hash of all that is sealed. */
  readonly course: string;
  readonly engine: "ok" | "modified";
  readonly checks: "ok" | "modified";
  /** What was edited, added or taken away. */
  readonly files: readonly string[];
}

const sealFileOf = (course: string) => join(course, "kit", "seal.json");

export function inspectCourse(course = kitFolder): Integrity {
  const now = hashCourse(course);
  const sealed = readSeal(course);
  const names = new Set([...Object.keys(now), ...Object.keys(sealed)]);
  const files = [...names].filter((name) => now[name] !== sealed[name]).toSorted();
  const stateOf = (isMeant: (name: string) => boolean) => (files.some(isMeant) ? "modified" : "ok");
  const isEngine = (name: string) => name.startsWith("engine/");
  return {
    course: hash(JSON.stringify(Object.entries(now))),
    engine: stateOf(isEngine),
    checks: stateOf((name) => !isEngine(name)),
    files,
  };
}

/** Without a seal, or with an unreadable one, everything counts as changed. */
function readSeal(course: string): Readonly<Record<string, string>> {
  try {
    return JSON.parse(readFileSync(sealFileOf(course), "utf8")) as Record<string, string>;
  } catch {
    return {};
  }
}

/** Records the course as it is now. */
export function sealCourse(course = kitFolder): void {
  writeFileSync(sealFileOf(course), `${JSON.stringify(hashCourse(course), null, 2)}\n`);
}

function hashCourse(course: string): Record<string, string> {
  const names = rooms
    .flatMap((room) => filesOf(course, room === "lessons" ? room : `${room}/src`))
    .toSorted();
  return Object.fromEntries(names.map((name) => [name, hash(readText(join(course, name)))]));
}

/** Only code: texts and tests do not decide anything. */
function filesOf(course: string, room: string): string[] {
  if (!existsSync(join(course, room))) return [];
  return readdirSync(join(course, room), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.test|testing)\.([jt]s|sh)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.split(sep).includes("node_modules"))
    .map((path) => relative(course, path).replaceAll(sep, "/"));
}

/** An editor on Windows may change all line endings: that does not count as a change. */
function readText(path: string): string {
  return readFileSync(path, "utf8").replaceAll("\r\n", "\n");
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
