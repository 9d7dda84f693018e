// A job's folder: what is where, and how it is made. It is made under another name and then renamed, so that a job is
// there with everything that its maker gave it, or not at all.

import { existsSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { pid } from "node:process";
import { suggest, UsageError } from "@daglings/words";
import { EnvironmentError } from "./errors.ts";
import { DamagedError, readPlain, syncFolder, writeOnce } from "./files.ts";
import { checkSettings, parseSettings, type JobSettings } from "./job-settings.ts";
import { attemptName, checkName, isName, type Attempt, type AttemptPart } from "./names.ts";
import { formatTask, type TaskDefinition } from "./task-file.ts";

export interface JobFolder {
  readonly name: string;
  /** The folder in which its tasks run, and which holds `.air-executor`. */
  readonly dir: string;
  readonly path: string;
  readonly tasks: string;
  readonly attempts: string;
  readonly locks: string;
  /** What was damaged is kept here. */
  readonly setAside: string;
  readonly settings: string;
  readonly journal: string;
  readonly summary: string;
}

export function rootOf(dir: string): string {
  return join(dir, ".air-executor");
}

export function jobsOf(dir: string): string {
  return join(rootOf(dir), "jobs");
}

/** Its paths are absolute: a task may be started from anywhere. */
export function jobFolder(folder: string, job: string): JobFolder {
  const dir = resolve(folder);
  const path = join(jobsOf(dir), checkName(job, "the job's name"));
  return {
    name: job,
    dir,
    path,
    tasks: join(path, "tasks"),
    attempts: join(path, "attempts"),
    locks: join(path, "locks"),
    setAside: join(path, "set-aside"),
    settings: join(path, "job.json"),
    journal: join(path, "journal.jsonl"),
    summary: join(path, "state.json"),
  };
}

export function attemptFile({ attempts }: JobFolder, attempt: Attempt, part: AttemptPart): string {
  return join(attempts, `${attemptName(attempt)}.${part}`);
}

export function taskFile({ tasks }: JobFolder, id: string): string {
  return join(tasks, `${id}.json`);
}

export function listJobs(dir: string): string[] {
  if (!existsSync(jobsOf(dir))) return [];
  return readdirSync(jobsOf(dir)).filter(isName).toSorted();
}

/** Finds a job, or throws a sentence. */
export function findJob(dir: string, job: string): JobFolder {
  const folder = jobFolder(dir, job);
  if (existsSync(folder.path)) return folder;
  const hint = suggest(job, listJobs(dir), "there are") || "; air-executor queue makes one";
  throw new UsageError(
    `there is no job "${job}" in ${rootOf(dir)}${hint.replace(/there are $/, "there is none yet")}`,
  );
}

export interface JobToMake {
  readonly dir: string;
  readonly job: string;
  readonly settings?: Partial<JobSettings>;
  readonly tasks?: readonly TaskDefinition[];
  readonly durable?: boolean;
}

export function makeJobsFolder(dir: string): void {
  try {
    mkdirSync(jobsOf(dir), { recursive: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EnvironmentError(
      `${dir} cannot hold .air-executor (${reason}); name another folder with --dir`,
      {
        cause: error,
      },
    );
  }
}

/** Returns false if it exists already; then nothing is changed. */
export function makeJob({ dir, job, settings = {}, tasks = [], durable = false }: JobToMake): boolean {
  const folder = jobFolder(dir, job);
  const checked = checkSettings(settings);
  if (existsSync(folder.path)) return false;
  makeJobsFolder(dir);
  keepFromGit(dir);
  const name = `new-${job}-${pid}-${made++}`;
  // Names of jobs have no dots: nobody takes this one for a job.
  const aside: JobFolder = { ...folder, path: join(jobsOf(dir), `.${name}`) };
  for (const each of ["tasks", "attempts", "locks"]) mkdirSync(join(aside.path, each), { recursive: true });
  writeOnce(join(aside.path, "job.json"), `${JSON.stringify(checked, null, 2)}\n`, durable);
  for (const task of tasks)
    writeOnce(join(aside.path, "tasks", `${task.id}.json`), formatTask(task), durable);
  try {
    renameSync(aside.path, folder.path);
  } catch (error) {
    rmSync(aside.path, { recursive: true });
    const { code = "" } = error as NodeJS.ErrnoException;
    if (["ENOTEMPTY", "EEXIST"].includes(code)) return false;
    throw error;
  }
  if (durable) syncFolder(jobsOf(dir));
  return true;
}

let made = 0;

/** Files that are valid only here and now would mislead elsewhere. */
function keepFromGit(dir: string): void {
  const ignored = ["locks/", "*.claim*", "manager.*", ".*.tmp", "jobs/.new-*"];
  writeOnce(join(rootOf(dir), ".gitignore"), `${ignored.join("\n")}\n`);
}

/** Refuses a folder that is not one of ours, before anything is written into it. */
export function checkFolder(folder: JobFolder): void {
  // Git does not keep empty folders.
  if (existsSync(folder.path) && existsSync(folder.tasks)) {
    for (const path of [folder.attempts, folder.locks]) mkdirSync(path, { recursive: true });
  }
  for (const path of [folder.path, folder.tasks, folder.attempts, folder.locks]) {
    if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true) continue;
    throw new EnvironmentError(
      `${path} is not a folder; a job has the folders tasks, attempts and locks, and no links`,
    );
  }
}

/** Throws a DamagedError. */
export function readSettings({ settings }: JobFolder): JobSettings {
  const text = readPlain(settings, 10_000);
  if (text === null) return checkSettings({});
  try {
    return parseSettings(text);
  } catch (error) {
    throw new DamagedError((error as Error).message, { cause: error });
  }
}
