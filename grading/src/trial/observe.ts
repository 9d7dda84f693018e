// Carries out the experiments on one version of a lesson, and writes down what is seen: by its servers, by its scheduler
// and in the run's folder. The version's own code runs elsewhere, see actors.ts; what it says of itself is no sighting.

import { cpSync, existsSync, globSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join, resolve, sep } from "node:path";
import { LeaseLostError, UsageError, type AttemptRecord, type EventRecord } from "@daglings/engine";
import { parseInstant } from "@daglings/words";
import { describeFailure } from "./failure.ts";
import type { Experiment, Lesson, Observation, ObservedDag, Scenario } from "@daglings/lessons";
import {
  dagFacts,
  findLesson,
  instantText,
  isScript,
  listPaths,
  openStage,
  type Cast,
  plainTextOf,
  prepareFolder,
  readLesson,
  requestFacts,
  type RunFolder,
  runScript,
  type Stage,
  type StageOptions,
} from "@daglings/stage";
import { holdFiles } from "./held-files.ts";
import { intervalsOf } from "./intervals.ts";
import { placeOf } from "./places.ts";
import { watchNames } from "./watched-names.ts";

/** What can be sent from one process to another. */
export type Sighting = Omit<Observation, "eventsBetween" | "source">;

export interface Subject {
  readonly lesson: string;
  /** The student's version. */
  readonly file: string;
  readonly seed: number;
  /** Where it may write: each experiment has a folder in it. */
  readonly folder: string;
}

/** With how its code is started. */
export interface Tried extends Subject {
  readonly cast: NonNullable<StageOptions["cast"]>;
  readonly launch: NonNullable<StageOptions["launch"]>;
  /** Ends all that the version has started in this folder. */
  readonly endAll: (folder: RunFolder) => void;
}

export interface Notes {
  readonly saw: (sighting: Sighting) => void;
  /** What is under way, for whoever must say what has hung. */
  readonly note: (what: string) => void;
  /** Asked once, after "run": a version that fails it need not be tried out further. */
  readonly isMoreWanted: () => Promise<boolean>;
}

type Files = Readonly<Record<string, string>>;

/** In the order in which they build upon each other. */
export async function observe(
  subject: Tried,
  experiments: readonly Experiment[],
  notes: Notes,
): Promise<void> {
  const lesson = await readLesson(findLesson(subject.lesson));
  if (isScript(findLesson(subject.lesson))) return observeScript(subject, lesson, experiments, notes);
  const scenario = scenarioOf(lesson, subject.seed);
  const does = (experiment: Experiment) => experiments.includes(experiment);
  const folder = folderOf(subject, "run", false);
  const run = await observeStage({ subject, lesson, scenario, folder, experiment: "run", before: {} }, notes);
  if (run.loadError !== null || !(await notes.isMoreWanted())) return;
  if (does("outage")) copyFiles(folder, folderOf(subject, "outage", false));
  if (does("again") || does("alone") || does("altered"))
    await observeAgain(subject, lesson, scenario, folder, notes);
  const others: Partial<Record<Experiment, Scenario>> = {
    outage: { ...scenario, ...outage(scenario), until: soonAfter(scenario) },
    cut: { ...scenario, until: scenario.from, eventsApiCuts: Number.MAX_SAFE_INTEGER },
    busy: { ...scenario, mailIsRefused: "always", until: soonAfter(scenario) },
  };
  for (const [experiment, changed] of Object.entries(others) as [Experiment, Scenario][]) {
    if (!does(experiment)) continue;
    const elsewhere = folderOf(subject, experiment, experiment === "outage");
    const before = readFiles(elsewhere);
    const place = { subject, lesson, scenario: changed, folder: elsewhere, experiment, before };
    if (experiment === "cut") await observeCut(place, notes);
    else await observeStage(place, notes);
  }
  if (does("killed")) await observeKilled(subject, lesson, scenario, notes);
}

/** Another process takes over what the killed one has left. */
async function observeKilled(
  subject: Tried,
  lesson: Lesson,
  scenario: Scenario,
  notes: Notes,
): Promise<void> {
  const folder = folderOf(subject, "killed", false);
  await playUntilKilled({ ...stageOf(subject, lesson, scenario), folder }, notes);
  subject.endAll(folder);
  // What was done by hand is in the store. The mail server has been busy long enough: its refusals, together with the
  // lost try, would use up the retries.
  const rest = { ...scenario, byHand: [], arrivals: [], mailIsRefused: "never" } as const;
  const before = readFiles(folder);
  await observeStage({ subject, lesson, scenario: rest, folder, experiment: "killed", before }, notes);
}

/**
 * In the middle of its work the version's process is killed, and its scheduler loses the store: it can write nothing
 * more, so the store stays as a killed scheduler leaves it.
 */
