// `pnpm restore NN`: brings back a version that `pnpm reset` has kept.

import { existsSync } from "node:fs";
import { basename } from "node:path";
import { UsageError } from "@daglings/engine";
import { findLesson } from "@daglings/stage";
import { exitCodes, onlyWord, type Command } from "../command-line.ts";
import { recordProgress } from "../desk/progress.ts";
import {
  keepBackup,
  listBackups,
  shownPath,
  takeAway,
  workFile,
  workFolderOf,
  writeCopy,
} from "../desk/work-files.ts";

const help = `pnpm restore NN [--copy N]

Brings back the version of a lesson that was kept last, or copy N. What is there
now is kept first.
`;

export const restore: Command = {
  help,
  options: { copy: { type: "string" } },
  async run(call) {
    const wanted = onlyWord(call, "restore");
    if (wanted === undefined) throw new UsageError("pnpm restore needs a lesson: pnpm restore 08");
    const entry = findLesson(wanted);
    const copies = listBackups(entry);
    const asked = call.text("copy");
    const copy = asked === undefined ? copies.at(-1) : copies.find((each) => basename(each) === asked);
    if (copy === undefined) {
      const numbers = copies.map((each) => basename(each)).join(", ");
      const what = copies.length === 0 ? "nothing was kept of it" : `its copies are ${numbers}`;
      throw new UsageError(`${entry.name} has no ${asked === undefined ? "copy" : `copy ${asked}`}: ${what}`);
    }
    const keptAs = existsSync(workFolderOf(entry)) ? shownPath(keepBackup(entry)) : null;
    takeAway(entry);
    writeCopy(copy, workFolderOf(entry));
    await recordProgress(entry.name, (last) => last);
    const kept = keptAs === null ? "" : ` What was there is kept as ${keptAs}.`;
    const to = shownPath(workFile(entry));
    call.screen.say(
      call.screen.isJson
        ? JSON.stringify({ lesson: entry.name, file: to, from: shownPath(copy), keptAs }, null, 2)
        : `${to} is what ${shownPath(copy)} was.${kept} Next: pnpm check ${entry.number}`,
    );
    return exitCodes.fine;
  },
};
