// Sees to one job: reads what was queued, starts what is ready, and writes down how it ended. Any number of keepers may
// see to the same job, in any number of processes: what only one may do goes through a claim.

import { existsSync, readdirSync, statSync, watch, type FSWatcher, type WatchEventType } from "node:fs";
import { join } from "node:path";
import { Attempts } from "./attempts.ts";
import { dropStrayLocks } from "./claims.ts";
import { realTime, timestamp } from "./clock.ts";
import { decide } from "./decide.ts";
import { lineFor, type Ended } from "./exit.ts";
import { DamagedError } from "./files.ts";
import { homeOf, ownIdentity } from "./identity.ts";
import { checkFolder, readSettings, type JobFolder } from "./job-folder.ts";
import { checkSettings, type JobSettings } from "./job-settings.ts";
import { Journal, type Line } from "./journal.ts";
import { isName, parseAttemptFile, type Attempt } from "./names.ts";
import { Progress } from "./progress.ts";
import { summarize, writeSummary, type JobSummary } from "./summary.ts";
import { idOf, isMeant, listTaskFiles, readTask, setAside } from "./task-reader.ts";

/** The moments between which a manager may die; tests make it die there. */
export type Moment = "claimed" | "noted" | "started" | "ended" | "settled";

export interface KeeperOptions {
  readonly folder: JobFolder;
  readonly isDurable: boolean;
  /** How many more runners its manager may start. */
  readonly room: () => number;
  /** Asks for a turn soon. */
  readonly wake: () => void;
  readonly log: (line: string) => void;
  readonly at: (moment: Moment) => void;
}

/** Milliseconds between two looks at files that are still being written. */
const readAgain = 100;
/** At most twice a second. */
const summaryPause = 500;

let made = 0;

export class JobKeeper {
  readonly #options: KeeperOptions;
  readonly #folder: JobFolder;
  readonly #settings: JobSettings;
  readonly #attempts: Attempts;
  readonly #watchers: FSWatcher[] = [];
  /** In tasks/, and not read yet. */
  readonly #unread = new Set<string>();
  #journal: Journal;
  #progress = new Progress();
  #mustList = true;
  #listedAt = 0;
  #waitsForSlot = false;
  #watchesLocks = false;
  #watchesAttempts = false;
  #missesJournal = false;
  #isOver = false;
  #readTimer: NodeJS.Timeout | undefined;
  #summaryTimer: NodeJS.Timeout | undefined;
  #summary = "";

