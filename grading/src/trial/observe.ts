// Carries out the experiments on one version of a lesson. The version's own code runs elsewhere, see troupe.ts; what it
// says about itself does not count as a sighting.

import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { LeaseLostError, UsageError, type EventRecord } from "@daglings/engine";
import type { Experiment, Lesson, Scenario } from "@daglings/lessons";
import {
  dagFacts,
  findLesson,
  isScript,
  listPaths,
  openStage,
  prepareFolder,
  readLesson,
  runScript,
  type Cast,
  type RunFolder,
  type Stage,
  type StageOptions,
} from "@daglings/stage";
import { holdFiles } from "./held-files.ts";
import { watchMadeInPlace } from "./made-in-place.ts";
import { otherWorlds, type World } from "./other-world.ts";
import { placeOf } from "./places.ts";
import { busy, outage, scenarioOf, soonAfter } from "./scenarios.ts";
import { nothingSeen, readFiles, sightingOf, type Files, type Place, type Sighting } from "./sighting.ts";
import { watchNames } from "./watched-names.ts";

export interface Subject {
  readonly lesson: string;
  /** The student's version. */
  readonly file: string;
  readonly seed: number;
  /** Where it may write: each experiment has a folder in it. */
  readonly folder: string;
}

/** The same, together with how its code is started. */
export interface Tried extends Subject {
  readonly cast: (files: readonly string[], folder: RunFolder, world?: World) => Promise<Cast>;
  readonly launch: NonNullable<StageOptions["launch"]>;
  /** Starts the processes that take over from those that are killed. */
  readonly startAhead: () => void;
  /** Kills those of the experiment that is under way. */
  readonly kill: () => void;
  /** Ends everything that the version has started in this folder. */
  readonly endAll: (folder: RunFolder) => Promise<void>;
}

export interface Notes {
  readonly saw: (sighting: Sighting) => void;
  /** What is under way, in case someone must say what has hung. */
  readonly note: (what: string) => void;
  /** Asked once, after "run": a version that fails it need not be tried out further. */
  readonly isMoreWanted: () => Promise<boolean>;
}

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
  const observeIn = (experiment: "outage" | "cut" | "busy", changes: Partial<Scenario>) => {
    const elsewhere = folderOf(subject, experiment, experiment === "outage");
    const before = readFiles(elsewhere);
    const place = {
      subject,
      lesson,
      scenario: { ...scenario, ...changes },
      folder: elsewhere,
      experiment,
      before,
    };
    return experiment === "cut" ? observeCut(place, notes) : observeStage(place, notes);
  };
  const until = soonAfter(scenario);
  const others = [
    ["again", () => observeAgain(subject, lesson, scenario, folder, notes)],
    ["outage", () => observeIn("outage", { ...outage(scenario), until })],
    ["cut", () => observeIn("cut", { until: scenario.from, eventsApiCuts: Number.MAX_SAFE_INTEGER })],
    ["busy", () => observeIn("busy", busy(lesson, scenario))],
    ["killed", () => observeKilled(subject, lesson, scenario, notes)],
    ["elsewhere", () => observeElsewhere({ subject, lesson, scenario }, notes)],
  ] as const;
  const isDue = (name: Experiment) => does(name) || (name === "again" && (does("alone") || does("altered")));
  for (const [name, carryOut] of others) if (isDue(name)) await carryOut();
}

