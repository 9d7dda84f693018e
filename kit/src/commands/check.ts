// `pnpm check [NN]`: judges the student's own version of a lesson by its results.

import { availableParallelism } from "node:os";
import { UsageError, type EnvironmentError } from "@daglings/engine";
import { findLesson, readLesson, type LessonEntry } from "@daglings/stage";
import { exitCodes, onlyWord, userPath, type Call, type Command, type ExitCode } from "../command-line.ts";
import { checkWork, seedsFor, type CheckedWork, type WorkOptions } from "../desk/check-work.ts";
import {
  broke,
  firstFailing,
  openLaboratory,
  usualLimits,
  type Result,
  checkFile,
  type CheckOptions,
} from "@daglings/grading/check";
import { findWork, listBegun, workFile } from "../desk/work-files.ts";
import { showCheck } from "../show/check-page.ts";
import { showTypeProblems } from "../show/type-page.ts";
import { isMistyped, withTypes } from "../types/with-types.ts";
import { count } from "../words.ts";

const help = `pnpm check [NN] [flags]

Runs your version of a lesson, work/NN_name/dag.ts, on the simulated clock, and
judges what it leaves: files, requests, runs, mails. Without a number: the
lesson that you worked on last.

  --all              check all lessons that you have begun
  --seed N           repeat a check with the seed that it has printed
  --file FILE        judge another file
  --no-types         run it whatever TypeScript says of it
  --format NAME      junit, actions, classroom50 or gradescope, in place of the
                     text
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
    "no-types": { type: "boolean" },
    format: { type: "string" },
  },
  async run(call) {
    const wanted = onlyWord(call, "check");
    await formatOf(call);
    const options = { seeds: seedsFor(call.text("seed")), signal: call.signal };
    if (call.isSet("all")) return checkAll(call, wanted, options);
    const file = call.text("file");
    const subject = file === undefined ? ownVersion(wanted) : otherFile(wanted, userPath(file));
    const { entry } = subject;
    // Programs read only how the version behaves; types are for the person who writes it.
    const isForReading = !call.isSet("no-types") && !call.screen.isJson && call.text("format") === undefined;
    const checked = await (isForReading
      ? withTypes(subject.file, call.signal, (signal, mayRecord) =>
          subject.judge({ ...options, signal, mayRecord }),
        )
      : subject.judge(options));
    if (isMistyped(checked)) {
      call.screen.say(showTypeProblems(entry, checked, call.screen));
      return exitCodes.failed;
    }
    const { result, unrecorded } = checked;
    const page = async () => showCheck({ entry, lesson: await readLesson(entry), ...checked }, call.screen);
    await report(call, [result], page);
    if (unrecorded) throw unrecorded;
    return exitCodeOf([result]);
  },
};

interface Subject {
  readonly entry: LessonEntry;
  readonly file: string;
  readonly judge: (options: WorkOptions) => Promise<Checked>;
}

type Checked = Omit<CheckedWork, "before"> & { readonly before: CheckedWork["before"] | null };

function ownVersion(wanted: string | undefined): Subject {
  const entry = findWork(wanted);
  return { entry, file: workFile(entry), judge: (options) => checkWork(entry, options) };
}

/** Nothing is recorded: it is not the student's version. */
function otherFile(wanted: string | undefined, file: string): Subject {
  if (wanted === undefined) throw new UsageError("--file needs a lesson: pnpm check 08 --file my.ts");
  const entry = findLesson(wanted);
  return {
    entry,
    file,
    judge: async (options) => ({
      result: await checkFile(entry, file, options),
      before: null,
      isUntouched: false,
      unrecorded: null,
    }),
  };
}

/** Several at a time: each has processes of its own, which often wait. The last lessons take longest, so they begin. */
async function checkAll(call: Call, wanted: string | undefined, options: CheckOptions): Promise<ExitCode> {
  if (wanted !== undefined) throw new UsageError(`--all checks every lesson; leave out "${wanted}"`);
  const begun = listBegun();
  if (begun.length === 0)
    throw new UsageError("no lesson was started yet; pnpm start 00 begins with the first");
  const waiting = [...begun.entries()].toReversed().values();
  const results: Result[] = [];
  const unrecorded: EnvironmentError[] = [];
  const laboratory = openLaboratory({ limits: usualLimits, isTrusted: true });
  const worker = async () => {
    for (const [index, entry] of waiting) {
      const checked = await checkWork(entry, { ...options, laboratory });
      results[index] = checked.result;
      if (checked.unrecorded) unrecorded.push(checked.unrecorded);
    }
  };
  try {
    await Promise.all(Array.from({ length: availableParallelism() + 1 }, worker));
  } finally {
    await laboratory.close();
  }
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
