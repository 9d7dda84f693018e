// `pnpm teach propagate 05 FILE`: FILE is lesson 05's mended dag.ts, and its change goes into the later lessons too, and into
// the variants and the alternative of each.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "@daglings/engine";
import { findLesson, givenFile, kitFolder, listLessons, type LessonEntry, writeTo } from "@daglings/stage";
import { callWith, exitCodes, userPath, type Call, type ExitCode } from "../command-line.ts";
import { shownPath } from "../desk/work-files.ts";
import { carryIntoDerived, openFileOf } from "./derived.ts";
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

  const changed = [
    { type: "changed", name: lesson.name, text: mended } as const,
    ...merged.filter(isFitting),
  ];
  const derived = changed.flatMap(({ name, text }) => {
    const entry = findLesson(name);
    return carryIntoDerived(entry, stepOf(entry), text);
  });
  const outcome: Outcome = {
    lessons: [...changed.slice(0, 1), ...merged],
    derived: derived.map((each) => each.merged),
    isDry: call.isSet("dry-run"),
  };
  if (!outcome.isDry) {
    writeAll([
      ...changed.map(({ name, text }) => ({ path: givenFile(findLesson(name)), text })),
      ...derived.flatMap(({ path, merged: each }) => (isFitting(each) ? [{ path, text: each.text }] : [])),
    ]);
    for (const each of outcome.derived) if (each.type === "conflict") writeTo(openFileOf(each), each.text);
    writePages();
  }
  const code = await (call.screen.isJson ? reportJson(outcome, call) : reportText(outcome, call));
  return outcome.derived.some(({ type }) => type === "conflict") ? exitCodes.failed : code;
}

interface Outcome {
  readonly lessons: readonly Merged[];
  /** Their variants and alternatives. */
  readonly derived: readonly Merged[];
  readonly isDry: boolean;
}

function isFitting(merged: Merged): merged is Extract<Merged, { type: "changed" | "changed by words" }> {
  return merged.type === "changed" || merged.type === "changed by words";
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

async function reportText({ lessons, derived, isDry }: Outcome, call: Call): Promise<ExitCode> {
  const { say } = call.screen;
  const changed = isDry ? "would change" : "changed";
  const words = {
    changed,
    "changed by words": `${changed}, merged word by word: look at it`,
    unchanged: "stays as it is: the change is not in it, or there already",
    "begins anew": "begins anew: neither it nor what follows is touched",
    conflict: "does not fit",
  } as const;
  for (const { name, type } of lessons) say(`${name}: ${words[type]}`);
  const ofDerived = { ...words, "begins anew": "stays as it is: it has little in common with its lesson" };
  for (const each of derived) {
    const where = each.type === "conflict" && !isDry ? `; mend it, by ${shownPath(openFileOf(each))}` : "";
    say(`${each.name}: ${ofDerived[each.type]}${where}`);
  }
  if (isDry) return exitCodes.fine;
  say("\nNow every lesson is tried against all checks; git restore lessons takes it back.");
  return tryAll(call);
}

/** One object, with what the matrix has found in it. */
async function reportJson({ lessons, derived, isDry }: Outcome, call: Call): Promise<ExitCode> {
  const said: string[] = [];
  const screen = { ...call.screen, say: (text: string) => void said.push(text) };
  const code = isDry ? exitCodes.fine : await tryAll(callWith(call, { screen }));
  const matrix: unknown = isDry ? null : JSON.parse(said.join("\n"));
  const facts = {
    isDry,
    lessons: lessons.map(({ name, type }) => ({ lesson: name, what: type })),
    derived: derived.map(({ name, type }) => ({ file: name, what: type })),
    matrix,
  };
  call.screen.say(JSON.stringify(facts, null, 2));
  return code;
}

async function tryAll(call: Call): Promise<ExitCode> {
  const { verify } = await import("./verify.ts");
  return verify(callWith(call, { words: [] }));
}
