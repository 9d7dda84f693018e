// The manager that `start` leaves running. One for each folder: manager.json says which process it is.

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { openSync, closeSync, watch } from "node:fs";
import { flushCompileCache, getCompileCacheDir } from "node:module";
import { dirname, join } from "node:path";
import { env, execPath, kill, pid } from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { realTime } from "./clock.ts";
import { EnvironmentError } from "./errors.ts";
import { readIfThere, removeFile, writeOnce } from "./files.ts";
import { homeOf, isAlive, ownIdentity, type Identity } from "./identity.ts";
import { makeJobsFolder, rootOf, type JobFolder } from "./job-folder.ts";
import { Manager, type ManagerOptions } from "./manager.ts";
import { setFlagsFromString } from "node:v8";

const door = new URL("run-command.ts", import.meta.url).href;

function fileOf(dir: string): string {
  return join(rootOf(dir), "manager.json");
}

/** Null if none runs. */
export function findManager(dir: string): Identity | null {
  return readIdentity(fileOf(dir));
}

/** The manager that was started for this job alone, and ends with it. */
export function findJobManager({ path }: JobFolder): Identity | null {
  return readIdentity(join(path, "manager.json"));
}

/** A process that is alive, on this machine. */
function readIdentity(file: string): Identity | null {
  const text = readIfThere(file);
  if (text === null) return null;
  try {
    const found = JSON.parse(text) as Identity & { readonly home: string };
    return found.home === homeOf(dirname(file)) && isAlive(found) ? found : null;
  } catch {
    return null;
  }
}

/** Until it is told to end. */
export async function beManager(options: ManagerOptions, signal: AbortSignal): Promise<void> {
  const { dir } = options;
  makeJobsFolder(dir);
  const text = `${JSON.stringify({ ...ownIdentity(), home: homeOf(rootOf(dir)) })}\n`;
  while (!writeOnce(fileOf(dir), text)) {
    const other = findManager(dir);
    if (other)
      throw new EnvironmentError(`manager ${other.pid} sees to ${dir} already; air-executor stop ends it`);
    removeFile(fileOf(dir));
  }
  stayLean();
  const manager = new Manager(options);
  manager.log("started");
  if (!signal.aborted) await once(signal, "abort");
  manager.log("stopped");
  manager.close();
  if (findManager(dir)?.pid === pid) removeFile(fileOf(dir));
}

export async function backgroundManager(options: ManagerOptions): Promise<{ pid: number; isNew: boolean }> {
  const { dir, maxRunners, poll, durable = false } = options;
  makeJobsFolder(dir);
  const running = findManager(dir);
  if (running) return { pid: running.pid, isNew: false };
  const log = openSync(join(rootOf(dir), "manager.log"), "a");
  const flags = [
    ...(maxRunners === undefined ? [] : ["--max-runners", String(maxRunners)]),
    ...(poll === undefined ? [] : ["--poll", String(poll)]),
    ...(durable ? ["--durable"] : []),
  ];
  const arrival = watch(rootOf(dir));
  try {
    const child = spawnHere(["start", "--foreground", "--dir", dir, ...flags], dir, log);
    let hasEnded = false;
    child.once("exit", () => (hasEnded = true));
    for (;;) {
      const found = findManager(dir);
      if (found) {
        child.unref();
        return { pid: found.pid, isNew: found.pid === child.pid };
      }
      if (hasEnded) {
        throw new EnvironmentError(`the manager did not start; ${join(rootOf(dir), "manager.log")} says why`);
      }
      await Promise.race([once(arrival, "change"), once(child, "exit")]);
    }
  } finally {
    arrival.close();
    closeSync(log);
  }
}

/** Returns its number; null if none runs. */
export async function endManager(dir: string): Promise<number | null> {
  const running = findManager(dir);
  if (!running) return null;
  kill(running.pid, "SIGTERM");
  while (isAlive(running)) await pause(20);
  return running.pid;
}

function spawnHere(args: readonly string[], dir: string, log: number): ChildProcess {
  // In the compile cache the types are stripped already: the code that strips them would take a third of the memory.
  flushCompileCache();
  const program = `import(${JSON.stringify(door)}).then(({ runCommand }) => runCommand(${JSON.stringify(args)}))`;
  return spawn(execPath, ["-e", `${program}.then((code) => (process.exitCode = code))`], {
    cwd: dir,
    env: { ...env, NODE_COMPILE_CACHE: cacheFolder() },
    detached: true,
    stdio: ["ignore", log, log],
  });
}

/** When this process last started a manager for a job: a manager needs a moment until it reports. */
const startedAt = new Map<string, number>();
/** Milliseconds. */
const moment = 5000;

/** Starts a manager for one job, in the background, unless it already has one. It ends with the job. */
export function keepJobManaged(folder: JobFolder): void {
  const { dir, name, path } = folder;
  if (findManager(dir) ?? findJobManager(folder)) return;
  if (realTime() - (startedAt.get(path) ?? 0) < moment) return;
  startedAt.set(path, realTime());
  const log = openSync(join(rootOf(dir), "manager.log"), "a");
  const child = spawnHere(["run", "--job", name, "--dir", dir, "--background"], dir, log);
  child.once("exit", () => startedAt.delete(path));
  child.unref();
  closeSync(log);
}

/** Until the job is over. If the job already has a manager, returns at once. */
export async function beJobManager(folder: JobFolder): Promise<void> {
  const file = join(folder.path, "manager.json");
  const text = `${JSON.stringify({ ...ownIdentity(), home: homeOf(folder.path) })}\n`;
  while (!writeOnce(file, text)) {
    if (readIdentity(file)) return;
    removeFile(file);
  }
  const manager = new Manager({ dir: folder.dir, job: folder.name });
  await manager.whenOver().finally(() => {
    manager.close();
    removeFile(file);
  });
}

/** The journal says that a job is over before its manager has put its files away: until that has ended, too. */
export async function jobManagerEnd(folder: JobFolder): Promise<void> {
  const last = findJobManager(folder);
  const latest = realTime() + moment;
  while (last && last.pid !== pid && isAlive(last) && realTime() < latest) await pause(5);
}

/** Node's own cache is a folder below it, named after its version. */
function cacheFolder(): string | undefined {
  const folder = getCompileCacheDir();
  return folder === undefined ? undefined : dirname(folder);
}

/** Optimised code takes more memory than a manager has use for: it does little, and waits a lot. */
function stayLean(): void {
  for (const flag of ["--no-opt", "--no-maglev", "--no-sparkplug"]) setFlagsFromString(flag);
}
