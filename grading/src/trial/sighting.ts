// What is seen of a version after an experiment: by its servers, by its scheduler, in the run's folder and in its logs.

import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import type { AttemptRecord, EventRecord } from "@daglings/engine";
import type { Experiment, Observation, ObservedDag, Scenario } from "@daglings/lessons";
import {
  dagFacts,
  instantText,
  listPaths,
  plainTextOf,
  readIfThere,
  requestFacts,
  type RunFolder,
  type Stage,
} from "@daglings/stage";
import { databaseText } from "./database-text.ts";
import { describeFailure } from "./failure.ts";
import { intervalsOf } from "./intervals.ts";
import { instantOf } from "./scenarios.ts";

/** What can be sent from one process to another. */
export type Sighting = Omit<Observation, "eventsBetween" | "source">;

export type Files = Readonly<Record<string, string>>;

/** Where, and in which circumstances, something is seen. */
export interface Place {
  readonly subject: { readonly seed: number };
  readonly scenario: Scenario;
  readonly folder: RunFolder;
  readonly experiment: Experiment;
  readonly before: Files;
}

export function nothingSeen({ subject, scenario, experiment, before }: Place): Sighting {
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

/** `asked`: how many requests were already seen before. */
export function sightingOf(place: Place, stage: Stage, asked = 0): Sighting {
  const mails = stage.mails.map(({ to, subject, file }) => {
    const text = plainTextOf(readFileSync(join(place.folder.mailbox, file), "utf8"));
    return { to, subject, text };
  });
  const dags = observedDags(stage, place.experiment === "run");
  return {
    ...nothingSeen(place),
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
  if (!judged || experiment === "outage") return null; // there a failure is what is wanted
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

function observedDags({ store, dags }: Stage, isFirst: boolean): ObservedDag[] {
  const seconds = secondsRunning(store);
  return dagFacts(store, dags).map(({ dagId, runs }, index) => ({
    dagId,
    schedule: dags[index]?.settings.timetable.description ?? "",
    intervals: isFirst && dags[index] ? intervalsOf(dags[index]) : [],
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

/** More than any lesson leaves: a huge file must not exhaust memory. */
const largest = 1_000_000;
const longestLog = 4000;

export function readFiles(folder: RunFolder): Files {
  const entries = [...listPaths(folder), ...listJobFiles(folder)].flatMap((path) => {
    const text = textOf(join(folder.path, path));
    return text === null ? [] : [[path, text] as const];
  });
  return Object.fromEntries(entries);
}

/** Null if it was removed since it was listed: what a task has left running may still be at work. */
function textOf(file: string): string | null {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > largest) return `(a file of ${size} bytes)`;
  return (file.endsWith(".db") ? databaseText(file) : null) ?? readIfThere(file)?.toString("utf8") ?? null;
}

/** Air-Executor's folder is not one of the lesson's results, but it shows what was done. */
function listJobFiles({ path }: RunFolder): string[] {
  const jobs = join(".air-executor", "jobs");
  if (!existsSync(join(path, jobs))) return [];
  const names = globSync(join(jobs, "*", "attempts", "*.exit"), { cwd: path });
  return names.map((name) => name.split(sep).join("/")).toSorted();
}

function canonical(text: string): string {
  return instantText(instantOf(text));
}
