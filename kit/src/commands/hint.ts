// `pnpm hint [NN]`: the next hint for the first check that does not pass.

import { UsageError } from "@daglings/engine";
import { exitCodes, onlyWord, type Command } from "../command-line.ts";
import { publishedSeed } from "../course/check-version.ts";
import { checkWork } from "../course/check-work.ts";
import { readProgress, recordProgress, unjudged } from "../course/progress.ts";
import { dueChecks } from "../course/syllabus.ts";
import { findWork, versionOf, workFile } from "../course/work-files.ts";
import type { LessonEntry } from "../catalogue.ts";
import { wrapText } from "../show/wrap.ts";

const help = `pnpm hint [NN]

A hint for the first check that your version does not pass: first a question, then where to look, then nearly the code.
Each call gives the next one.
`;

export const hint: Command = {
  help,
  options: {},
  async run(call) {
    const { screen } = call;
    const entry = findWork(onlyWord(call, "hint"));
    const failing = await failingCheck(entry);
    if (failing === null) {
      const text = `${entry.name} passes all its checks: there is nothing to hint at. pnpm diff ${entry.number} compares it with the lesson.`;
      screen.say(screen.isJson ? JSON.stringify({ lesson: entry.name, check: null, hint: null }) : text);
      return exitCodes.fine;
    }
    const { hints } = readProgress().lessons[entry.name] ?? unjudged;
    const step = Math.min((hints[failing.id] ?? 0) + 1, failing.hints.length);
    const text = failing.hints[step - 1] ?? "";
    await recordProgress(entry.name, (last) => ({ ...last, hints: { ...last.hints, [failing.id]: step } }));
    const of = failing.hints.length;
    if (screen.isJson) {
      screen.say(JSON.stringify({ lesson: entry.name, check: failing.id, hint: text, step, of }, null, 2));
      return exitCodes.fine;
    }
    const more =
      step < of
        ? "pnpm hint again says more"
        : `that was the last one; pnpm diff ${entry.number} shows the lesson's own`;
    screen.say(screen.paint("bold", `${failing.id} ${failing.name}`));
    screen.say(`Hint ${step} of ${of}:`);
    for (const line of text.split("\n")) screen.say(wrapLine(line, screen.width));
    screen.say(`(${more})`);
    return exitCodes.fine;
  },
};

/** Code keeps its indentation. */
function wrapLine(line: string, width: number): string {
  return line.startsWith(" ") ? line : wrapText(line, width).join("\n");
}

/** As the last check has found it; a version that was changed since is checked anew. */
async function failingCheck(entry: LessonEntry) {
  const known = readProgress().lessons[entry.name];
  if (known?.version !== versionOf(workFile(entry))) await checkWork(entry, [publishedSeed]);
  const { failing } = readProgress().lessons[entry.name] ?? unjudged;
  if (failing === null) return null;
  const due = await dueChecks(entry.name);
  const found = due.find(({ check }) => check.id === failing);
  if (!found)
    throw new UsageError(
      `check ${failing} is not one of lesson ${entry.number}; pnpm check ${entry.number} looks anew`,
    );
  return found.check;
}