async function playUntilKilled(
  options: ReturnType<typeof stageOf> & { readonly folder: RunFolder },
  notes: Notes,
): Promise<void> {
  const { onEvent: note } = listening("killed", notes);
  const killed = new AbortController();
  let cast: Cast | undefined;
  const stage = await openStage({
    ...options,
    signal: killed.signal,
    cast: async (...given) => (cast = await options.cast(...given)),
    onEvent(event) {
      note(event);
      if (killed.signal.aborted || !isDecisive(event, stage)) return;
      const lease = stage.store.findLease();
      if (lease) stage.store.dropLease(lease);
      void cast?.close();
      killed.abort();
    },
  });
  try {
    await stage.play();
  } catch (error) {
    if (!killed.signal.aborted || !(error instanceof LeaseLostError)) throw error;
  } finally {
    await stage.close();
  }
}

/** The last task but one: most is done, and not all. */
function isDecisive({ dagId, taskId, state }: Omit<EventRecord, "id">, { dags }: Stage): boolean {
  const { dagId: judged, plan } = dags.at(-1) ?? {};
  const decisive = plan?.tasks.at(-2) ?? plan?.tasks.at(-1);
  return dagId === judged && taskId === decisive?.taskId && state === "success";
}

interface Place {
  readonly subject: Tried;
  readonly lesson: Lesson;
  readonly scenario: Scenario;
  readonly folder: RunFolder;
  readonly experiment: Experiment;
  readonly before: Files;
}

async function observeStage(place: Place, notes: Notes): Promise<Sighting> {
  const { subject, lesson, scenario, folder, experiment } = place;
  let stage: Stage;
  try {
    stage = await openStage({
      ...stageOf(subject, lesson, scenario),
      folder,
      ...listening(experiment, notes),
    });
  } catch (error) {
    // A file that does not parse is no version of anything.
    if (!(error instanceof UsageError) || !isProgram(subject.file)) throw error;
    const sighting = { ...nothing(place), loadError: error.message };
    notes.saw(sighting);
    return sighting;
  }
  try {
    await stage.play();
    const sighting = sightingOf(place, stage);
    notes.saw(sighting);
    return sighting;
  } finally {
    await stage.close();
  }
}

/** No answer is whole: no file may have its name, not even until somebody takes it away again. */
async function observeCut(place: Place, notes: Notes): Promise<void> {
  const watched = watchNames(place.folder, ["data", "data/events"]);
  const sighting = await observeStage(place, { ...notes, saw: () => {} });
  notes.saw({ ...sighting, exposed: await watched.end() });
}

/** "again", and on its heels "alone" and "altered": with the database that "again" has made. */
async function observeAgain(
  subject: Tried,
  lesson: Lesson,
  scenario: Scenario,
  folder: RunFolder,
  notes: Notes,
): Promise<void> {
  const before = readFiles(folder);
  forgetRuns(folder);
  const held = holdFiles(folder);
  const again = { subject, lesson, scenario, folder, experiment: "again", before } as const;
  const stage = await openStage({
    ...stageOf(subject, lesson, scenario),
    folder,
    ...listening("again", notes),
  });
  try {
    await stage.play();
    notes.saw({ ...sightingOf(again, stage), exposed: held.overwritten() });
    const [dag] = dagFacts(stage.store, stage.dags.slice(-1));
    const run = dag?.runs[1] ?? dag?.runs[0];
    if (!dag || !run) return;
    const left = readFiles(folder);
    const asked = stage.requests.length;
    rmSync(join(folder.path, "data"), { recursive: true, force: true, maxRetries: 5 });
    notes.note(`"alone", in which run ${run.runId} runs again`);
    await stage.playAgain({ dagId: dag.dagId, runId: run.runId });
    notes.saw(sightingOf({ ...again, experiment: "alone", before: left }, stage, asked));
    if (lesson.sender === undefined) return;
    alterFiles(folder);
    const altered = readFiles(folder);
    const askedSince = stage.requests.length;
    notes.note(`"altered", in which task "${lesson.sender}" of run ${run.runId} runs again`);
    await stage.playAgain({ dagId: dag.dagId, runId: run.runId, taskIds: [lesson.sender] });
    notes.saw(sightingOf({ ...again, experiment: "altered", before: altered }, stage, askedSince));
  } finally {
    held.close();
    await stage.close();
  }
}

