// Reads what students have handed in, folders and zips, all of it before any of it is tried, so that none can
// touch another's.

import { statSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { UsageError } from "@daglings/engine";
import { entryName, listLessons, type LessonEntry } from "@daglings/stage";
import {
  bytesIn,
  bytesOf,
  folderTree,
  foldersOf,
  isHidden,
  listFolder,
  subtree,
  type Bytes,
  type FileTree,
} from "./file-tree.ts";
import { openZip } from "./zip.ts";

/** Contents, by path with slashes. */
type Files = ReadonlyMap<string, Uint8Array>;

type FoundLesson = readonly [name: string, files: Files];

export interface Submission {
  /** The name of the folder or file. It may contain anything that a name can. */
  readonly student: string;
  /** By the lesson's name, each with its entry file among them. */
  readonly lessons: ReadonlyMap<string, Files>;
  /** Why nothing in it can be graded. */
  readonly problem: string | null;
}

export interface Class {
  readonly submissions: readonly Submission[];
  /** Names in the folder that are not submissions. */
  readonly ignored: readonly string[];
}

/** More than any solution needs. */
const mostBytes = 5_000_000;
const mostFiles = 200;
const mostZips = 20;
const mostZipBytes = 50_000_000;

/** `path`: a folder, or a zip of one. `only`: the lesson that loose files belong to. */
export function readClass(path: string, only: LessonEntry | undefined): Class {
  const submissions: Submission[] = [];
  const ignored: string[] = [];
  for (const { name, folder, file } of isZipFile(path) ? partsOfZip(path) : partsOfFolder(path)) {
    if (isHidden(name)) continue;
    const [type, student] = [extname(name).toLowerCase(), basename(name, extname(name))];
    const add = (called: string, find: () => readonly FoundLesson[]) =>
      submissions.push(attempt(unique(called, submissions), find));
    if (folder) add(name, () => lessonsIn(folder(), only));
    else if (file && type === ".zip") add(student, () => lessonsIn(openZip(file()), only));
    else if (file && type === ".ts" && only) add(student, () => [[only.name, one(entryName(only), file())]]);
    else ignored.push(name);
  }
  return { submissions, ignored };
}

/** A folder or a zip that belongs to one student alone. */
export function readStudent(path: string, student: string, only: LessonEntry | undefined): Submission {
  return attempt(student, () => lessonsIn(isZipFile(path) ? openZip(bytesOf(path)) : folderTree(path), only));
}

interface Part {
  readonly name: string;
  readonly folder?: () => FileTree;
  readonly file?: () => Bytes;
}

function partsOfFolder(path: string): Part[] {
  return listFolder(path).map((entry) => {
    const [name, own] = [entry.name, join(path, entry.name)];
    if (entry.isDirectory()) return { name, folder: () => folderTree(own) };
    return entry.isFile() ? { name, file: () => bytesOf(own) } : { name };
  });
}

/** A whole class as Moodle packs it. */
function partsOfZip(path: string): Part[] {
  const tree = openZip(bytesOf(path));
  const folders = foldersOf(tree).map((name) => ({ name, folder: () => subtree(tree, name) }));
  const files = tree.paths.filter((name) => !name.includes("/"));
  return [...folders, ...files.map((name) => ({ name, file: () => bytesIn(readBounded(tree, name)) }))];
}

export function isZipFile(path: string): boolean {
  return /\.zip$/i.test(path) && (statSync(path, { throwIfNoEntry: false })?.isFile() ?? false);
}

/** If something is wrong with one submission, the others are graded all the same. */
function attempt(student: string, find: () => readonly FoundLesson[]): Submission {
  try {
    return { student, lessons: new Map(find()), problem: null };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { student, lessons: new Map(), problem };
  }
}

/** In the folders of lessons; otherwise packed, as Moodle does it; otherwise the files are loose. */
function lessonsIn(tree: FileTree, only: LessonEntry | undefined): readonly FoundLesson[] {
  const found = courseLessonsIn(tree);
  if (found.length > 0) return found;
  const packed = packedLessonsIn(tree, only);
  return packed.length > 0 ? packed : [[looseLesson(only).name, looseFilesIn(tree, looseLesson(only))]];
}

function courseLessonsIn(tree: FileTree): FoundLesson[] {
  return listLessons().flatMap((lesson) => {
    const folder = foldersOfLesson(tree, lesson)[0];
    if (folder === undefined) return [];
    const own = subtree(tree, folder);
    return [[lesson.name, underItsName(readAll(own), entryName(lesson))] as const];
  });
}

/** `work/08_…`, or without `work`; also one folder further in, as GitHub packs it: `repo-main/work/08_…`. */
function foldersOfLesson({ paths }: FileTree, lesson: LessonEntry): string[] {
  const found = paths.flatMap((path) => {
    const [entry = "", name = "", ...above] = path.split("/").toReversed();
    if (entry.toLowerCase() !== entryName(lesson) || name !== lesson.name || above.length > 2) return [];
    const isInWork = above[0] === "work";
    if (above.length === 2 && !isInWork) return [];
    const depth = isInWork ? above.length - 1 : above.length;
    return [{ folder: path.slice(0, -entry.length - 1), order: 2 * depth + (isInWork ? 0 : 1) }];
  });
  return found.toSorted((a, b) => a.order - b.order).map(({ folder }) => folder);
}

function packedLessonsIn(tree: FileTree, only: LessonEntry | undefined): FoundLesson[] {
  const isTop = (path: string) => !path.includes("/");
  const zips = tree.paths.filter((path) => isTop(path) && /\.zip$/i.test(path));
  if (zips.length > mostZips) throw new UsageError(`it has more than ${mostZips} zips`);
  const lessons = new Map<string, { readonly zip: string; readonly files: Files }>();
  for (const zip of zips) {
    for (const [name, files] of lessonsInZip(tree, zip, only)) {
      const other = lessons.get(name);
      if (other) throw new UsageError(`${other.zip} and ${zip} in it both have ${name}; keep one`);
      lessons.set(name, { zip, files });
    }
  }
  const unknown = tree.paths.find((path) => isTop(path) && /\.(tar|gz|tgz|bz2|xz|rar|7z)$/i.test(path));
  if (lessons.size === 0 && unknown !== undefined) {
    throw new UsageError(
      `${unknown} in it is an archive other than a zip; unpack it in place, and grade again`,
    );
  }
  return [...lessons].map(([name, { files }]) => [name, files]);
}

/** Zips inside zips are not opened. */
function lessonsInZip(tree: FileTree, path: string, only: LessonEntry | undefined): readonly FoundLesson[] {
  try {
    const zip = openZip(bytesIn(readBounded(tree, path)));
    const found = courseLessonsIn(zip);
    return found.length > 0 ? found : [[looseLesson(only).name, looseFilesIn(zip, looseLesson(only))]];
  } catch (error) {
    const { message } = error as Error;
    throw new UsageError(`${path}: ${message}`, { cause: error });
  }
}

function readBounded(tree: FileTree, path: string): Uint8Array {
  if (tree.sizeOf(path) <= mostZipBytes) return tree.read(path);
  throw new UsageError(`it has more than ${mostZipBytes / 1e6} MB; pack the folder work/ alone`);
}

function looseLesson(only: LessonEntry | undefined): LessonEntry {
  if (only) return only;
  const [example] = listLessons().slice(1);
  throw new UsageError(
    `there is no ${example?.name ?? "NN_name"}/dag.ts or the like in it; if the files are loose, name their lesson: --lesson 08`,
  );
}

function looseFilesIn(tree: FileTree, lesson: LessonEntry): Files {
  const own = withoutShell(tree);
  const wanted = entryName(lesson);
  const files = underItsName(readAll(own), wanted);
  if (files.has(wanted)) return files;
  const scripts = [...files].filter(([name]) => /^[^/]+\.ts$/i.test(name));
  const [only, another] = scripts;
  if (only && !another) return new Map([...files, [wanted, only[1]]]);
  const [link] = own.links;
  const links = link === undefined ? "" : `; links are not followed: ${link}`;
  throw new UsageError(
    another
      ? `it has several files and none is called ${wanted}: ${scripts.map(([name]) => name).join(", ")}`
      : `there is no ${wanted} in it, and no work/${lesson.name}/${wanted}, not even one folder further in${links}`,
  );
}

/** If there is one folder and nothing else, as when somebody has packed a folder, its contents are meant. */
function withoutShell(tree: FileTree): FileTree {
  const [shell, another] = foldersOf(tree);
  const isShell = shell !== undefined && another === undefined;
  return isShell && tree.paths.every((path) => path.startsWith(`${shell}/`)) ? subtree(tree, shell) : tree;
}

/** `DAG.TS` is `dag.ts`, handed in from a system that ignores capitals. */
function underItsName(files: Files, wanted: string): Files {
  const [found, content] = [...files].find(([path]) => path.toLowerCase() === wanted) ?? [];
  if (files.has(wanted) || found === undefined || !content) return files;
  return new Map([...[...files].filter(([path]) => path !== found), [wanted, content]]);
}

function readAll(tree: FileTree): Files {
  if (tree.paths.length > mostFiles) throw new UsageError(`it has more than ${mostFiles} files`);
  const bytes = tree.paths.reduce((sum, path) => sum + tree.sizeOf(path), 0);
  if (bytes > mostBytes) throw new UsageError(`it has more than ${mostBytes / 1e6} MB of files`);
  return new Map(tree.paths.map((path) => [path, tree.read(path)]));
}

function one(path: string, { size, read }: Bytes): Files {
  if (size > mostBytes) throw new UsageError(`it has more than ${mostBytes / 1e6} MB of files`);
  return new Map([[path, read(0, size)]]);
}

/** The folder `ana` and the file `ana.ts` are two submissions. */
function unique(name: string, others: readonly Submission[]): string {
  let [student, number] = [name, 1];
  while (others.some((other) => other.student === student)) student = `${name} (${++number})`;
  return student;
}
