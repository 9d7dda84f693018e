// Sees to the jobs of a folder, with a limited number of runners at a time. It is woken by files and by processes that end;
// a slow poll catches what no event reports. When there is nothing to do, nothing else runs.

import { appendFileSync, existsSync, mkdirSync, watch, type FSWatcher } from "node:fs";
import { join } from "node:path";
import { pid } from "node:process";
import { show, UsageError } from "@daglings/words";
import { timestamp } from "./clock.ts";
import { findJob, jobFolder, jobsOf, listJobs, rootOf } from "./job-folder.ts";
import { JobKeeper, type Moment } from "./job-keeper.ts";
import type { JobSummary } from "./summary.ts";

export interface ManagerOptions {
  readonly dir: string;
  /** See to this job alone. */
  readonly job?: string | undefined;
  /** At a time, from 1 to 50; default 10. */
  readonly maxRunners?: number | undefined;
  /** Seconds, from 1 to 60; default 5. */
  readonly poll?: number | undefined;
  /** Survive power cuts. */
  readonly durable?: boolean | undefined;
  /** For tests. */
  readonly at?: (moment: Moment) => void;
}

export class Manager {
  readonly #dir: string;
  readonly #only: string | null;
  readonly #maxRunners: number;
  readonly #isDurable: boolean;
  readonly #at: (moment: Moment) => void;
  readonly #keepers = new Map<string, JobKeeper>();
  readonly #refused = new Set<string>();
  readonly #awake = new Set<string>();
  readonly #poll: NodeJS.Timeout;
  readonly #watcher: FSWatcher | null;
  readonly #ended = Promise.withResolvers<void>();
  #turn: NodeJS.Immediate | undefined;
  #isClosed = false;

  constructor({ dir, job, maxRunners = 10, poll = 5, durable = false, at = () => {} }: ManagerOptions) {
    checkRange(maxRunners, "maxRunners", 50);
    checkRange(poll, "poll", 60);
    this.#dir = dir;
    this.#only = job ?? null;
    this.#maxRunners = maxRunners;
    this.#isDurable = durable;
    this.#at = at;
    if (job !== undefined) findJob(dir, job);
    mkdirSync(jobsOf(dir), { recursive: true });
    this.#watcher = job === undefined ? watch(jobsOf(dir), () => this.#wake("")) : null;
    this.#watcher?.on("error", () => this.#watcher?.close());
    this.#poll = setInterval(() => {
      for (const keeper of this.#keepers.values()) keeper.poll();
      this.#wake("");
    }, poll * 1000);
    this.#ended.promise.catch(() => {}); // whenOver() reports it
    this.#wake("");
  }

  /** Resolves when the only job is over. The job may begin again when more is queued. */
  whenOver(): Promise<void> {
    return this.#ended.promise;
  }

  get runners(): number {
    return this.#keepers.values().reduce((sum, { runners }) => sum + runners, 0);
  }

  summaryOf(job: string): JobSummary | undefined {
    return this.#keepers.get(job)?.summary;
  }

  /** Runners go on. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearInterval(this.#poll);
    clearImmediate(this.#turn);
    this.#watcher?.close();
    for (const keeper of this.#keepers.values()) keeper.close();
    this.#keepers.clear();
    this.#ended.resolve();
  }

  /** An empty name: look for new jobs. */
  #wake(job: string): void {
    this.#awake.add(job);
    if (!this.#isClosed) this.#turn ??= setImmediate(() => this.#turnAll());
  }

  #turnAll(): void {
    this.#turn = undefined;
    const names = [...this.#awake];
    this.#awake.clear();
    try {
      if (names.includes("")) this.#open();
      for (const [name, keeper] of this.#keepers) {
        if (!names.includes(name) && !names.includes("")) continue;
        const room = this.#maxRunners - this.runners;
        if (!keeper.turn()) this.#leave(name, keeper);
        // Another job may take the place that this one has left.
        if (room <= 0 && this.runners < this.#maxRunners) this.#wakeOthers(name);
      }
      const only = this.#only === null ? undefined : this.#keepers.get(this.#only);
      if (this.#only !== null && (only?.isOver ?? true)) this.#ended.resolve();
    } catch (error) {
      this.#ended.reject(error);
      if (this.#only === null) throw error;
    }
  }

  #wakeOthers(name: string): void {
    for (const other of this.#keepers.keys()) if (other !== name) this.#wake(other);
  }

  #open(): void {
    const names = this.#only === null ? listJobs(this.#dir) : [this.#only];
    for (const job of names) {
      if (this.#keepers.has(job) || this.#refused.has(job)) continue;
      try {
        const keeper = new JobKeeper({
          folder: jobFolder(this.#dir, job),
          isDurable: this.#isDurable,
          room: () => this.#maxRunners - this.runners,
          wake: () => this.#wake(job),
          log: (line) => this.log(line),
          at: this.#at,
        });
        this.#keepers.set(job, keeper);
      } catch (error) {
        if (this.#only !== null) throw error;
        this.#refused.add(job); // the other jobs go on
        this.log(`${job}: ${(error as Error).message}`);
      }
    }
  }

  #leave(name: string, keeper: JobKeeper): void {
    keeper.close();
    this.#keepers.delete(name);
  }

  /** Into manager.log, which all managers of the folder share. */
  log(line: string): void {
    const root = rootOf(this.#dir);
    if (existsSync(root))
      appendFileSync(join(root, "manager.log"), `${timestamp()} manager ${pid}: ${line}\n`);
  }
}

function checkRange(value: number, what: string, most: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= most) return;
  throw new UsageError(`${what} is ${show(value)}; it must be a whole number from 1 to ${most}`);
}
