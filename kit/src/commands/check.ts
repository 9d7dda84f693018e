// `pnpm check [NN]`: judges the student's own version of a lesson by what it leaves.

import { availableParallelism } from "node:os";
import { UsageError, type EnvironmentError } from "@daglings/engine";
import { findLesson, readLesson, type LessonEntry } from "@daglings/stage";
import { exitCodes, onlyWord, userPath, type Call, type Command, type ExitCode } from "../command-line.ts";
import { checkWork, seedsFor } from "../desk/check-work.ts";
import { broke, firstFailing, type Result, checkFile, type CheckOptions } from "@daglings/grading";
import { findWork, listBegun } from "../desk/work-files.ts";
import { showCheck } from "../show/check-page.ts";
import { count } from "../words.ts";

const help = `pnpm check [NN] [flags]

Runs your version of a lesson, work/NN_name/dag.ts, on the simulated clock, and judges what it leaves: files, requests,
runs, mails. Without a number: the lesson that you worked on last.

  --all              check all lessons that you have begun
  --seed N           repeat a check with the seed that it has printed
  --file FILE        judge another file
  --format NAME      junit, actions, classroom50 or gradescope, in place of the text
  --json             the results as daglings/result/v1
  --plain            no colour, no drawing
  --verbose          show where in the code an error came from
`;

export const check: Command = {
  help,
  options: {
    all: { type: "boolean" },
    seed: { type: "string" },
    file: { type: "string" },
    format: { type: "string" },
  },
  async run(call) {
    const wanted = onlyWord(call, "check");
    await formatOf(call);
    const options = { seeds: seedsFor(call.text("seed")), signal: call.signal };
    if (call.isSet("all")) return checkAll(call, wanted, options);
    const file = call.text("file");
    const { entry, result, before, unrecorded } =
      file === undefined
        ? await checkOwn(wanted, options)
        : await checkOther(wanted, userPath(file), options);
    const page = async () =>
      showCheck({ entry, lesson: await readLesson(entry), result, before }, call.screen);
    await report(call, [result], page);
    if (unrecorded) throw unrecorded;
    return exitCodeOf([result]);
  },
};

async function checkOwn(wanted: string | undefined, options: CheckOptions) {
  const entry = findWork(wanted);
  return { entry, ...(await checkWork(entry, options)) };
}

/** Nothing is recorded: it is not the student's version. */
async function checkOther(wanted: string | undefined, file: string, options: CheckOptions) {
  if (wanted === undefined) throw new UsageError("--file needs a lesson: pnpm check 08 --file my.ts");
  const entry = findLesson(wanted);
  return { entry, result: await checkFile(entry, file, options), before: null, unrecorded: null };
}

/** Several at a time: each has processes of its own, which often wait. The last lessons take longest, and begin. */
async function checkAll(call: Call, wanted: string | undefined, options: CheckOptions): Promise<ExitCode> {
  if (wanted !== undefined) throw new UsageError(`--all checks every lesson; leave out "${wanted}"`);
  const begun = listBegun();
  if (begun.length === 0)
    throw new UsageError("no lesson was started yet; pnpm start 00 begins with the first");
  const waiting = [...begun.entries()].toReversed().values();
  const results: Result[] = [];
  const unrecorded: EnvironmentError[] = [];
  const worker = async () => {
    for (const [index, entry] of waiting) {
      const checked = await checkWork(entry, options);
      results[index] = checked.result;
      if (checked.unrecorded) unrecorded.push(checked.unrecorded);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() + 1 }, worker));
  await report(call, results, () => Promise.resolve(summary(begun, results)));
  for (const error of unrecorded) throw error;
  return exitCodeOf(results);
}

function summary(entries: readonly LessonEntry[], results: readonly Result[]): string {
  const lines = results.map((result, index) => {
    const { name = "", number = "" } = entries[index] ?? {};
    const first = firstFailing(result);
    const detail = first ? `: ${first.id} ${first.name}; pnpm check ${number} says more` : "";
    return `${result.status.toUpperCase().padEnd(5)} ${name} ${result.score} of ${result.maxScore}${detail}`;
  });
  const passed = results.filter(({ status }) => status === "pass").length;
  return [...lines, "", `${passed} of ${count(results.length, "lesson")} passed.`].join("\n");
}

async function report(call: Call, results: readonly Result[], page: () => Promise<string>): Promise<void> {
  const format = await formatOf(call);
  if (format) return call.screen.say(format(results));
  const [first] = results;
  if (call.screen.isJson) call.screen.say(JSON.stringify(call.isSet("all") ? results : first, null, 2));
  else call.screen.say(await page());
}

/** An unknown one is refused before anything is checked. */
async function formatOf({ text }: Call) {
  const name = text("format");
  return name === undefined ? null : (await import("@daglings/grading")).findFormat(name);
}

function exitCodeOf(results: readonly Result[]): ExitCode {
  if (results.some(({ message }) => message?.startsWith(broke))) return exitCodes.bug;
  return results.every(({ status }) => status === "pass") ? exitCodes.fine : exitCodes.failed;
}