async function observeScript(
  subject: Tried,
  lesson: Lesson,
  experiments: readonly Experiment[],
  notes: Notes,
): Promise<void> {
  const scenario = scenarioOf(lesson, subject.seed);
  let before: Files = {};
  for (const experiment of ["run", "again", "outage"] as const) {
    if (experiment !== "run" && !experiments.includes(experiment)) continue;
    const isOutage = experiment === "outage";
    const folder = folderOf(subject, experiment, experiment === "again");
    if (isOutage) copyFiles(folderOf(subject, "run", true), folder);
    const tried = isOutage ? { ...scenario, ...outage(scenario) } : scenario;
    notes.note(`"${experiment}", in which the script runs`);
    const { script, requests } = await runScript({ ...stageOf(subject, lesson, tried), folder });
    const place = { subject, lesson, scenario, folder, experiment, before };
    notes.saw({ ...nothing(place), script, requests, files: readFiles(folder) });
    before = readFiles(folder);
    if (experiment === "run" && !(await notes.isMoreWanted())) return;
  }
}

function stageOf({ file, seed, cast, launch }: Tried, lesson: Lesson, scenario: Scenario) {
  return { lesson, file, scenario, seed, cast, launch };
}

/** What it is judged by is kept where it cannot write: the store, and the mails. */
function folderOf({ folder }: Subject, experiment: Experiment, keep: boolean): RunFolder {
  const name = placeOf[experiment];
  const own = (what: string) => join(folder, "kept", `${name}-${what}`);
  return {
    ...prepareFolder(join(folder, name), keep),
    store: own("runs.db"),
    mailbox: own("mailbox"),
  };
}

function listening(experiment: Experiment, { note }: Notes) {
  return {
    onEvent: ({ taskId, runId, state }: Pick<EventRecord, "taskId" | "runId" | "state">) => {
      if (taskId !== null && state === "running")
        note(`"${experiment}", in task "${taskId}" of run ${runId}`);
    },
  };
}

function nothing({ subject, scenario, experiment, before }: Place): Sighting {
  return {
    seed: subject.seed,
    experiment,
    clock: { from: canonical(scenario.from), until: canonical(scenario.until) },
    loadError: null,
    failure: null,
    script: null,
    dags: [],
    files: {},
    before,
    exposed: [],
    mails: [],
    requests: [],
    messages: [],
    secretSeenIn: [],
  };
}

/** `asked`: so many requests belong to what was seen before. */
function sightingOf(place: Place, stage: Stage, asked = 0): Sighting {
  const mails = stage.mails.map(({ to, subject, file }) => {
    const text = plainTextOf(readFileSync(join(place.folder.mailbox, file), "utf8"));
    return { to, subject, text };
  });
  const dags = observedDags(stage);
  return {
    ...nothing(place),
    failure: failureIn(dags, place, stage),
    dags,
    files: readFiles(place.folder),
    mails,
    requests: requestFacts(stage.requests.slice(asked)),
    messages: stage.messages.map(({ text }) => text),
    secretSeenIn: stage.searchForSecret(),
  };
}

function failureIn(
  dags: readonly ObservedDag[],
  { experiment, folder }: Place,
  { store }: Stage,
): string | null {
  const judged = dags.at(-1);
  if (!judged || experiment === "outage") return null; // where a failure is what is asked for
  const { dagId } = judged;
  return describeFailure(judged, ({ runId, taskId }) => {
    const attempts = store.listAttempts({ dagId, runId }).filter((each) => each.taskId === taskId);
    const file = attempts.at(-1)?.logFile ?? null;
    return file === null ? "" : readEnd(resolve(folder.path, file));
  });
}

/** The version can write what it likes there. */
function readEnd(file: string): string {
  if (!existsSync(file)) return "";
  const { size } = statSync(file);
  return size > largest ? `(a log of ${size} bytes)` : readFileSync(file, "utf8").slice(-longestLog);
}

function observedDags({ store, dags }: Stage): ObservedDag[] {
  const seconds = secondsRunning(store);
  return dagFacts(store, dags).map(({ dagId, runs }, index) => ({
    dagId,
    schedule: dags[index]?.settings.timetable.description ?? "",
    intervals: dags[index] ? intervalsOf(dags[index]) : [],
    tasks: (dags[index]?.plan.tasks ?? []).map(({ taskId, upstream }) => ({ taskId, upstream })),
    runs: runs.map((run) => {
      const attempts = store.listAttempts({ dagId, runId: run.runId });
      const tasks = run.tasks.map((task) => ({
        ...task,
        ...attemptsOf(attempts, task.taskId),
        secondsRunning: seconds.get(taskKey({ dagId, runId: run.runId, taskId: task.taskId })) ?? 0,
      }));
      return { ...run, tasks };
    }),
  }));
}

function attemptsOf(attempts: readonly AttemptRecord[], taskId: string) {
  const own = attempts.filter((attempt) => attempt.taskId === taskId);
  const times = own.map(({ startedAt, finishedAt }) => ({
    start: instantText(startedAt),
    end: finishedAt === null ? null : instantText(finishedAt),
  }));
  return { attempts: own.length, times, error: own.findLast(({ error }) => error !== null)?.error ?? null };
}

