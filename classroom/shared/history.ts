// A recorded run, at any instant: each run is stepped by the engine's own core, and every version of it is kept. Runs are
// never changed in place and share what has not changed, so that keeping all of them costs little. Pure.

import {
  createRun,
  findTask,
  step,
  type Change,
  type Event,
  type Run,
  type TaskInstance,
} from "@daglings/engine/core";
import type { AttemptEnded, AttemptName, Begun, Ended, Entry, FileWritten, MailSent } from "./record.ts";

/** A moment is the number of an entry: what has happened up to and including it. */
export type Moment = number;

export interface RecordedRun {
  readonly number: number;
  readonly dagId: string;
  readonly runId: string;
  readonly versions: RunVersion[];
}

export interface RunVersion {
  readonly moment: Moment;
  readonly at: number;
  readonly run: Run;
  readonly changes: readonly Change[];
  readonly event: Event | null;
}

/** Where "next" and "previous" stop: something has happened that a page shows. */
export interface Stop {
  readonly moment: Moment;
  readonly kind: "made" | "changed" | "file" | "mail" | "ended";
  /** The run that it happened to. */
  readonly run: number | null;
  readonly changes: readonly Change[];
  /** A file's path, or a mail's subject. */
  readonly name: string | null;
}

export interface Dated<Kept> {
  readonly moment: Moment;
  readonly at: number;
  readonly entry: Kept;
}

export class History {
  begun: Begun | null = null;
  ended: Ended | null = null;
  readonly runs: RecordedRun[] = [];
  readonly files: Dated<FileWritten>[] = [];
  readonly mails: Dated<MailSent>[] = [];
  readonly attempts: Dated<AttemptEnded>[] = [];
  /** When each entry happened, in simulated time. It never goes back. */
  readonly instants: number[] = [];
  readonly stops: Stop[] = [];
  /** The earliest and latest instants of all runs: their intervals and events. */
  first = Infinity;
  last = -Infinity;
  /** The versions of each file, the earliest first. */
  readonly #versions = new Map<string, Dated<FileWritten>[]>();
  /** How many files there were after each of `files`. */
  readonly #fileCounts: number[] = [];
  readonly #ends = new Map<string, AttemptEnded>();
  /** The paths in order; null after a new path has come. */
  #paths: readonly string[] | null = null;
  /** The last answer of `filesAt`: while somebody drags, most moments have the same files. */
  #asked: { readonly written: number; readonly files: ReadonlyMap<string, Dated<FileWritten>> } | null = null;

  get length(): number {
    return this.instants.length;
  }

  add(entry: Entry): void {
    const moment = this.instants.length;
    let at = this.instants.at(-1) ?? 0;
    switch (entry.type) {
      case "begun":
        this.begun = entry;
        at = entry.clock.from;
        this.#reach(at);
        this.#reach(entry.clock.until);
        break;
      case "made":
        at = Math.max(at, entry.createdAt);
        this.#make(entry, moment);
        break;
      case "step":
        at = Math.max(at, entry.event.at);
        this.#step(entry.run, entry.event, moment);
        break;
      case "file":
        this.#write({ moment, at, entry });
        this.#stop({ moment, kind: "file", run: entry.by[0]?.run ?? null, name: entry.path });
        break;
      case "mail":
        this.mails.push({ moment, at, entry });
        this.#stop({ moment, kind: "mail", run: entry.by[0]?.run ?? null, name: entry.subject });
        break;
      case "attempt ended":
        this.attempts.push({ moment, at, entry });
        this.#ends.set(keyOf(entry), entry);
        break;
      case "ended":
        this.ended = entry;
        if (entry.how === "done") at = Math.max(at, this.begun?.clock.until ?? at);
        this.#stop({ moment, kind: "ended" });
        break;
      case "attempt started":
        break;
      default:
        throw new TypeError(`unknown entry ${JSON.stringify(entry satisfies never)}`);
    }
    this.instants.push(at);
  }

