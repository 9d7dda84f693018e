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
    else if (entry.isFile() && extname(entry.name) === ".ts" && only) {
      const student = unique(basename(entry.name, ".ts"), submissions);
      submissions.push(attempt(student, () => [[only.name, new Map([[entryName(only), read(path)]])]]));
    } else ignored.push(entry.name);
  }
  return { submissions, ignored };
}

export function readStudent(path: string, student: string, only: LessonEntry | undefined): Submission {
  return attempt(student, () => {
    const found = listLessons().flatMap((lesson) => {
      const home = [join(path, "work", lesson.name), join(path, lesson.name)].find(
        (each) => isFile(join(each, entryName(lesson))) && isInside(each, path),
      );
      return home === undefined ? [] : [[lesson.name, readFolder(home)] as const];
    });
    return found.length > 0 ? found : [[looseLesson(only).name, readLoose(path, looseLesson(only))]];
  });
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

function looseLesson(only: LessonEntry | undefined): LessonEntry {
  if (only) return only;
  const [example] = listLessons().slice(1);
  throw new UsageError(
    `there is no ${example?.name ?? "NN_name"}/dag.ts or the like in it; where the files lie loose, name their lesson: --lesson 08`,
  );
}

function readLoose(path: string, lesson: LessonEntry): Files {
  const wanted = entryName(lesson);
  const files = readFolder(path);
  if (files.has(wanted)) return files;
  const scripts = [...files].filter(([name]) => /^[^/]+\.ts$/.test(name));
  const [only, another] = scripts;
  if (only && !another) return new Map([...files, [wanted, only[1]]]);
  throw new UsageError(
    another
      ? `it has several files and none is called ${wanted}: ${scripts.map(([name]) => name).join(", ")}`
      : `there is no ${wanted} in it`,
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

/** No link, and no folder. */
function isFile(path: string): boolean {
  const [folder, name] = [join(path, ".."), basename(path)];
  try {
    return readdirSync(folder, { withFileTypes: true }).some(
      (entry) => entry.name === name && entry.isFile(),
    );
  } catch {
    return false;
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
