// `pnpm reset NN`: begins a lesson again. What is there is kept, and `pnpm restore` brings it back.

import { UsageError } from "@daglings/engine";
import { exitCodes, onlyWord, type Command } from "../command-line.ts";
import { forgetProgress } from "../desk/progress.ts";
import { findWork, keepBackup, listBegun, shownPath, takeAway } from "../desk/work-files.ts";

const help = `pnpm reset NN | --all

Takes away your version of a lesson, or of all, so that pnpm start begins again.
A copy is always kept: pnpm restore NN brings it back.
`;

export const reset: Command = {
  help,
  options: { all: { type: "boolean" } },
  async run(call) {
    const wanted = onlyWord(call, "reset");
    if (wanted === undefined && !call.isSet("all")) {
      throw new UsageError("pnpm reset needs a lesson, or --all: pnpm reset 08");
    }
    if (wanted !== undefined && call.isSet("all")) {
      throw new UsageError(`--all resets every lesson; leave out "${wanted}", or leave out --all`);
    }
    const entries = wanted === undefined ? listBegun() : [findWork(wanted)];
    const done: { lesson: string; keptAs: string }[] = [];
    for (const entry of entries) {
      const keptAs = shownPath(keepBackup(entry));
      takeAway(entry);
      await forgetProgress(entry.name);
      done.push({ lesson: entry.name, keptAs });
    }
    const lines = done.map(({ lesson, keptAs }) => {
      const number = lesson.slice(0, 2);
      return `${lesson} is reset. Your version is kept as ${keptAs}; pnpm restore ${number} brings it back.`;
    });
    if (call.screen.isJson) call.screen.say(JSON.stringify(done, null, 2));
    else call.screen.say(lines.join("\n") || "No lesson was started: there is nothing to reset.");
    return exitCodes.fine;
  },
};
