// `pnpm lesson NN`: runs a lesson and shows what happened. Without a number: the list of lessons.

import process from "node:process";
import { UsageError, type AirflowVersion } from "@daglings/engine";
import { parseInstant } from "@daglings/words";
import {
  checkMachine,
  findLesson,
  guardAgainstLoops,
  instantText,
  isScript,
  type LessonEntry,
  type LessonOptions,
  type LessonResult,
  listLessons,
  readLesson,
  runLesson,
  printedRun,
} from "@daglings/stage";
import { exitCodes, onlyWord, userPath, type Call, type Command, type ExitCode } from "../command-line.ts";
import { guardRun, type RunGuard } from "../desk/run-guard.ts";
import type { FrameFile } from "../frame/frame-file.ts";
import { showLesson } from "../show/lesson-page.ts";
import { openProgressBar } from "../show/progress-bar.ts";
import { minuteText } from "../words.ts";

const help = `pnpm lesson [NN] [flags]

Runs a lesson on a simulated clock, and shows what happened. Without a number it
lists the lessons.

  --variant NAME     run one of the lesson's documented wrong ways
  --file FILE        run your file in place of the lesson's
  --frame NAME       count and average with arquero, danfojs, pandas-js, polars,
                     duckdb, or plain TypeScript
  --dir FOLDER       the folder of the run; default runs/NN_name
  --keep             go on from what the last run has left, instead of emptying
                     the folder
  --until TIME       let simulated time end here: 2019-01-05 or
                     2019-01-05T12:00Z
  --executor NAME    in-process (default), or subprocess: a process for each
                     attempt
  --airflow 3        as in Airflow 3: its timetables, defaults, variables and
                     messages
  --live[=binance]   lessons 12 to 14: by the wall clock, until Ctrl-C
  --json             print what happened as one JSON object
  --plain            no drawing, no colour, no durations: the same bytes each
                     time
  --verbose          also which task has written which file, and what the
                     attempts have used: time, CPU, memory, log; and where in
                     the code an error came from
`;

/** Flags that make sense whatever runs the lesson's DAGs. */
export const lessonFlags = {
  variant: { type: "string" },
  file: { type: "string" },
  frame: { type: "string" },
  dir: { type: "string" },
  until: { type: "string" },
  airflow: { type: "string" },
} as const;

export const lesson: Command = {
  help,
  options: {
    ...lessonFlags,
    keep: { type: "boolean" },
    executor: { type: "string" },
    live: { type: "string" },
  },
  run: (call) => playLesson(call),
};

/** `shell`: what runs its DAGs, if not the engine's scheduler. */
export async function playLesson(
  call: Call,
  { shell }: Pick<LessonOptions, "shell"> = {},
): Promise<ExitCode> {
  const wanted = onlyWord(call, "lesson");
  if (wanted === undefined) {
    const file = call.text("file");
    if (file === undefined) return listAll(call);
    throw new UsageError(
      `--file needs the lesson that the file is a version of: pnpm lesson 08 --file ${file}`,
    );
  }
  const entry = findLesson(wanted);
  const description = await readLesson(entry);
  checkMachine(description.needs);
  const frame = await frameFor(call, entry);
  const options = optionsOf(call, frame);
  if (call.text("live") !== undefined) {
    const guard = guardAgainstLoops({ command: "lesson" });
    const { runLive } = await import("./lesson-live.ts");
    return runLive(call, entry, description, options).finally(guard.stop);
  }
  const guard = guardRun(shell ? { command: "temporal lesson", longest: 120_000 } : { command: "lesson" });
  try {
    if (isScript(entry)) guard.note("while the script ran");
    const result = await runWithProgress(call, { ...options, shell, lesson: entry.name }, guard);
    const why = guard.signal.aborted ? String(guard.signal.reason) : "Stopped by Ctrl-C";
    return await show(call, result, frame, why);
  } finally {
    guard.stop();
  }
}

// What few calls ask for is loaded when one does: each file takes half a millisecond, and everyone would wait for it.

