// `pnpm hint [NN]`: the next hint for the first check that does not pass.

import { UsageError } from "@daglings/engine";
import type { Check } from "@daglings/lessons";
import { exitCodes, onlyWord, type Call, type Command } from "../command-line.ts";
import { dueChecks, firstFailing, fitHint } from "@daglings/grading/check";
import { checkQuickly } from "../desk/check-work.ts";
import { readProgress, recordProgress, unjudged } from "../desk/progress.ts";
import { loadHints } from "../desk/load-hints.ts";
import { findWork, shownPath, versionOf, workFile } from "../desk/work-files.ts";
import type { LessonEntry } from "@daglings/stage";
import { wrapText } from "../show/wrap.ts";

const help = `pnpm hint [NN]

A hint for the first check that your version does not pass: first a question,
then where to look, then nearly the code. Each call gives the next one.
`;

export const hint: Command = {
  help,
  options: {},
  async run(call) {
    const { screen } = call;
    const entry = findWork(onlyWord(call, "hint"));
    const check = await failingCheck(entry, call.signal);
    if (check === null) {
      const text = `${entry.name} passes all its checks: there is nothing to hint at. pnpm diff ${entry.number} compares it with the lesson.`;
      screen.say(screen.isJson ? JSON.stringify({ lesson: entry.name, check: null, hint: null }) : text);
      return exitCodes.fine;
    }
    const { hints, loadError } = readProgress().lessons[entry.name] ?? unjudged;
    const fitting = loadError === null ? null : loadHints(loadError);
    const failing = { ...check, hints: fitting ?? check.hints };
    const step = Math.min((hints[failing.id] ?? 0) + 1, failing.hints.length);
    const of = failing.hints.length;
    const place = { number: entry.number, file: shownPath(workFile(entry)) };
    say(call, { entry, failing, text: fitHint(failing.hints[step - 1] ?? "", place), step, of });
    await recordProgress(entry.name, (last) => ({ ...last, hints: { ...last.hints, [failing.id]: step } }));
    return exitCodes.fine;
  },
};

interface Rung {
  readonly entry: LessonEntry;
  readonly failing: Check;
  readonly text: string;
  readonly step: number;
  readonly of: number;
}

function say({ screen }: Call, { entry, failing, text, step, of }: Rung): void {
  if (screen.isJson) {
    screen.say(JSON.stringify({ lesson: entry.name, check: failing.id, hint: text, step, of }, null, 2));
    return;
  }
  const more =
    step < of
      ? "pnpm hint again says more"
      : `that was the last one; pnpm diff ${entry.number} shows the lesson's own`;
  screen.say(screen.paint("bold", `${failing.id} ${failing.name}`));
  screen.say(`Hint ${step} of ${of}:`);
  for (const line of text.split("\n")) screen.say(wrapLine(line, screen.width));
  screen.say(`(${more})`);
}

/** Code keeps its indentation. */
function wrapLine(line: string, width: number): string {
  return line.startsWith(" ") ? line : wrapText(line, width).join("\n");
}

/** As the last check found it; a version that has changed since is checked again. */
async function failingCheck(entry: LessonEntry, signal: AbortSignal): Promise<Check | null> {
  const known = readProgress().lessons[entry.name];
  const isKnown = known?.version === versionOf(workFile(entry));
  const failing = isKnown
    ? known.failing
    : (firstFailing((await checkQuickly(entry, signal)).result)?.id ?? null);
  if (failing === null) return null;
  const due = await dueChecks(entry.name);
  const found = due.find(({ check }) => check.id === failing);
  if (found) return found.check;
  throw new UsageError(
    `check ${failing} is not one of lesson ${entry.number}; pnpm check ${entry.number} looks again`,
  );
}
