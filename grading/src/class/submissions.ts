// Reads what students have handed in, all of it before any of it is tried out: none can touch another's any more.

import { readdirSync, readFileSync, realpathSync, statSync, type Dirent } from "node:fs";
import { basename, extname, join, relative, sep } from "node:path";
import { EnvironmentError, UsageError } from "@daglings/engine";
import { entryName, listLessons, type LessonEntry } from "@daglings/stage";

/** Contents, by path with slashes. */
type Files = ReadonlyMap<string, Uint8Array>;

export interface Submission {
  /** As the folder or file is called. It may hold anything that a name can. */
  readonly student: string;
  /** By the lesson's name, each with its entry file among them. */
  readonly lessons: ReadonlyMap<string, Files>;
  /** Why nothing of it can be graded. */
  readonly problem: string | null;
}

export interface Class {
  readonly submissions: readonly Submission[];
  /** Names in the folder that are no submissions. */
  readonly ignored: readonly string[];
}

/** More than any solution needs. */
const mostBytes = 5_000_000;
const mostFiles = 200;

/** `only`: the lesson that loose files belong to. */
export function readClass(folder: string, only: LessonEntry | undefined): Class {
  const submissions: Submission[] = [];
  const ignored: string[] = [];
  for (const entry of list(folder)) {
    const path = join(folder, entry.name);
    if (isHidden(entry.name)) continue;
    if (entry.isDirectory()) submissions.push(readStudent(path, unique(entry.name, submissions), only));
    else if (entry.isFile() && extname(entry.name).toLowerCase() === ".ts" && only) {
      const student = unique(basename(entry.name, extname(entry.name)), submissions);
      submissions.push(attempt(student, () => [[only.name, new Map([[entryName(only), read(path)]])]]));
    } else ignored.push(entry.name);
  }
  return { submissions, ignored };
}

export function readStudent(path: string, student: string, only: LessonEntry | undefined): Submission {
  return attempt(student, () => {
    const homes = homesOf(path);
    const found = listLessons().flatMap((lesson) => {
      const files = homes.map((home) => readLessonIn(home, lesson, path)).find(Boolean);
      return files ? [[lesson.name, files] as const] : [];
    });
    if (found.length > 0) return found;
    expectUnpacked(path);
    return [[looseLesson(only).name, readLoose(path, looseLesson(only))]];
  });
}

/** Where its lessons may lie: in the folder itself, or one further in, as in what GitHub packs: `repo-main/work/…`. */
function homesOf(path: string): string[] {
  const inner = list(path).filter((entry) => entry.isDirectory() && !isHidden(entry.name));
  return [path, ...inner.map(({ name }) => join(path, name))].flatMap((each) => [join(each, "work"), each]);
}

function readLessonIn(home: string, lesson: LessonEntry, path: string): Files | undefined {
  const folder = join(home, lesson.name);
  const entry = fileIn(folder, entryName(lesson));
  if (entry === undefined || !isInside(folder, path)) return undefined;
  return underItsName(readFolder(folder), entry, entryName(lesson));
}

/** `DAG.TS` is `dag.ts`, handed in from a system that does not tell them apart. */
function underItsName(files: Files, found: string, wanted: string): Files {
  const content = files.get(found);
  if (found === wanted || !content) return files;
  return new Map([...[...files].filter(([path]) => path !== found), [wanted, content]]);
}

/** What is wrong with one submission is no reason to leave out the others. */
function attempt(student: string, find: () => (readonly [string, Files])[]): Submission {
  try {
    return { student, lessons: new Map(find()), problem: null };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { student, lessons: new Map(), problem };
  }
}

/** As Moodle gives out what students have handed in: a folder each, and in it what they have packed. */
function expectUnpacked(path: string): void {
  const packed = list(path).find(({ name }) => /\.(zip|tar|gz|tgz|rar|7z)$/i.test(name));
  if (packed)
    throw new UsageError(`${packed.name} in it is packed; unpack it where it lies, and grade again`);
}

function looseLesson(only: LessonEntry | undefined): LessonEntry {
  if (only) return only;
  const [example] = listLessons().slice(1);
  throw new UsageError(
    `there is no ${example?.name ?? "NN_name"}/dag.ts or the like in it; where the files lie loose, name their lesson: --lesson 08`,
  );
}

function readLoose(path: string, lesson: LessonEntry): Files {
  const wanted = entryName(lesson);
  const found = fileIn(path, wanted);
  const files = found === undefined ? readFolder(path) : underItsName(readFolder(path), found, wanted);
  if (files.has(wanted)) return files;
  const scripts = [...files].filter(([name]) => /^[^/]+\.ts$/i.test(name));
  const [only, another] = scripts;
  if (only && !another) return new Map([...files, [wanted, only[1]]]);
  throw new UsageError(
    another
      ? `it has several files and none is called ${wanted}: ${scripts.map(([name]) => name).join(", ")}`
      : `there is no ${wanted} in it, and no work/${lesson.name}/${wanted}, also not one folder further in`,
  );
}

function readFolder(path: string): Files {
  const files = new Map<string, Uint8Array>();
  let bytes = 0;
  for (const entry of readdirSync(path, { recursive: true, withFileTypes: true })) {
    const name = relative(path, join(entry.parentPath, entry.name)).split(sep).join("/");
    // A link may lead anywhere, also into another's submission: it is not followed.
    if (!entry.isFile() || name.split("/").some(isHidden)) continue;
    const file = join(entry.parentPath, entry.name);
    bytes += statSync(file).size;
    if (bytes > mostBytes) throw new UsageError(`it has more than ${mostBytes / 1e6} MB of files`);
    if (files.size === mostFiles) throw new UsageError(`it has more than ${mostFiles} files`);
    files.set(name, read(file));
  }
  return files;
}

function isHidden(name: string): boolean {
  return name.startsWith(".") || name === "node_modules" || name === "__MACOSX";
}

/** As it is written there, in whichever case. No link, and no folder. */
function fileIn(folder: string, name: string): string | undefined {
  const isIt = (other: string) => other.toLowerCase() === name;
  try {
    const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
    return files
      .map((entry) => entry.name)
      .toSorted((a, b) => Number(b === name) - Number(a === name))
      .find(isIt);
  } catch {
    return undefined;
  }
}

/** Not by a link into another's submission. */
function isInside(path: string, folder: string): boolean {
  return realpathSync(path).startsWith(realpathSync(folder) + sep);
}

function read(path: string): Uint8Array {
  if (statSync(path).size > mostBytes)
    throw new UsageError(`it has more than ${mostBytes / 1e6} MB of files`);
  return readFileSync(path);
}

function list(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new UsageError(`${folder}: there is no such folder; check the path`);
    if (code === "ENOTDIR") throw new UsageError(`${folder} is a file; name the folder of the submissions`);
    throw new EnvironmentError(`${folder} cannot be read (${message})`, { cause: error });
  }
}

/** `ana` the folder and `ana.ts` the file are two. */
function unique(name: string, others: readonly Submission[]): string {
  let [student, number] = [name, 1];
  while (others.some((other) => other.student === student)) student = `${name} (${++number})`;
  return student;
}