  constructor(options: KeeperOptions) {
    const { folder, wake } = options;
    this.#options = options;
    this.#folder = folder;
    checkFolder(folder);
    const damage: Line[] = [];
    this.#settings = this.#readSettings(damage);
    const self = ownIdentity();
    const claimant = {
      ...self,
      home: homeOf(folder.path),
      token: [self.pid, self.started, made++].join(" "),
    };
    this.#attempts = new Attempts({
      folder,
      settings: this.#settings,
      claimant,
      wake,
      isOpen: (attempt) => this.#isOpen(attempt),
      timeoutOf: (task) => this.#progress.tasks.get(task)?.definition.timeout ?? this.#settings.timeout,
    });
    dropStrayLocks(folder, claimant.home);
    this.#journal = this.#openJournal();
    this.#journal.append(damage, timestamp());
    this.#watch(folder.tasks, (file) => {
      if (file === null) this.#mustList = true;
      else if (isMeant(file)) this.#unread.add(file);
      else return;
      wake();
    });
    this.#watch(folder.journal, (_, type) => {
      if (type === "rename" || this.#journal.hasMore) wake();
    });
    this.#load();
  }

  get job(): string {
    return this.#folder.name;
  }

  get runners(): number {
    return this.#attempts.heldCount;
  }

  /** Nothing runs and nothing is left to do, until somebody queues more. */
  get isOver(): boolean {
    return this.#isOver;
  }

  get summary(): JobSummary {
    return summarize(this.job, this.#progress);
  }

  /** Does what there is to do now. Returns false if the job's folder is gone. */
  turn(): boolean {
    if (!existsSync(this.#folder.tasks)) return false;
    try {
      if (!this.#hasJournal()) return true;
      this.#readJournal();
      this.#settle(this.#attempts.takeEnded());
      this.#decide();
      this.#startReady();
      this.#attempts.rest();
      this.#watchOthers();
    } catch (error) {
      if (!(error instanceof DamagedError)) throw error;
      this.#replaceJournal(error.message);
    }
    this.#summaryTimer ??= setTimeout(() => {
      this.#summaryTimer = undefined;
      this.#writeSummary();
    }, summaryPause);
    if (this.#isOver) this.#writeSummary();
    return true;
  }

  /** The safety net, for anything that we were not told about. */
  poll(): void {
    const { mtimeMs } = statSync(this.#folder.tasks, { throwIfNoEntry: false }) ?? { mtimeMs: 0 };
    // A file that appears in the instant of the last look may not change the folder's time.
    if (mtimeMs !== this.#listedAt || realTime() - mtimeMs < 10_000) this.#mustList = true;
    this.#options.wake();
  }

  /** Lets go of the job. Its runners go on, and the next manager sees to them. */
  close(): void {
    for (const watcher of this.#watchers) watcher.close();
    clearTimeout(this.#readTimer);
    clearTimeout(this.#summaryTimer);
    if (existsSync(this.#folder.tasks)) {
      this.#attempts.close();
      this.#writeSummary();
    }
    this.#journal.close();
  }

  #readSettings(damage: Line[]): JobSettings {
    try {
      return readSettings(this.#folder);
    } catch (error) {
      if (!(error instanceof DamagedError)) throw error;
      setAside(this.#folder, this.#folder.settings);
      damage.push({ damaged: "job.json", why: error.message });
      return checkSettings({});
    }
  }

  #openJournal(): Journal {
    try {
      return new Journal(this.#folder.journal);
    } catch (error) {
      if (!(error instanceof DamagedError)) throw error;
      setAside(this.#folder, this.#folder.journal);
      const journal = new Journal(this.#folder.journal);
      journal.append([{ damaged: "journal.jsonl", why: error.message }], timestamp());
      return journal;
    }
  }

  /** Its contents are worked out again from tasks/ and attempts/. */
  #replaceJournal(why: string): void {
    this.#journal.close();
    setAside(this.#folder, this.#folder.journal);
    this.#journal = this.#openJournal();
    this.#journal.append([{ damaged: "journal.jsonl", why }], timestamp());
    this.#options.log(`${this.job}: journal.jsonl was set aside: ${why}`);
    this.#load();
    this.#options.wake();
  }

  /** Returns false if it is gone, and the rest may soon be gone, too. Only if the folder stays is a new journal begun. */
  #hasJournal(): boolean {
    const { fate } = this.#journal;
    if (fate === "there") return true;
    if (fate === "gone" && !this.#missesJournal) {
      this.#missesJournal = true;
      this.#readTimer ??= setTimeout(() => this.#wakeReader(), readAgain);
      return false;
    }
    this.#missesJournal = false;
    this.#journal.close();
    this.#journal = this.#openJournal();
    this.#load();
    return true;
  }

  #wakeReader(): void {
    this.#readTimer = undefined;
    this.#options.wake();
  }

  #load(): void {
    this.#progress = new Progress();
    this.#list();
    this.#readTasks();
    try {
      for (const line of this.#journal.read()) this.#apply(line);
    } catch (error) {
      if (!(error instanceof DamagedError)) throw error;
      return this.#replaceJournal(error.message);
    }
    for (const file of readdirSync(this.#folder.attempts)) {
      const found = parseAttemptFile(file);
      if (found?.part === "claim" || (found?.part === "exit" && this.#isOpen(found)))
        this.#attempts.notice(found);
    }
    for (const [task, { state, number }] of this.#progress.tasks) {
      if (state === "running") this.#attempts.notice({ task, number });
    }
  }

  #isOpen({ task, number }: Attempt): boolean {
    const known = this.#progress.tasks.get(task);
    return (
      known !== undefined && (number > known.number || (number === known.number && known.state === "running"))
    );
  }

  /** Events that matter only if the job is shared with another manager, living or dead. */
  #watchOthers(): void {
    if (this.#waitsForSlot && !this.#watchesLocks) {
      this.#watchesLocks = true;
      this.#watch(this.#folder.locks, () => this.#waitsForSlot && this.#options.wake());
      this.#options.wake(); // a slot may have become free in the meantime
    }
    if (this.#attempts.hasSilent && !this.#watchesAttempts) {
      this.#watchesAttempts = true;
      this.#watch(this.#folder.attempts, (file) => {
        const found = parseAttemptFile(file ?? "");
        if (found?.part === "exit" && this.#attempts.lookAt(found)) this.#options.wake();
      });
    }
  }

  #watch(path: string, onChange: (file: string | null, type: WatchEventType) => void): void {
    const watcher = watch(path, (type, file) => onChange(file, type));
    watcher.on("error", () => watcher.close()); // the folder is gone, or there are too many watches: the poll remains
    this.#watchers.push(watcher);
  }

  #list(): void {
    this.#mustList = false;
    this.#listedAt = statSync(this.#folder.tasks).mtimeMs;
    for (const file of listTaskFiles(this.#folder)) {
      if (!this.#progress.tasks.has(idOf(file) ?? "")) this.#unread.add(file);
    }
  }

  #readTasks(): void {
    const lines: Line[] = [];
    for (const file of this.#unread) {
      const isKnown = this.#progress.tasks.has(idOf(file) ?? "");
      const reading = isKnown ? ({ type: "nothing" } as const) : readTask(this.#folder, file);
      if (reading.type === "unfinished") continue;
      this.#unread.delete(file);
      if (reading.type === "task") this.#progress.define(reading.task);
      if (reading.type === "damaged" && setAside(this.#folder, join(this.#folder.tasks, file)))
        lines.push({ damaged: `tasks/${file}`, why: reading.why });
    }
    this.#write(lines);
    if (this.#unread.size > 0) this.#readTimer ??= setTimeout(() => this.#wakeReader(), readAgain);
  }

  #readJournal(): void {
    for (const line of this.#journal.read()) {
      this.#apply(line);
      if ("task" in line && line.state === "running" && line.try !== undefined)
        this.#attempts.notice({ task: line.task, number: line.try });
    }
  }

  /** Another process may have read a task that we have not. */
  #apply(line: Line): void {
    if ("task" in line && !this.#progress.tasks.has(line.task) && isName(line.task)) {
      this.#unread.add(`${line.task}.json`);
      this.#readTasks();
    }
    this.#progress.apply(line);
  }

  #write(lines: readonly Line[]): void {
    this.#journal.append(lines, timestamp());
    if (this.#options.isDurable && lines.length > 0) this.#journal.sync();
  }

  #settle(ended: readonly Ended[]): void {
    if (ended.length === 0) return;
    this.#options.at("ended");
    const isCancelled = this.#progress.job === "cancelled";
    const lines = ended.flatMap((end) => {
      const task = this.#progress.tasks.get(end.attempt.task);
      if (!task) return [];
      const { retries = this.#settings.retries } = task.definition;
      return lineFor(isCancelled ? { ...end, mayRetry: false } : end, task, retries);
    });
    this.#write(lines);
    this.#readJournal();
    this.#options.at("settled");
    for (const { attempt } of ended) this.#attempts.release(attempt);
  }

  #decide(): void {
    if (this.#mustList) this.#list();
    this.#readTasks();
    for (;;) {
      let outlook = decide(this.#progress, { mayBeMore: true });
      const { running } = this.#progress.counts;
      if (outlook.lines.length === 0 && running === 0 && !this.#progress.hasReady) {
        this.#list();
        this.#readTasks();
        outlook = decide(this.#progress, { mayBeMore: this.#unread.size + this.#attempts.othersCount > 0 });
      }
      this.#isOver = outlook.isOver && this.runners === 0;
      if (outlook.lines.length === 0) return;
      this.#write(outlook.lines);
      this.#readJournal();
      for (const line of outlook.lines) {
        if ("job" in line) this.#options.log([this.job, line.job, line.why ?? []].flat().join(": "));
      }
    }
  }

  #startReady(): void {
    this.#waitsForSlot = false;
    if (this.#progress.job === "cancelled") return this.#attempts.endAll("it was cancelled");
    const claimed: Attempt[] = [];
    for (const task of this.#progress.ready) {
      if (this.#options.room() <= 0) break;
      const number = (this.#progress.tasks.get(task)?.number ?? 0) + 1;
      if (this.#attempts.isKnown({ task, number })) continue;
      const answer = this.#attempts.claim({ task, number });
      if (answer === "mine") claimed.push({ task, number });
      if (answer !== "busy") continue;
      this.#waitsForSlot = true;
      break;
    }
    if (claimed.length > 0) this.#start(claimed);
  }

  #start(claimed: readonly Attempt[]): void {
    this.#options.at("claimed");
    this.#write(claimed.map(({ task, number }) => ({ task, try: number, state: "running" })));
    this.#readJournal();
    this.#options.at("noted");
    for (const attempt of claimed) {
      const task = this.#progress.tasks.get(attempt.task);
      if (task) this.#attempts.start(attempt, task.definition);
    }
    this.#options.at("started");
  }

  #writeSummary(): void {
    if (!existsSync(this.#folder.path)) return;
    const text = JSON.stringify(this.summary);
    if (text === this.#summary) return;
    this.#summary = text;
    writeSummary(this.#folder, this.summary);
  }
}
