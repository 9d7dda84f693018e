// `pnpm watch [NN]`: checks the student's version each time that it is saved.

import process from "node:process";
import { readLesson, type LessonEntry } from "../catalogue.ts";
import { exitCodes, onlyWord, type Call, type Command } from "../command-line.ts";
import { publishedSeed } from "../course/check-version.ts";
import { checkWork, seedsFor } from "../course/check-work.ts";
import { versionOf, workFile, findWork, shownPath } from "../course/work-files.ts";
import { watchFile } from "../course/watch-file.ts";
import { showCheck } from "../show/check-page.ts";
import { hint } from "./hint.ts";

const help = `pnpm watch [NN] [--poll]

Checks your version each time that you save it, until Ctrl-C. Keys: Enter or r checks now, h gives a hint, q ends.

  --poll    look at the file every half second: where saving goes unnoticed, as on network drives
  --json    a line of JSON for each check
`;

export const watch: Command = {
  help,
  options: { poll: { type: "boolean" } },
  async run(call) {
    const entry = findWork(onlyWord(call, "watch"));
    const file = workFile(entry);
    const { screen, signal } = call;
    const ended = Promise.withResolvers<void>();
    const checks = oneAtATime(() => checkOnce(entry, call));
    signal.addEventListener("abort", () => ended.resolve());

    const stopWatching = watchFile(file, { poll: call.isSet("poll") }, () => checks.ask());
    const stopReading = readKeys({
      check: () => checks.ask(),
      hint: () => void hint.run({ ...call, words: [entry.number] }).catch(complain),
      quit: () => ended.resolve(),
    });
    if (!screen.isJson) screen.say(`Watching ${shownPath(file)}. Enter checks now, h gives a hint, q ends.`);
    checks.ask();
    await ended.promise;
    stopWatching();
    stopReading();
    await checks.settled();
    return exitCodes.fine;
  },
};

/** First what is quick; the fresh seed only when there is nothing left to mend. */
async function checkOnce(entry: LessonEntry, { screen }: Call): Promise<void> {
  const version = versionOf(workFile(entry));
  if (!screen.isJson) screen.say(screen.paint("dim", `\nchecking ${entry.name} …`));
  const quick = await checkWork(entry, [publishedSeed]);
  const isGood = quick.result.status === "pass" && versionOf(workFile(entry)) === version;
  const { result } = isGood ? await checkWork(entry, seedsFor(undefined)) : quick;
  if (screen.isJson) return screen.say(JSON.stringify(result));
  screen.say(showCheck({ entry, lesson: await readLesson(entry), result, before: quick.before }, screen));
}

/** What is asked for while a check is under way is done once more after it. */
function oneAtATime(work: () => Promise<void>): { ask(): void; settled(): Promise<void> } {
  let isWanted = false;
  let running: Promise<void> | null = null;
  const loop = async () => {
    while (isWanted) {
      isWanted = false;
      await work().catch(complain);
    }
    running = null;
  };
  return {
    ask() {
      isWanted = true;
      running ??= loop();
    },
    settled: () => running ?? Promise.resolve(),
  };
}

/** The file may be gone for a moment, while an editor saves it: the next save is heard again. */
function complain(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
}

interface Keys {
  readonly check: () => void;
  readonly hint: () => void;
  readonly quit: () => void;
}

/** On a terminal single keys; else lines, so that a program can steer it. */
function readKeys({ check, hint: giveHint, quit }: Keys): () => void {
  const { stdin } = process;
  const listen = (chunk: Buffer) => {
    const keys = chunk.toString();
    if (/[q\u0003]/.test(keys)) quit();
    else if (keys.includes("h")) giveHint();
    else if (/[r\r\n]/.test(keys)) check();
  };
  if (stdin.isTTY) stdin.setRawMode(true);
  stdin.on("data", listen);
  stdin.resume();
  return () => {
    stdin.off("data", listen);
    if (stdin.isTTY) stdin.setRawMode(false);
    stdin.pause();
    stdin.unref();
  };
}