  #make({ dagId, identity, createdAt }: Extract<Entry, { type: "made" }>, moment: Moment): void {
    const dag = this.begun?.dags.find((each) => each.dagId === dagId);
    if (!dag) throw new Error(`the record has no DAG "${dagId}"`);
    const run = createRun(dag.plan, identity, createdAt);
    const version = { moment, at: createdAt, run, changes: [], event: null };
    this.runs.push({ number: this.runs.length, dagId, runId: identity.runId, versions: [version] });
    this.#stop({ moment, kind: "made", run: this.runs.length - 1 });
    this.#reach(identity.dataIntervalStart);
    this.#reach(identity.dataIntervalEnd);
    this.#reach(createdAt);
  }

  #step(number: number, event: Event, moment: Moment): void {
    const recorded = this.runs[number];
    const before = recorded?.versions.at(-1)?.run;
    if (!recorded || !before) throw new Error(`the record has no run ${number}`);
    const { run, changes } = step(before, event);
    recorded.versions.push({ moment, at: event.at, run, changes, event });
    if (changes.length > 0) this.#stop({ moment, kind: "changed", run: number, changes });
    this.#reach(event.at);
  }

  #write(file: Dated<FileWritten>): void {
    const { path, bytes } = file.entry;
    let versions = this.#versions.get(path);
    if (!versions) {
      versions = [];
      this.#versions.set(path, versions);
      this.#paths = null;
    }
    const was = versions.at(-1)?.entry.bytes ?? null;
    const more = Number(bytes !== null) - Number(was !== null);
    this.#fileCounts.push((this.#fileCounts.at(-1) ?? 0) + more);
    versions.push(file);
    this.files.push(file);
  }

  #stop({
    run = null,
    changes = [],
    name = null,
    ...own
  }: Pick<Stop, "moment" | "kind"> & Partial<Stop>): void {
    this.stops.push({ ...own, run, changes, name });
  }

  #reach(instant: number): void {
    this.first = Math.min(this.first, instant);
    this.last = Math.max(this.last, instant);
  }

  /** The last entry up to and including an instant; -1: there is none. */
  momentAt(instant: number): Moment {
    return lastUpTo(this.instants.length, (index) => (this.instants[index] ?? 0) <= instant);
  }

  instantOf(moment: Moment): number {
    return this.instants[Math.max(0, Math.min(moment, this.instants.length - 1))] ?? 0;
  }

  /** The run as it was; null: it was not made yet. */
  versionAt(run: RecordedRun, moment: Moment): RunVersion | null {
    const { versions } = run;
    const index = lastUpTo(versions.length, (each) => (versions[each]?.moment ?? 0) <= moment);
    return versions[index] ?? null;
  }

  /** How many runs there were then. They are made in the order of their numbers. */
  runCountAt(moment: Moment): number {
    const made = (index: number) => (this.runs[index]?.versions[0]?.moment ?? Infinity) <= moment;
    return lastUpTo(this.runs.length, made) + 1;
  }

  /** In the order of their paths: of each file the latest version that there was then. */
  filesAt(moment: Moment): ReadonlyMap<string, Dated<FileWritten>> {
    const written = countUpTo(this.files, moment);
    if (this.#asked?.written === written) return this.#asked.files;
    this.#paths ??= [...this.#versions.keys()].toSorted();
    const files = new Map<string, Dated<FileWritten>>();
    for (const path of this.#paths) {
      const versions = this.versionsOf(path);
      const latest = versions[countUpTo(versions, moment) - 1];
      if (latest && latest.entry.bytes !== null) files.set(path, latest);
    }
    this.#asked = { written, files };
    return files;
  }

  fileCountAt(moment: Moment): number {
    return this.#fileCounts[countUpTo(this.files, moment) - 1] ?? 0;
  }

  /** All that there ever are, the earliest first. */
  versionsOf(path: string): readonly Dated<FileWritten>[] {
    return this.#versions.get(path) ?? [];
  }

  mailsAt(moment: Moment): readonly Dated<MailSent>[] {
    return this.mails.slice(0, countUpTo(this.mails, moment));
  }

  /** The number of the last stop up to and including a moment; -1: there is none. */
  stopAt(moment: Moment): number {
    return lastUpTo(this.stops.length, (index) => (this.stops[index]?.moment ?? Infinity) <= moment);
  }

  /** The tries of each task that has begun one, as the run's steps tell them: all in one pass, for a run may have thousands. */
  triesOf(run: RecordedRun, moment: Moment): ReadonlyMap<string, Try[]> {
    const tries = new Map<string, Try[]>();
    for (const version of run.versions) {
      if (version.moment > moment) break;
      for (const taskId of touchedBy(version)) {
        const instance = findTask(version.run.tasks, taskId);
        if (!instance || instance.tryNumber === 0) continue;
        const known = tries.get(taskId) ?? [];
        noteTry(known, taskId, instance, version);
        if (known.length > 0) tries.set(taskId, known);
      }
    }
    return tries;
  }

  endOf(name: AttemptName): AttemptEnded | null {
    return this.#ends.get(keyOf(name)) ?? null;
  }
}

function keyOf({ run, taskId, tryNumber }: AttemptName): string {
  return `${run} ${taskId} ${tryNumber}`;
}

/** The tasks that may be others than before. Where no step has led to a version, it may be every one. */
function touchedBy({ run, event, changes }: RunVersion): Iterable<string> {
  if (event === null) return run.tasks.ids;
  const changed = changes.map(({ taskId }) => taskId);
  return new Set([...changed, "taskId" in event ? event.taskId : null].filter((each) => each !== null));
}

export interface Try {
  readonly tryNumber: number;
  readonly startedAt: number;
  finishedAt: number | null;
  state: string;
  /** When a sensor has looked. */
  readonly pokes: number[];
  /** When the next try, or look, is due. */
  dueAt: number | null;
  error: string | null;
}

function noteTry(
  tries: Try[],
  taskId: string,
  instance: TaskInstance,
  { at, event, changes }: RunVersion,
): void {
  const { tryNumber, state, startedAt, finishedAt, dueAt } = instance;
  if (startedAt === null) return;
  const known = tries.at(-1);
  if (!known || known.tryNumber !== tryNumber) {
    if (state !== "running") return;
    tries.push({ tryNumber, startedAt, finishedAt: null, state, pokes: [at], dueAt, error: null });
    return;
  }
  const isLook = event?.type === "attempt started" && state === "running" && known.pokes.at(-1) !== at;
  if (isLook) known.pokes.push(at);
  known.state = state;
  known.dueAt = dueAt;
  known.finishedAt = state === "running" ? null : finishedAt;
  const isIts = (change: Change) => change.taskId === taskId && change.tryNumber === tryNumber;
  const detail = changes.findLast(isIts)?.detail;
  if (detail !== null && detail !== undefined && state !== "success") known.error = detail;
}

/** How many of them there were at a moment. */
export function countUpTo(dated: readonly { readonly moment: Moment }[], moment: Moment): number {
  return lastUpTo(dated.length, (index) => (dated[index]?.moment ?? Infinity) <= moment) + 1;
}

/** The last index for which it holds, where it holds for all before that; -1: for none. */
function lastUpTo(length: number, holds: (index: number) => boolean): number {
  let [low, high] = [-1, length - 1];
  while (low < high) {
    const middle = low + Math.ceil((high - low) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
