// The copy of the course that a student gets: everything that the commands need, and no solution. The list says what is
// copied, not what is left out: new files of the course are not handed out until somebody adds them here.

import { copyFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import {
  entryFile,
  isScript,
  kitFolder,
  lessonBeneath,
  type LessonEntry,
  listLessons,
  makeFolder,
  readLesson,
  rooms,
  starterFile,
  writeTo,
} from "@daglings/stage";
import { sealCourse } from "../trial/integrity.ts";
import { cutHints } from "./cut-hints.ts";
import { findLeak } from "./leak.ts";

const rootFiles = [
  ".gitattributes",
  ".pnpmfile.cjs",
  "LICENSE",
  "patches/arquero@8.0.3.patch",
  "pnpm-lock.yaml",
  "pnpm-workspace.yaml",
  "tsconfig.json",
];
const scripts = [
  "air-executor",
  "check",
  "checkup",
  "diff",
  "events-api",
  "exchange",
  "flow",
  "hint",
  "lesson",
  "progress",
  "reset",
  "restore",
  "start",
  "teach",
  "watch",
];

export async function writeTemplate(folder: string, lessons: readonly LessonEntry[]): Promise<void> {
  for (const name of rootFiles) copy(name, folder);
  writeTo(join(folder, "package.json"), packageJson());
  writeTo(join(folder, ".gitignore"), "node_modules/\n/runs/\n/work/.*\n*.log\n.DS_Store\n");
  writeTo(join(folder, "README.md"), readme(lessons));
  for (const path of workspaceManifests()) copy(path, folder);
  for (const room of rooms) copySources(join(room, "src"), folder);
  copy(join("beyond", "flow", "examples", "warehouse.ts"), folder); // the other one is lesson 18's solution
  copy(join("beyond", "air-executor", "bin", "air-executor"), folder);
  copy(join("grading", "result.schema.json"), folder);
  copy(join("kit", "student.tsconfig.json"), folder);
  const last = lessons.at(-1)?.number ?? "";
  for (const lesson of listLessons().filter(({ number }) => number <= last)) await copyLesson(lesson, folder);
  const given = await givenFiles(lessons);
  for (const file of given) copy(relative(kitFolder, file), folder);
  sealCourse(folder);
  const leak = findLeak(folder, lessons, given);
  if (leak !== null) throw new Error(`the template would give away a solution: ${leak}`);
}

/** What a student begins with: the starter of lesson 00, and the file from which the first lesson goes on. */
async function givenFiles(lessons: readonly LessonEntry[]): Promise<string[]> {
  const [first] = lessons;
  const before = first && lessonBeneath(first, await readLesson(first));
  const starters = listLessons().filter(isScript).map(starterFile);
  return [...starters, ...(before ? [entryFile(before)] : [])];
}

/** lesson.ts describes a lesson, together with what it imports from the same folder. */
async function copyLesson(lesson: LessonEntry, folder: string): Promise<void> {
  const { checks } = await readLesson(lesson);
  let ladders = 0;
  for (const file of reachable(join(lesson.folder, "lesson.ts"), lesson.folder)) {
    const cut = cutHints(readFileSync(file, "utf8"));
    ladders += cut.ladders;
    writeTo(join(folder, relative(kitFolder, file)), cut.text);
  }
  if (ladders < checks.length) {
    throw new Error(`${lesson.name} has ${checks.length} checks, but hints were found for ${ladders} only`);
  }
}

function reachable(start: string, folder: string): string[] {
  const found: string[] = [];
  const waiting = [start];
  for (const file of waiting) {
    if (found.includes(file)) continue;
    found.push(file);
    for (const [, path = ""] of readFileSync(file, "utf8").matchAll(/from "(\.[^"]+)"/g)) {
      const next = join(dirname(file), path);
      if (next.startsWith(folder + sep)) waiting.push(next);
    }
  }
  return found;
}

function copySources(path: string, folder: string): void {
  for (const entry of readdirSync(join(kitFolder, path), { recursive: true, withFileTypes: true })) {
    const isTest = /\.(test|test-d)\.ts$|^(testing|conformance|golden)\.ts$|-testing\.ts$/.test(entry.name);
    const isInstalled = entry.parentPath.split(sep).includes("node_modules");
    if (!entry.isFile() || !/\.([jt]s|py|sh)$/.test(entry.name) || isTest || isInstalled) continue;
    copy(relative(kitFolder, join(entry.parentPath, entry.name)), folder);
  }
}

function copy(path: string, folder: string): void {
  const [from, to] = [join(kitFolder, path), join(folder, path)];
  if (!existsSync(from)) return;
  makeFolder(dirname(to));
  copyFileSync(from, to);
}

/** They include the packages that are not copied, because the lock file names all of them. */
function workspaceManifests(): string[] {
  const text = readFileSync(join(kitFolder, "pnpm-workspace.yaml"), "utf8");
  const [, list = ""] = /^packages:\n((?: +- .*\n)+)/m.exec(text) ?? [];
  return [...list.matchAll(/- "?([\w/-]+)"?/g)].map(([, name = ""]) => join(name, "package.json"));
}

function packageJson(): string {
  const manifest = JSON.parse(readFileSync(join(kitFolder, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const kept = Object.entries(manifest.scripts).filter(([name]) => scripts.includes(name));
  return `${JSON.stringify({ ...manifest, scripts: Object.fromEntries(kept) }, null, 2)}\n`;
}

function readme(lessons: readonly LessonEntry[]): string {
  const [first, last] = [lessons[0]?.number ?? "", lessons.at(-1)?.number ?? ""];
  const file = `work/${lessons[0]?.name ?? ""}/dag.ts`;
  return `# Daglings

You learn workflow orchestration by writing it: lesson ${first} to lesson ${last}, each a step further than the one before.

You need Node 18 or newer, bash and curl. \`npx -y pnpm checkup\` says whether everything is there.

\`\`\`sh
npx -y pnpm start ${first}     # makes ${file}, and says what to do
npx -y pnpm check ${first}     # tells what it does not do yet
npx -y pnpm hint ${first}      # when you are stuck
npx -y pnpm progress     # how far you have come
\`\`\`

Your versions are in \`work/\`: commit them. Leave the other folders as they are; the person who checks your work sees what was changed.
`;
}