/** Between "running" and what came next, by the events of all tasks. */
function secondsRunning(store: Stage["store"]): Map<string, number> {
  const seconds = new Map<string, number>();
  const began = new Map<string, number>();
  for (const event of store.listEvents({ after: 0, limit: Number.MAX_SAFE_INTEGER })) {
    if (event.taskId === null) continue;
    const key = taskKey(event);
    const start = began.get(key);
    if (start !== undefined) seconds.set(key, (seconds.get(key) ?? 0) + (event.at - start) / 1000);
    if (event.state === "running") began.set(key, event.at);
    else began.delete(key);
  }
  return seconds;
}

function taskKey({ dagId, runId, taskId }: Pick<EventRecord, "dagId" | "runId" | "taskId">): string {
  return JSON.stringify([dagId, runId, taskId]);
}

/** More than any lesson leaves: nobody's memory is to be filled by a file. */
const largest = 1_000_000;
const longestLog = 4000;

function readFiles(folder: RunFolder): Files {
  const entries = [...listPaths(folder), ...listJobFiles(folder)].map((path) => {
    const file = join(folder.path, path);
    const { size } = statSync(file);
    return [path, size > largest ? `(a file of ${size} bytes)` : readFileSync(file, "utf8")] as const;
  });
  return Object.fromEntries(entries);
}

/** Air-Executor's folder is none of the lesson's results, but it shows what was done. */
function listJobFiles({ path }: RunFolder): string[] {
  const jobs = join(".air-executor", "jobs");
  if (!existsSync(join(path, jobs))) return [];
  const names = globSync(join(jobs, "*", "attempts", "*.exit"), { cwd: path });
  return names.map((name) => name.split(sep).join("/")).toSorted();
}

/** What an earlier run has left, as if it had happened there. */
function copyFiles(from: RunFolder, to: RunFolder): void {
  const data = join(from.path, "data");
  if (existsSync(data)) cpSync(data, join(to.path, "data"), { recursive: true });
}

/** Other statistics than those that the events give, and no events: who reads the one or the other shows. */
function alterFiles(folder: RunFolder): void {
  for (const path of listPaths(folder)) {
    const file = join(folder.path, path);
    if (path.endsWith(".json")) rmSync(file);
    if (path.endsWith(".csv")) writeFileSync(file, raise(readFileSync(file, "utf8")));
  }
}

/** The number at the end of each row, but not what stands in the header. */
function raise(csv: string): string {
  const [header, ...rows] = csv.split("\n");
  const raised = rows.map((row) => row.replace(/\d+\s*$/, (number) => String(Number(number) + 1000)));
  return [header, ...raised].join("\n");
}

function forgetRuns({ store, logs, mailbox }: RunFolder): void {
  for (const path of [store, `${store}-wal`, `${store}-shm`, logs, mailbox]) {
    if (existsSync(path)) rmSync(path, { recursive: true, maxRetries: 5 });
  }
}

/** Enough for what is due at the beginning, with all its tries: what fails then, fails later as well. */
function soonAfter({ from, until }: Scenario): string {
  return instantText(Math.min(instantOf(from) + 3_600_000, instantOf(until)));
}

function outage({ from, until }: Scenario): Partial<Scenario> {
  const [start, end] = [instantOf(from), instantOf(until)];
  return {
    customers: 0,
    eventsApiFails: Number.MAX_SAFE_INTEGER,
    exchangeFaults: [{ kind: "error", from: start, until: end + 1 }],
  };
}

/** The exchange has no seed, but every day has prices of its own: so another seed is another day. */
function scenarioOf({ scenario, checkScenario, needs }: Lesson, seed: number): Scenario {
  const merged = { ...scenario, ...checkScenario };
  if (!needs.includes("exchange") || seed === 0) return merged;
  const days = 24 * 3_600_000 * (1 + (Math.abs(seed) % 300));
  const later = (text: string) => instantText(instantOf(text) + days);
  const faults = (merged.exchangeFaults ?? []).map((fault) => ({
    ...fault,
    from: fault.from + days,
    until: fault.until + days,
  }));
  const byHand = (merged.byHand ?? []).map((each) => ({ ...each, at: later(each.at) }));
  return { ...merged, from: later(merged.from), until: later(merged.until), byHand, exchangeFaults: faults };
}

function canonical(text: string): string {
  return instantText(instantOf(text));
}

function instantOf(text: string): number {
  return parseInstant(text, "UTC", "the scenario").epochMilliseconds;
}

function isProgram(file: string): boolean {
  try {
    stripTypeScriptTypes(readFileSync(file, "utf8"));
    return true;
  } catch {
    return false;
  }
}
