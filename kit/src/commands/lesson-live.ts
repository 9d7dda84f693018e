// Runs a lesson of the exchange by the wall clock, until Ctrl-C: the same DAG files as in simulated time.

import { join } from "node:path";
import process from "node:process";
import {
  inProcess,
  loadDag,
  Scheduler,
  sqliteStore,
  subprocess,
  systemClock,
  UsageError,
  type DAG,
  type EventRecord,
} from "@daglings/engine";
import type { Lesson } from "@daglings/lessons";
import {
  filesOf,
  filesIn,
  findPackagesOfTheKit,
  givenFile,
  kitFolder,
  leaveFolder,
  type LessonEntry,
  type LessonOptions,
  prepareFolder,
  type RunFolder,
} from "@daglings/stage";
import { exitCodes, type Call, type ExitCode } from "../command-line.ts";
import { eventLine } from "../show/event-line.ts";
import { minuteText } from "../words.ts";

const binance = "https://api.binance.com";

export async function runLive(
  { screen, text, signal }: Call,
  entry: LessonEntry,
  lesson: Lesson,
  { dir, file, executor, keep = false }: Omit<LessonOptions, "lesson">,
): Promise<ExitCode> {
  if (!lesson.needs.includes("exchange")) {
    throw new UsageError(
      `lesson ${entry.name} has no --live: only 12 to 14 ask an exchange that is there now`,
    );
  }
  const own = file ?? givenFile(entry);
  const exchange = await openExchange(text("live") ?? "mock");
  let folder: RunFolder | undefined;
  try {
    folder = prepareFolder(dir ?? join(kitFolder, "runs", entry.name), keep);
    process.env["BINANCE_URL"] = exchange.url;
    process.chdir(folder.path);
    const files = filesOf(lesson, own);
    screen.say(`${entry.name} asks ${exchange.url} by the wall clock, until Ctrl-C. Files: ${folder.path}`);
    await watchDags(files, { folder, executor, signal, say: screen.say });
  } finally {
    if (folder) leaveFolder(folder);
    await exchange.close();
  }
  screen.say("Stopped. pnpm lesson with --keep and --live goes on from here.");
  return exitCodes.fine;
}

interface Watch {
  readonly folder: RunFolder;
  readonly executor: LessonOptions["executor"];
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** Says what happens, as it happens. */
async function watchDags(files: readonly string[], { folder, executor, signal, say }: Watch): Promise<void> {
  findPackagesOfTheKit();
  const dags: DAG[] = [];
  for (const each of files) dags.push(await loadDag(each));
  const clock = systemClock();
  const announce = (dag: DAG) => {
    const next = nextFire(dag, clock.now());
    if (next) say(`next run of ${dag.dagId}: ${next} UTC`);
  };
  const onEvent = (event: Omit<EventRecord, "id">) => {
    if (event.runId === null || event.state === "queued" || event.state === "scheduled") return;
    say(eventLine(event));
    const dag = dags.find(({ dagId }) => dagId === event.dagId);
    if (dag && event.taskId === null && event.state !== "running") announce(dag);
  };
  const store = sqliteStore(folder.store);
  try {
    const scheduler = new Scheduler({
      dags,
      store,
      clock,
      executor: executor === "subprocess" ? subprocess() : inProcess(),
      logsFolder: folder.logs,
      files: filesIn(folder),
      onEvent,
    });
    for (const dag of dags) announce(dag);
    await scheduler.run({ signal });
    await scheduler.close();
  } finally {
    store.close();
  }
}

async function openExchange(which: string): Promise<{ readonly url: string; close(): Promise<void> }> {
  const close = () => Promise.resolve();
  if (which === "binance") return { url: binance, close };
  if (which !== "mock") throw new UsageError(`--live=${which} is unknown; write --live, or --live=binance`);
  const named = process.env["BINANCE_URL"];
  if (named) return { url: named, close };
  const { startExchange } = await import("@daglings/binance");
  const clock = systemClock();
  return startExchange({ now: () => clock.now() });
}

function nextFire({ settings }: DAG, now: number): string | null {
  const { timetable, startDate, endDate } = settings;
  const due = timetable.nextRun({
    last: null,
    earliest: startDate,
    latest: endDate,
    catchup: false,
    now: Temporal.Instant.fromEpochMilliseconds(now),
  });
  if (!due) return null;
  // Without catch-up, it is the interval that has just ended: the next one to fire ends after it.
  const isPast = due.runAfter.epochMilliseconds <= now;
  const next = isPast
    ? timetable.nextRun({ last: due, earliest: startDate, latest: endDate, catchup: true, now: due.runAfter })
    : due;
  return next && minuteText(next.runAfter.toString());
}
