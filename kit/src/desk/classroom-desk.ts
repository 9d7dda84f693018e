// What the classroom's page is given: the student's desk, and the kit's ways to make HTML of texts and code.

import { execFile } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import type { Desk } from "@daglings/classroom";
import { kitFolder, type LessonEntry } from "@daglings/stage";
import type { Command } from "../command-line.ts";
import { hint } from "../commands/hint.ts";
import { start } from "../commands/start.ts";
import { compareTexts } from "../diff/compare.ts";
import { linesOf } from "../diff/lines.ts";
import { highlight } from "../page/highlight.ts";
import { markdownHtml } from "../page/markdown.ts";
import { openScreen } from "../screen.ts";
import { checkQuickly } from "./check-work.ts";
import { readProgress } from "./progress.ts";
import { hasBegun, workFile } from "./work-files.ts";

/** In bytes. */
const mostHandout = 16 * 1024 * 1024;

export const classroomDesk: Desk = {
  progress: readProgress,
  ownFile: (entry) => (hasBegun(entry) ? workFile(entry) : null),
  begin: async ({ number }, signal) => void (await answerOf(start, number, signal)),
  check: async (entry, signal) => (await checkQuickly(entry, signal)).result,
  hint: async ({ number }, signal) => {
    const { check, hint: text, step = 0, of = 0 } = (await answerOf(hint, number, signal)) as Hinted;
    return { check, hint: text, step, of };
  },
  handout,
  markdownHtml: (text) => markdownHtml(text, { below: 1 }),
  highlight,
  compare: (from, to) => compareTexts(from, to, { context: Number.MAX_SAFE_INTEGER }).hunks.flatMap(linesOf),
};

const handouts = new Map<string, Promise<string>>();

/** By a process of its own: the lesson runs for it. Each is made once. */
function handout({ name, number }: LessonEntry, signal: AbortSignal): Promise<string> {
  const known = handouts.get(name) ?? makeHandout(number, signal);
  handouts.set(name, known);
  known.catch(() => handouts.delete(name));
  return known;
}

async function makeHandout(number: string, signal: AbortSignal): Promise<string> {
  const words = [join(kitFolder, "kit", "src", "main.js"), "teach", "handout", "--lessons", number, "--json"];
  const { stdout } = await promisify(execFile)(process.execPath, words, { signal, maxBuffer: mostHandout });
  return (JSON.parse(stdout) as { html: string }).html;
}

interface Hinted {
  readonly check: string | null;
  readonly hint: string | null;
  readonly step?: number;
  readonly of?: number;
}

/** Does what a command does, and returns what it prints for programs. */
async function answerOf(command: Command, word: string, signal: AbortSignal): Promise<unknown> {
  let said = "";
  const stdout = { write: (text: string) => (said += text) };
  const screen = openScreen({ plain: true, json: true }, { stdout, stderr: {}, env: {} });
  await command.run({
    words: [word],
    text: () => undefined,
    texts: () => [],
    isSet: () => false,
    screen,
    signal,
  });
  return JSON.parse(said);
}
