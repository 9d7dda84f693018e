// `pnpm start NN`: makes the student's own version of a lesson from that of the previous lesson, and says what to do.

import { existsSync, statSync } from "node:fs";
import { UsageError } from "@daglings/engine";
import {
  entryFile,
  entryName,
  findLesson,
  isScript,
  lessonBeneath,
  readLesson,
  starterFile,
  type LessonEntry,
} from "@daglings/stage";
import { exitCodes, onlyWord, type Command } from "../command-line.ts";
import { dueChecks, publishedSeed, checkFile } from "@daglings/grading/check";
import { recordProgress } from "../desk/progress.ts";
import { hasBegun, shownPath, versionOf, workFile, workFolderOf, writeCopy } from "../desk/work-files.ts";
import { readProgress } from "../desk/progress.ts";
import { writeWorkConfig } from "../types/work-config.ts";
import { showBrief } from "../show/brief.ts";

const help = `pnpm start NN

Makes work/NN_name/dag.ts from your own version of the lesson before, if that
passes its checks, else from the lesson's, and says what to do. What you have
begun already is left as it is.
`;

interface Beginning {
  /** What is copied: one file, or the student's folder with all that the file imports. */
  readonly path: string;
  /** For the reader: what it is made from. */
  readonly from: string;
}

export const start: Command = {
  help,
  options: {},
  async run(call) {
    const wanted = onlyWord(call, "start");
    if (wanted === undefined) throw new UsageError("pnpm start needs a lesson: pnpm start 00");
    const entry = findLesson(wanted);
    const file = workFile(entry);
    const isNew = !hasBegun(entry);
    const { from } = isNew
      ? await begin(entry, call.signal)
      : { from: "what you have begun already; it is left as it is" };
    await recordProgress(entry.name, (last) => (isNew ? { ...last, begun: versionOf(file) } : last));
    const lesson = await readLesson(entry);
    const due = await dueChecks(entry.name);
    const brief = { entry, lesson, due, file: shownPath(file), from };
    if (call.screen.isJson) {
      const { why, must, notYet } = lesson.task;
      const checks = due.map(({ check: { id, name, does }, carriedFrom }) => ({
        id,
        name,
        does,
        carriedFrom,
      }));
      const { goal } = lesson;
      call.screen.say(
        JSON.stringify(
          {
            lesson: entry.name,
            file: brief.file,
            from,
            isNew,
            goal,
            why,
            must: must.map(({ says }) => says),
            notYet,
            checks,
          },
          null,
          2,
        ),
      );
    } else call.screen.say(showBrief(brief, call.screen));
    return exitCodes.fine;
  },
};

async function begin(entry: LessonEntry, signal: AbortSignal): Promise<Beginning> {
  const beginning = await beginningOf(entry, signal);
  const isFolder = statSync(beginning.path).isDirectory();
  writeCopy(beginning.path, isFolder ? workFolderOf(entry) : workFile(entry));
  writeWorkConfig();
  return beginning;
}

/** The student's own version of the previous lesson, if it passes; otherwise the lesson's. */
async function beginningOf(entry: LessonEntry, signal: AbortSignal): Promise<Beginning> {
  const before = lessonBeneath(entry, await readLesson(entry));
  if (!before) return { path: starterFile(entry), from: "the lesson's starter.ts" };
  const own = workFile(before);
  if (existsSync(own) && (await passes(before, own, signal))) {
    const isSameName = entryName(before) === entryName(entry);
    return { path: isSameName ? workFolderOf(before) : own, from: `your own ${shownPath(own)}` };
  }
  const given = entryFile(before);
  if (!existsSync(given)) {
    throw new UsageError(
      `lesson ${entry.number} goes on from your own ${shownPath(own)}, which does not pass yet; pnpm check ${before.number} says why`,
    );
  }
  const reason = existsSync(own) ? `, for your own ${before.number} does not pass its checks yet` : "";
  return { path: given, from: `lesson ${before.number}'s ${isScript(before) ? "script" : "DAG"}${reason}` };
}

async function passes(entry: LessonEntry, file: string, signal: AbortSignal): Promise<boolean> {
  const known = readProgress().lessons[entry.name];
  if (known?.status === "done" && known.version === versionOf(file)) return true;
  return (
    (await checkFile(entry, file, { seeds: [publishedSeed], isTrusted: true, signal })).status === "pass"
  );
}
