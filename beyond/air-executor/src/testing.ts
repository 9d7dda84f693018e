// For tests: a folder, a manager in a process of its own, and what was seen of runners from outside.

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { finishJob } from "./finish-job.ts";
import type { JobFolder } from "./job-folder.ts";
import type { JobSettings } from "./job-settings.ts";
import type { ManagerOptions } from "./manager.ts";
import { queueTasks } from "./queue.ts";
import type { JobSummary } from "./summary.ts";
import type { TaskToQueue } from "./task-file.ts";

export async function inFolder<T>(work: (dir: string) => Promise<T> | T): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), "air-executor-"));
  try {
    return await work(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  }
}

export function queueIn(
  dir: string,
  tasks: readonly TaskToQueue[],
  settings: Partial<JobSettings> = {},
): void {
  queueTasks(tasks, { dir, job: "job", settings });
}

/** Until the job is over. */
export function runJob(dir: string, options: Omit<Partial<ManagerOptions>, "job"> = {}): Promise<JobSummary> {
  return finishJob({ dir, job: "job", ...options });
}

const fixture = fileURLToPath(new URL("../fixtures/manager.ts", import.meta.url));

/** In a process of its own, which dies at the moment, if one is named. */
export function spawnManager(dir: string, moment = ""): ChildProcess {
  return spawn(execPath, [fixture, dir, moment], { stdio: ["ignore", "ignore", "inherit"] });
}

export function exitsIn({ attempts }: JobFolder): Record<string, string> {
  const names = readdirSync(attempts).filter((name) => name.endsWith(".exit"));
  const entries = names
    .toSorted()
    .map((name) => [name, readFileSync(join(attempts, name), "utf8").trim()] as const);
  return Object.fromEntries(entries);
}

/** The lines of a file that the tasks themselves write, one each time that something happens. */
export function linesIn(path: string): string[] {
  return existsSync(path) ? readFileSync(path, "utf8").split("\n").filter(Boolean) : [];
}

/** Until something is there, by the events of the folder that it appears in. */
export async function appears(folder: string, isThere: () => boolean): Promise<void> {
  const watcher = watch(folder);
  try {
    while (!isThere()) await once(watcher, "change");
  } finally {
    watcher.close();
  }
}
