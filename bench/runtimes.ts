// Each lesson in each of the kit's own runtimes: simulated or by the wall clock, in this process or with a process for each
// attempt. All are compared with a simulated run in this process. Temporal's part is
// `pnpm bench temporal`, and Airflow's is `pnpm test:airflow --record`.

import { deepStrictEqual } from "node:assert";
import { join } from "node:path";
import process from "node:process";
import {
  inProcess,
  loadMainLast,
  Scheduler,
  sqliteStore,
  subprocess,
  systemClock,
  type DAG,
} from "@daglings/engine";
import {
  filesOf,
  findPackagesOfTheKit,
  givenFile,
  instantText,
  isScript,
  listFiles,
  listLessons,
  openSurroundings,
  runLesson,
  type DagFacts,
  type ExecutorName,
  type LessonEntry,
  type LessonOptions,
  type LessonResult,
  type LessonRun,
  type Onlooker,
} from "@daglings/stage";
import { approvalsIn } from "./approved.ts";
import { inFolder, tell, timed, type BenchOptions } from "./measure.ts";
import { ownProcessesFor } from "./own-processes.ts";
import { note, title } from "./report.ts";
import { cellOf, keepCells, partOfTime, runtimes, type Cell, type Runtime } from "./runtime-cells.ts";
import { writeRuntimes } from "./runtimes-page.ts";

/** A backfill brings no files. */
const onlySimulated = "16";

/** It comes after thousands of runs of others: only its own DAG gets a process for each attempt. */
const longest = "14";

export async function benchRuntimes({ isQuick }: BenchOptions): Promise<void> {
  title("The lessons in the kit's own runtimes: from the first start to the last end, per task");
  const lessons = listLessons().filter((entry) => !isScript(entry) && (!isQuick || entry.number === "08"));
  for (const entry of lessons) {
    const cells = await compare(entry);
    for (const { lesson, runtime, isEqual, took, tasks } of cells) {
      const what = `lesson ${lesson}, ${runtimes[runtime]}${isEqual ? "" : ": DIFFERENT"}`;
      if (took === null) note(what);
      else tell({ what, value: took / tasks, unit: "ms" });
    }
    if (!isQuick) keepCells(cells); // lesson by lesson, because all of them take long
  }
  if (isQuick) return;
  await writeRuntimes();
  note("docs/runtimes.md is written from these figures and from what other commands have recorded");
}

async function compare(entry: LessonEntry): Promise<Cell[]> {
  const { number: lesson } = entry;
  const until = partOfTime[lesson];
  const reference = await simulate(entry, {});
  const part = until === undefined ? reference : await simulate(entry, { until });
  const again = async (of: LessonResult, executor: ExecutorName, end?: string) => {
    const isOwn = executor === "subprocess" && lesson === longest;
    const { run } = await simulate(entry, {
      until: end,
      ...(isOwn ? { onlooker: ownProcesses(entry) } : { executor }),
    });
    const comparable = executor === "subprocess" ? withoutFlows : withoutRequests;
    deepStrictEqual(comparable(run), comparable(of.run));
  };
  const isLive = lesson !== onlySimulated;
  const cells = [await tried(reference, "simulated", () => again(reference, "in-process"))];
  if (isLive) cells.push(await tried(part, "live", () => live(entry, part, "in-process")));
  cells.push(await tried(part, "simulated-subprocess", () => again(part, "subprocess", until)));
  if (isLive) cells.push(await tried(part, "live-subprocess", () => live(entry, part, "subprocess")));
  // The attempts before lesson 14's own had no process: their time would say nothing.
  return cells.map((cell) => (isMixed(cell) ? { ...cell, took: null } : cell));
}

function isMixed({ lesson, runtime }: Cell): boolean {
  return lesson === longest && ["simulated-subprocess", "live-subprocess"].includes(runtime);
}

function ownProcesses({ name }: LessonEntry): Onlooker {
  return { onStep() {}, beside: (executor) => ownProcessesFor(name, executor) };
}

export async function simulate(
  { number: lesson, name }: LessonEntry,
  options: Pick<LessonOptions, "executor" | "until" | "shell" | "onlooker">,
): Promise<LessonResult> {
  return await inFolder((dir) => runLesson({ lesson, dir: join(dir, name), ...options }));
}

/** Requests of the same instant have no order, and a process of its own asks for nothing else. */
export function withoutRequests({ requests: _requests, ...run }: LessonRun): object {
  return run;
}

