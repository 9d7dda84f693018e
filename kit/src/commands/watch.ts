// `pnpm watch [NN]`: checks the student's version each time it is saved.

import { once } from "node:events";
import process from "node:process";
import { lessonAfter, readLesson, type LessonEntry } from "@daglings/stage";
import { exitCodes, onlyWord, type Call, type Command } from "../command-line.ts";
import { checkQuickly } from "../desk/check-work.ts";
import { workFile, findWork, shownPath } from "../desk/work-files.ts";
import { watchFile } from "@daglings/live";
import { showCheck } from "../show/check-page.ts";
import { showTypeProblems } from "../show/type-page.ts";
import { isMistyped, withTypes } from "../types/with-types.ts";
import { wrapText } from "../show/wrap.ts";
import { hint } from "./hint.ts";
import { start } from "./start.ts";

const help = `pnpm watch [NN] [--poll]

Checks your version each time that you save it, until Ctrl-C. Keys: Enter or r
checks now, h gives a hint, q ends. Without a number it is the lesson that you
worked on last, and when that passes, n begins the next one.

  --poll    look at the file every half second: where saving goes unnoticed, as
            on network drives
  --json    a line of JSON for each check
`;

export const watch: Command = {
  help,
  options: { poll: { type: "boolean" } },
  async run(call) {
    const wanted = onlyWord(call, "watch");
    const goesOn = wanted === undefined;
    let entry: LessonEntry | null = findWork(wanted);
    while (entry) entry = await watchLesson(entry, call, goesOn);
    return exitCodes.fine;
  },
};

/** Goes on until the student ends it, or with `goesOn` asks for the next lesson: then it returns that. */
async function watchLesson(entry: LessonEntry, call: Call, goesOn: boolean): Promise<LessonEntry | null> {
  const file = workFile(entry);
  const { screen } = call;
  const quit = new AbortController();
  const signal = AbortSignal.any([call.signal, quit.signal]);
  const ended = once(signal, "abort");
  const turns = takeTurns(signal);
  const following = goesOn ? lessonAfter(entry) : undefined;
  let next: LessonEntry | null = null;
  const check = () =>
    turns.instead(async (own) => {
      const passes = await checkOnce(entry, { ...call, signal: own });
      if (!passes || !following) return;
      next = following;
      if (!screen.isJson) screen.say(`  or        n begins lesson ${following.number}, and watches that`);
    });

  const stopWatching = watchFile(file, { poll: call.isSet("poll") }, check);
  const stopReading = readKeys({
    check,
    hint: () => turns.after(async () => void (await hint.run({ ...call, signal, words: [entry.number] }))),
    next: () => {
      if (next) quit.abort("next");
    },
    quit: () => quit.abort(),
  });
  const keys = "Enter checks now, h gives a hint, q ends.";
  if (!screen.isJson) screen.say(wrapText(`Watching ${shownPath(file)}. ${keys}`, screen.width).join("\n"));
  check();
  await ended;
  stopWatching();
  stopReading();
  await turns.settled();
  if (!next || signal.reason !== "next") return null;
  await start.run({ ...call, words: [(next as LessonEntry).number] });
  return next;
}

/** Whether the version passes. */
async function checkOnce(entry: LessonEntry, { screen, signal }: Call): Promise<boolean> {
  const quickly = (own: AbortSignal, known?: Promise<unknown>) => checkQuickly(entry, own, known);
  if (!screen.isJson) screen.say(screen.paint("dim", `\nchecking ${entry.name} …`));
  // Programs read only how the version behaves; types are for the person who writes it.
  const checked = await (screen.isJson ? quickly(signal) : withTypes(workFile(entry), signal, quickly));
  if (isMistyped(checked)) {
    screen.say(showTypeProblems(entry, checked, screen));
    return false;
  }
  const { result, unrecorded } = checked;
  const lesson = await readLesson(entry);
  screen.say(screen.isJson ? JSON.stringify(result) : showCheck({ entry, lesson, ...checked }, screen));
  if (unrecorded) throw unrecorded;
  return result.status === "pass";
}

interface Turns {
  /** Does it when the work under way has ended. */
  after(work: (signal: AbortSignal) => Promise<void>): void;
  /** The same, but stops the work that was asked for before: a later save makes an earlier check useless. */
  instead(work: (signal: AbortSignal) => Promise<void>): void;
  settled(): Promise<void>;
}

function takeTurns(signal: AbortSignal): Turns {
  let last = Promise.resolve();
  let replaced = new AbortController();
  const add = (own: AbortSignal, work: (signal: AbortSignal) => Promise<void>) => {
    last = last
      .then(() => (own.aborted ? undefined : work(own)))
      .catch((error: unknown) => (own.aborted ? undefined : complain(error)));
  };
  return {
    after: (work) => add(signal, work),
    instead(work) {
      replaced.abort();
      replaced = new AbortController();
      add(AbortSignal.any([signal, replaced.signal]), work);
    },
    settled: () => last,
  };
}

/** The file may be gone for a moment while an editor saves it: the next save is noticed all the same. */
function complain(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
}

interface Keys {
  readonly check: () => void;
  readonly hint: () => void;
  readonly next: () => void;
  readonly quit: () => void;
}

/** What Ctrl-C and Ctrl-D send, where keys come one by one. */
const ends = ["q", "\u0003", "\u0004"];

/** On a terminal, single keys; otherwise lines, so that a program can steer it. */
function readKeys({ check, hint: giveHint, next, quit }: Keys): () => void {
  const { stdin } = process;
  const listen = (chunk: Buffer) => {
    const keys = chunk.toString();
    if (ends.some((key) => keys.includes(key))) quit();
    else if (keys.includes("h")) giveHint();
    else if (keys.includes("n")) next();
    else if (/[r\r\n]/.test(keys)) check();
  };
  if (stdin.isTTY) stdin.setRawMode(true);
  stdin.on("data", listen);
  stdin.resume();
  return () => {
    stdin.off("data", listen);
    if (stdin.isTTY) stdin.setRawMode(false);
    stdin.pause();
    if ("unref" in stdin) stdin.unref(); // a file has none
  };
}
