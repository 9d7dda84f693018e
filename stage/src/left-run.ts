// A lesson's finished run, opened again: the same servers around it, and time goes on from where it stood.

import { existsSync } from "node:fs";
import { displayPath, UsageError } from "@daglings/words";
import { findLesson, isScript, readLesson } from "./catalogue.ts";
import { instantText } from "./lesson-run.ts";
import { leaveFolder, prepareFolder } from "./run-folder.ts";
import { readNote, writeNote } from "./run-note.ts";
import { openStage, type Stage } from "./stage.ts";

export async function openLeftRun(
  path: string,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<Stage> {
  const note = readNote(path);
  if (!note) {
    throw new UsageError(`${displayPath(path)}: no lesson has run there; run one, such as pnpm lesson 08`);
  }
  const entry = findLesson(note.lesson);
  if (isScript(entry)) {
    throw new UsageError(`${displayPath(path)}: lesson ${entry.name} is a script, and has left no DAG`);
  }
  if (!existsSync(note.file)) {
    throw new UsageError(
      `${displayPath(note.file)}, which ran in ${displayPath(path)}, is gone; run it again`,
    );
  }
  const lesson = await readLesson(entry);
  const folder = prepareFolder(path, true);
  try {
    // The scenario is over: nobody presses a button again, and nothing fails on purpose.
    const { from, until, exchangeFaults = [], variables = {} } = lesson.scenario;
    const scenario = { from, until, exchangeFaults, variables };
    const stage = await openStage({ lesson, file: note.file, scenario, folder, signal, from: note.at });
    return {
      ...stage,
      // Written out: what is read at each access must not be copied.
      get requests() {
        return stage.requests;
      },
      get mails() {
        return stage.mails;
      },
      get messages() {
        return stage.messages;
      },
      async close() {
        writeNote(path, { ...note, at: instantText(stage.now()) });
        await stage.close();
        leaveFolder(folder);
      },
    };
  } catch (error) {
    leaveFolder(folder);
    throw error;
  }
}