/** The stage does not hear of flows that a process of its own calls. */
function withoutFlows({ flows: _flows, ...run }: LessonRun): object {
  return withoutRequests(run);
}

export async function tried(
  { entry, run }: LessonResult,
  runtime: Runtime,
  trial: () => Promise<void>,
): Promise<Cell> {
  let isEqual = true;
  const took = await timed(() =>
    trial().catch((error: unknown) => {
      isEqual = false;
      note(`lesson ${entry.number}, ${runtimes[runtime]}: ${String(error)}`);
    }),
  );
  return { ...cellOf(run, { lesson: entry.number, runtime, took: Math.round(took) }), isEqual };
}

/** A backfill of the same dates by the wall clock, without the lesson's faults, which are simulated. */
async function live(
  entry: LessonEntry,
  { lesson, scenario, run }: LessonResult,
  executor: ExecutorName,
): Promise<void> {
  await inFolder(async (folder) => {
    const until = Temporal.Instant.from(run.clock.until).epochMilliseconds;
    const surroundings = await openSurroundings({
      needs: lesson.needs,
      scenario: {
        from: scenario.from,
        until: scenario.until,
        customers: scenario.customers ?? 100,
        variables: scenario.variables ?? {},
      },
      folder,
      mailFolder: join(folder, "mailbox"),
      now: () => until,
      seed: 0,
    });
    const before = process.cwd();
    process.chdir(folder);
    const store = sqliteStore(join(folder, "daglings.db"));
    try {
      const scheduler = await schedulerFor(entry, lesson, { store, executor, run });
      for (const dag of run.dags) await runEach(dag, scheduler);
      await scheduler.close();
      deepStrictEqual(listFiles({ path: folder }), run.files);
      for (const dag of run.dags) {
        const states = store.listRuns({ dagId: dag.dagId }).map(({ state }) => state);
        deepStrictEqual(
          states,
          dag.runs.map(({ state }) => state),
        );
      }
    } finally {
      store.close();
      process.chdir(before);
      await surroundings.close();
    }
  });
}

interface LiveOptions {
  readonly store: ReturnType<typeof sqliteStore>;
  readonly executor: ExecutorName;
  readonly run: LessonRun;
}

async function schedulerFor(
  entry: LessonEntry,
  lesson: LessonResult["lesson"],
  { store, executor, run }: LiveOptions,
): Promise<Scheduler> {
  findPackagesOfTheKit();
  const files = filesOf(lesson, givenFile(entry));
  const dags = (await Promise.all(files.map((file) => loadMainLast(file)))).flat();
  const scheduler: Scheduler = new Scheduler({
    dags,
    store,
    clock: systemClock(),
    executor: executorFor(entry, executor),
    logsFolder: "logs",
    onEvent({ state }) {
      if (state === "up_for_reschedule") setImmediate(() => decide(scheduler, store, dags, run));
    },
  });
  for (const { dagId } of dags) scheduler.pause({ dagId }); // runs that have become due since then must not start
  return scheduler;
}

function executorFor({ number, name }: LessonEntry, executor: ExecutorName) {
  if (executor === "in-process") return inProcess();
  return number === longest ? ownProcessesFor(name, inProcess()) : subprocess();
}

/** Says to whatever waits for a person what was said in the lesson's run. */
function decide(
  scheduler: Scheduler,
  store: LiveOptions["store"],
  dags: readonly DAG[],
  { dags: known }: LessonRun,
) {
  for (const { dagId, runId, taskId } of scheduler.awaited()) {
    const [dag, facts] = [dags, known].map((list) => list.find((each) => each.dagId === dagId)) as [
      DAG,
      DagFacts,
    ];
    const date = instantText(store.findRun({ dagId, runId })?.logicalDate ?? 0);
    const approved = approvalsIn(dag, facts)(date, taskId);
    scheduler.decide({ dagId, runId, taskId, approved, by: "Carla" });
  }
}

/** One at a time: in some lessons, runs share a file, and any of them might be the last to write it. */
async function runEach({ dagId, runs }: DagFacts, scheduler: Scheduler): Promise<void> {
  for (const { runType, logicalDate } of runs) {
    if (runType === "manual") {
      scheduler.unpause({ dagId });
      scheduler.trigger({ dagId });
    } else scheduler.backfill({ dagId, from: logicalDate, to: logicalDate });
    await scheduler.run({ until: "idle" });
  }
}