/** Another process takes over what the killed one has left. */
async function observeKilled(
  subject: Tried,
  lesson: Lesson,
  scenario: Scenario,
  notes: Notes,
): Promise<void> {
  const folder = folderOf(subject, "killed", false);
  await playUntilKilled(subject, { ...stageOf(subject, lesson, scenario), folder }, notes);
  await subject.endAll(folder);
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
  { startAhead, kill }: Tried,
  options: ReturnType<typeof stageOf> & { readonly folder: RunFolder },
  notes: Notes,
): Promise<void> {
  const { onEvent: note } = listening("killed", notes);
  const killed = new AbortController();
  const stage = await openStage({
    ...options,
    signal: killed.signal,
    onEvent(event) {
      note(event);
      if (killed.signal.aborted || !isDecisive(event, stage)) return;
      const lease = stage.store.findLease();
      if (lease) stage.store.dropLease(lease);
      kill();
      startAhead(); // not before: as after a real crash, the other process is younger than what this one has left
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

/** The last task but one: most is done, but not all. */
function isDecisive({ dagId, taskId, state }: Omit<EventRecord, "id">, { dags }: Stage): boolean {
  const { dagId: judged, plan } = dags.at(-1) ?? {};
  const decisive = plan?.tasks.at(-2) ?? plan?.tasks.at(-1);
  return dagId === judged && taskId === decisive?.taskId && state === "success";
}

interface Trial extends Place {
  /** Where the file is loaded, but not played. */
  readonly world?: World;
  readonly subject: Tried;
  readonly lesson: Lesson;
}

async function observeStage(place: Trial, notes: Notes): Promise<Sighting> {
  const { subject, lesson, scenario, folder, experiment, world } = place;
  let stage: Stage;
  try {
    stage = await openStage({
      ...stageOf(subject, lesson, scenario),
      folder,
      ...(world && { cast: (files, run) => subject.cast(files, run, world) }),
      ...listening(experiment, notes),
    });
  } catch (error) {
    // A file that does not parse is not a version of the lesson.
    if (!(error instanceof UsageError) || !isProgram(subject.file)) throw error;
    const sighting = { ...nothingSeen(place), loadError: error.message };
    notes.saw(sighting);
    return sighting;
  }
  try {
    if (!world) await stage.play();
    const sighting = sightingOf(place, stage);
    notes.saw(sighting);
    return sighting;
  } finally {
    await stage.close();
  }
}

/** No answer is whole, so no file may have its final name, not even for a moment. */
async function observeCut(place: Trial, notes: Notes): Promise<void> {
  const watched = watchNames(place.folder, ["data", "data/events"]);
  const sighting = await observeStage(place, { ...notes, saw: () => {} });
  notes.saw({ ...sighting, exposed: await watched.end() });
}

/** It is loaded, and nothing more. */
async function observeElsewhere(
  place: Pick<Trial, "subject" | "lesson" | "scenario">,
  notes: Notes,
): Promise<void> {
  const folder = folderOf(place.subject, "elsewhere", false);
  const trial = { ...place, folder, experiment: "elsewhere", before: {} } as const;
  const loaded: Sighting[] = [];
  for (const world of otherWorlds)
    loaded.push(await observeStage({ ...trial, world }, { ...notes, saw: () => {} }));
  const loadError = loaded.map((each) => each.loadError).find((error) => error !== null) ?? null;
  notes.saw({ ...nothingSeen(trial), loadError, dags: loaded.flatMap(({ dags }) => dags.slice(-1)) });
}

/** "again", and right after it "alone" and "altered": with the database that "again" has made. */
async function observeAgain(
  subject: Tried,
  lesson: Lesson,
  scenario: Scenario,
  folder: RunFolder,
  notes: Notes,
): Promise<void> {
  const before = readFiles(folder);
  forgetRuns(folder);
  const [held, made] = [holdFiles(folder), watchMadeInPlace(folder)];
  const again = { subject, lesson, scenario, folder, experiment: "again", before } as const;
  const stage = await openStage({
    ...stageOf(subject, lesson, scenario),
    folder,
    ...listening("again", notes),
  });
  try {
    await stage.play();
    notes.saw({ ...sightingOf(again, stage), exposed: [...held.overwritten(), ...(await made.end())] });
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
    await made.end();
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
    if (isOutage) {
      copyFiles(folderOf(subject, "run", true), folder);
      raiseNumbers(folder); // so that it shows when they are calculated again from what is left there
      before = readFiles(folder);
    }
    const tried = isOutage ? { ...scenario, ...outage(scenario) } : scenario;
    notes.note(`"${experiment}", in which the script runs`);
    const { script, requests } = await runScript({ ...stageOf(subject, lesson, tried), folder });
    const place = { subject, lesson, scenario, folder, experiment, before };
    notes.saw({ ...nothingSeen(place), script, requests, files: readFiles(folder) });
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
  const made = {
    ...prepareFolder(join(folder, name), keep),
    store: own("runs.db"),
    mailbox: own("mailbox"),
  };
  if (!keep) forgetRuns(made); // those of the seed before
  return made;
}

function listening(experiment: Experiment, { note }: Notes) {
  return {
    onEvent: ({ taskId, runId, state }: Pick<EventRecord, "taskId" | "runId" | "state">) => {
      if (taskId !== null && state === "running")
        note(`"${experiment}", in task "${taskId}" of run ${runId}`);
    },
  };
}

/** What an earlier run has left, as if it had happened there. */
function copyFiles(from: RunFolder, to: RunFolder): void {
  const data = join(from.path, "data");
  if (existsSync(data)) cpSync(data, join(to.path, "data"), { recursive: true });
}

/** Other statistics than those of the events, and no events: it shows which of the two a version reads. */
function alterFiles(folder: RunFolder): void {
  raiseNumbers(folder);
  for (const path of listPaths(folder)) if (path.endsWith(".json")) rmSync(join(folder.path, path));
}

function raiseNumbers(folder: RunFolder): void {
  for (const path of listPaths(folder).filter((each) => each.endsWith(".csv"))) {
    const file = join(folder.path, path);
    writeFileSync(file, raise(readFileSync(file, "utf8")));
  }
}

/** Raises the number at the end of each row, but leaves the header as it is. */
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

function isProgram(file: string): boolean {
  try {
    stripTypeScriptTypes(readFileSync(file, "utf8"));
    return true;
  } catch {
    return false;
  }
}
