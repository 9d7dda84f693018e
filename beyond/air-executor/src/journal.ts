// The journal of a job: one line for each change, only ever added to, by any number of processes. All of them read the
// same lines in the same order, and so come to the same state.

import { closeSync, constants, fdatasync, fstatSync, openSync, readSync, statSync, writeSync } from "node:fs";
import { DamagedError } from "./files.ts";

export type TaskState = "pending" | "running" | "completed" | "failed" | "upstream_failed";
export type JobState = "waiting" | "working" | "completed" | "failed" | "cancelled";

export function isOver(state: JobState): boolean {
  return state !== "waiting" && state !== "working";
}

export interface TaskLine {
  readonly task: string;
  readonly state: TaskState;
  /** Missing if it is not about a try: by hand, or because of another task. */
  readonly try?: number;
  /** How many tries have failed by now. */
  readonly failures?: number;
  readonly why?: string;
}

interface JobLine {
  /** "waiting": somebody wants it to go on. */
  readonly job: JobState;
  readonly why?: string;
}

/** A file was damaged and set aside. */
interface DamageLine {
  readonly damaged: string;
  readonly why: string;
}

export type Line = TaskLine | JobLine | DamageLine;

const { O_APPEND, O_CREAT, O_RDWR, O_NOFOLLOW, O_NONBLOCK } = constants;

export class Journal {
  readonly #path: string;
  readonly #descriptor: number;
  #offset = 0;
  /** The beginning of a line whose end was not there yet. */
  #rest = "";
  #isSyncing = false;
  #syncAgain = false;
  #isClosed = false;

  constructor(path: string) {
    this.#path = path;
    try {
      this.#descriptor = openSync(path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK);
    } catch (error) {
      throw new DamagedError(`${path} cannot be used as the journal`, { cause: error });
    }
    if (fstatSync(this.#descriptor).isFile()) return;
    closeSync(this.#descriptor);
    throw new DamagedError(`${path} is not a plain file`);
  }

  /** It may have been replaced: by git, or by a keeper that found it damaged. */
  get fate(): "there" | "gone" | "replaced" {
    const ino = statSync(this.#path, { throwIfNoEntry: false })?.ino;
    if (ino === undefined) return "gone";
    return ino === fstatSync(this.#descriptor).ino ? "there" : "replaced";
  }

  /** Has anything been added that was not read yet? */
  get hasMore(): boolean {
    return !this.#isClosed && fstatSync(this.#descriptor).size > this.#offset;
  }

  /** In one write: lines of two processes do not mix. */
  append(lines: readonly Line[], at: string): void {
    if (lines.length === 0) return;
    const text = lines.map((line) => `${JSON.stringify({ at, ...line })}\n`).join("");
    // A process died in the middle of a line: ours does not continue it.
    writeSync(this.#descriptor, this.#rest === "" ? text : `\n${text}`);
  }

  /**
   * The lines that were added since, by any process. A torn line is dropped: what it said is worked out again. A line that
   * never was a line of a journal is damage.
   */
  read(): Line[] {
    const length = fstatSync(this.#descriptor).size - this.#offset;
    if (length <= 0) return [];
    const bytes = Buffer.alloc(length);
    const count = readSync(this.#descriptor, bytes, 0, length, this.#offset);
    this.#offset += count;
    const texts = (this.#rest + bytes.toString("utf8", 0, count)).split("\n");
    this.#rest = texts.pop() ?? "";
    return texts.flatMap((text) => parseLine(text) ?? []);
  }

  /** For power cuts; off the event loop, once for all lines that come meanwhile. */
  sync(): void {
    if (this.#isSyncing) {
      this.#syncAgain = true;
      return;
    }
    this.#isSyncing = true;
    fdatasync(this.#descriptor, () => {
      this.#isSyncing = false;
      if (this.#isClosed) closeSync(this.#descriptor);
      else if (this.#syncAgain) this.sync();
      this.#syncAgain = false;
    });
  }

  close(): void {
    this.#isClosed = true;
    if (!this.#isSyncing) closeSync(this.#descriptor);
  }
}

const beginning = `{"at":`;

function parseLine(text: string): Line | null {
  if (text === "") return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    if (text.startsWith(beginning) || beginning.startsWith(text)) return null;
    throw new DamagedError(`the journal has a line that is not valid: ${JSON.stringify(text.slice(0, 60))}`);
  }
  if (isLine(value)) return value;
  throw new DamagedError(`the journal has a line that is not valid: ${JSON.stringify(value).slice(0, 60)}`);
}

const taskStates: readonly unknown[] = ["pending", "running", "completed", "failed", "upstream_failed"];
const jobStates: readonly unknown[] = ["waiting", "working", "completed", "failed", "cancelled"];

function isLine(value: unknown): value is Line {
  if (typeof value !== "object" || value === null) return false;
  const { task, state, job, damaged } = value as Readonly<Record<string, unknown>>;
  const number: unknown = (value as { try?: unknown }).try ?? 1;
  if (typeof task === "string") return taskStates.includes(state) && Number.isSafeInteger(number);
  return typeof damaged === "string" || jobStates.includes(job);
}