async function frameFor(call: Call, entry: LessonEntry): Promise<FrameFile | null> {
  if (call.text("frame") === undefined) return null;
  const { prepareFrame } = await import("../frame/prepare-frame.ts");
  return await prepareFrame(call, entry);
}

async function verboseParts() {
  return { ...(await import("../show/written.ts")), ...(await import("../show/usage.ts")) };
}

async function show(
  { screen, isSet }: Call,
  result: LessonResult,
  frame: FrameFile | null,
  whyStopped: string,
): Promise<ExitCode> {
  const printed = printedRun(result.run);
  const more = isSet("verbose") ? await verboseParts() : null;
  const facts = {
    ...printed,
    ...(frame && { frame: frame.name }),
    ...(more && { lineage: more.writtenFacts(result) }),
  };
  screen.say(screen.isJson ? JSON.stringify(facts, null, 2) : await showLesson(result, screen, frame));
  if (more && !screen.isJson) {
    for (const line of more.showWritten(result, screen)) screen.say(line);
    for (const line of more.showUsage(result.attempts, screen)) screen.say(line);
  }
  if (result.isComplete) return exitCodeOf(result);
  process.stderr.write(`${whyStopped}: the run is not complete.\n`);
  return exitCodes.failed;
}

function optionsOf({ text, isSet }: Call, frame: FrameFile | null): Omit<LessonOptions, "lesson"> {
  const [file, dir, executor] = [text("file"), text("dir"), text("executor") ?? "in-process"];
  if (executor !== "in-process" && executor !== "subprocess") {
    throw new UsageError(`--executor is "${executor}"; it is in-process or subprocess`);
  }
  return {
    variant: text("variant"),
    file: file === undefined ? frame?.file : userPath(file),
    dir: dir === undefined ? undefined : userPath(dir),
    keep: isSet("keep"),
    until: text("until"),
    executor,
    airflow: airflowOf(text("airflow")),
  };
}

function airflowOf(version: string | undefined): AirflowVersion | undefined {
  if (version === undefined) return undefined;
  if (version === "2" || version === "3") return version === "2" ? 2 : 3;
  throw new UsageError(`--airflow is "${version}"; it is 2 or 3`);
}

async function runWithProgress(call: Call, options: LessonOptions, guard: RunGuard): Promise<LessonResult> {
  const bar = openProgressBar(call.screen);
  const { scenario } = await readLesson(findLesson(options.lesson));
  const instant = (text: string, what: string) => parseInstant(text, "UTC", what).epochMilliseconds;
  const from = instant(scenario.from, "the scenario");
  const until = instant(options.until ?? scenario.until, "--until");
  try {
    return await runLesson({
      ...options,
      signal: AbortSignal.any([call.signal, guard.signal]),
      onEvent({ at, taskId, runId, state }) {
        bar.show((at - from) / (until - from), () => minuteText(instantText(at)));
        guard.note(taskId !== null && state === "running" ? `in task "${taskId}" of run ${runId}` : null);
      },
    });
  } finally {
    bar.clear();
  }
}

function exitCodeOf({ run, script }: LessonResult): ExitCode {
  const isGood = run.dags.every(({ runs }) => runs.every(({ state }) => state !== "failed"));
  return isGood && (script === null || script.exitCode === 0) ? exitCodes.fine : exitCodes.failed;
}

async function listAll({ screen }: Call): Promise<ExitCode> {
  const [{ readProgress }, { showLessons }] = await Promise.all([
    import("../desk/progress.ts"),
    import("../show/lesson-list.ts"),
  ]);
  const { lessons: known } = readProgress();
  const lessons = await Promise.all(
    listLessons().map(async (entry) => {
      const progress = known[entry.name]?.status ?? "";
      return { entry, lesson: await readLesson(entry), progress };
    }),
  );
  const list = lessons.map(({ entry, lesson: { goal }, progress }) => ({
    lesson: entry.name,
    goal,
    progress,
  }));
  screen.say(screen.isJson ? JSON.stringify(list, null, 2) : showLessons(lessons, screen));
  return exitCodes.fine;
}
