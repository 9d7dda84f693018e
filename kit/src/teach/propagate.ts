// `pnpm teach propagate 05 FILE`: FILE is lesson 05's mended dag.ts, and its change goes into the later lessons too.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "@daglings/engine";
import { findLesson, givenFile, kitFolder, listLessons, type LessonEntry, writeTo } from "@daglings/stage";
import { exitCodes, userPath, type Call, type ExitCode } from "../command-line.ts";
import { shownPath } from "../desk/work-files.ts";
import { carry, type Merged } from "./merge.ts";
import { writePages } from "./pages.ts";
import { writeAll } from "./write-all.ts";

export async function propagate(call: Call): Promise<ExitCode> {
  const [wanted, file, more] = call.words;
  if (wanted === undefined || file === undefined || more !== undefined) {
    throw new UsageError("pnpm teach propagate needs a lesson and its mended file: propagate 05 mended.ts");
  }
  const lesson = findLesson(wanted);
  const later = laterLessons(lesson, call.text("until"));
  const base = textOf(lesson);
  const mended = readMended(userPath(file));
  if (mended === base) {
    throw new UsageError(
      `${file} is the same as ${shownPath(givenFile(lesson))}: there is no change to carry`,
    );
  }
  const merged = carry({ name: lesson.name, text: base }, mended, later.map(stepOf));
  const conflict = merged.find((each) => each.type === "conflict");
  if (conflict) return stopAt(conflict, lesson, file, call);

  const changed = merged.filter((each) => "text" in each);
  const isDry = call.isSet("dry-run");
  if (!isDry) {
    const files = [{ name: lesson.name, text: mended }, ...changed];
    writeAll(files.map(({ name, text }) => ({ path: givenFile(findLesson(name)), text })));
    writePages();
  }
  const all: Merged[] = [{ type: "changed", name: lesson.name, text: mended }, ...merged];
  return call.screen.isJson ? reportJson(all, isDry, call) : reportText(all, isDry, call);
}

function laterLessons(lesson: LessonEntry, until: string | undefined): LessonEntry[] {
  const last = until === undefined ? null : findLesson(until);
  if (last && last.number < lesson.number) {
    throw new UsageError(`--until ${until} comes before lesson ${lesson.number}; name it or a later one`);
  }
  const isMeant = ({ number }: LessonEntry) => number > lesson.number && (!last || number <= last.number);
  return listLessons().filter(isMeant);
}

function stepOf(lesson: LessonEntry) {
  return { name: lesson.name, text: textOf(lesson) };
}

function textOf(lesson: LessonEntry): string {
  return readFileSync(givenFile(lesson), "utf8").replaceAll("\r\n", "\n");
}

function readMended(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, "utf8").replaceAll("\r\n", "\n");
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  const line = text.split("\n").findIndex((each) => /^(<{7}|\|{7}|={7}|>{7})( |$)/.test(each));
  if (line === -1) return text;
  throw new UsageError(`${path}:${line + 1}: a mark of a conflict is still there; mend it first`);
}

/** Only the merged text is written, with its marks, for the teacher to mend; in a dry run nothing at all. */
function stopAt(
  { name, text }: Extract<Merged, { type: "conflict" }>,
  lesson: LessonEntry,
  file: string,
  { screen, isSet }: Call,
): ExitCode {
  const isDry = isSet("dry-run");
  const other = findLesson(name);
  const open = join(kitFolder, "runs", "propagate", `${name}.ts`);
  if (!isDry) writeTo(open, text);
  const [from, at, mended] = [lesson.number, other.number, shownPath(open)];
  const before = listLessons().findLast(({ number }) => number < at)?.number ?? from;
  const steps = [
    `1. pnpm teach propagate ${from} ${file} --until ${before}   carries it as far as it fits`,
    `2. mend ${mended}   where it is marked with <<<<<<< and >>>>>>>`,
    `3. pnpm teach propagate ${at} ${mended}   carries that on`,
  ];
  const lines = [
    `The change of ${from} does not fit into ${name}. No lesson is changed.`,
    "",
    text.slice(text.indexOf("<<<<<<<"), text.indexOf(">>>>>>>")).trimEnd(),
    "",
    ...(isDry ? ["Without --dry-run the merged text is put where it can be mended."] : steps),
  ];
  screen.say(
    screen.isJson
      ? JSON.stringify({ lesson: lesson.name, conflict: name, file: mended, changed: [] }, null, 2)
      : lines.join("\n"),
  );
  return exitCodes.failed;
}

async function reportText(merged: readonly Merged[], isDry: boolean, call: Call): Promise<ExitCode> {
  const { say } = call.screen;
  const words = {
    changed: isDry ? "would change" : "changed",
    "changed by words": `${isDry ? "would change" : "changed"}, merged word by word: look at it`,
    unchanged: "stays as it is: the change is not in it, or there already",
    "begins anew": "begins anew: neither it nor what follows is touched",
    conflict: "does not fit",
  } as const;
  for (const { name, type } of merged) say(`${name}: ${words[type]}`);
  if (isDry) return exitCodes.fine;
  say("\nNow every lesson is tried against all checks; git restore lessons takes it back.");
  return tryAll(call);
}

/** One object, with what the matrix has found in it. */
async function reportJson(merged: readonly Merged[], isDry: boolean, call: Call): Promise<ExitCode> {
  const lessons = merged.map(({ name, type }) => ({ lesson: name, what: type }));
  const said: string[] = [];
  const screen = { ...call.screen, say: (text: string) => void said.push(text) };
  const code = isDry ? exitCodes.fine : await tryAll({ ...call, screen });
  const matrix: unknown = isDry ? null : JSON.parse(said.join("\n"));
  call.screen.say(JSON.stringify({ isDry, lessons, matrix }, null, 2));
  return code;
}

async function tryAll(call: Call): Promise<ExitCode> {
  const { verify } = await import("./verify.ts");
  return verify({ ...call, words: [] });
}
