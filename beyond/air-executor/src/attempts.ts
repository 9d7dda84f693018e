// The tries of one job that are under way: those that this process has started or taken over, and those of other processes. It says
// which have ended; what that means for the job is not decided here.

import { statSync } from "node:fs";
import {
  isOwnerAlive,
  isSlotTaken,
  readClaim,
  releaseClaim,
  releaseOwnClaim,
  takeClaim,
  takeOver,
  writePaper,
  type Claim,
  type Claimant,
} from "./claims.ts";
import { realTime } from "./clock.ts";
import { readExit, writeExit, type Ended, type Exit } from "./exit.ts";
import { removeFile, writeOnce } from "./files.ts";
import { hasMembers, signalGroup } from "./group.ts";
import { isAlive, type Identity } from "./identity.ts";
import { attemptFile, type JobFolder } from "./job-folder.ts";
import type { JobSettings } from "./job-settings.ts";
import { judge } from "./judge.ts";
import { attemptName, type Attempt } from "./names.ts";
import { Starter } from "./runner.ts";
import type { TaskDefinition } from "./task-file.ts";

/** A starter for one of the slots, and what its claims are made of. */
interface Post {
  readonly slot: number;
  readonly starter: Starter;
  readonly paper: string;
}

/** A try whose claim is ours. */
interface Held {
  readonly attempt: Attempt;
  readonly slot: number;
  /** Null: nothing tells us of its end, because its manager or its starter is gone. */
  post: Post | null;
  /** The process of the starter: as long as it is there, it may still write the exit. */
  readonly writer: Identity | null;
  /** Null: it has not said yet who it is, or nobody has asked. */
  runner: Identity | null;
  readonly timers: NodeJS.Timeout[];
  hasEnded: boolean;
  because: string | null;
  mayRetry: boolean;
  /** Its group was ended: any process of it that is still listed does nothing any more. */
  wasKilled: boolean;
}

export interface AttemptsOptions {
  readonly folder: JobFolder;
  readonly settings: JobSettings;
  readonly claimant: Claimant;
  readonly wake: () => void;
  /** The journal does not know its end yet. */
  readonly isOpen: (attempt: Attempt) => boolean;
  /** Seconds. */
  readonly timeoutOf: (task: string) => number;
}

/** Milliseconds between two looks at processes whose end nothing tells us of. */
const pause = 100;
const longestTimer = 2 ** 31 - 1;

export class Attempts {
  readonly #options: AttemptsOptions;
  readonly #held = new Map<string, Held>();
  readonly #others = new Map<string, Attempt>();
  /** Those that have nothing to start; at the end of each turn they are let go. */
  readonly #idle = new Map<number, Post>();
  #mustLook = true;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: AttemptsOptions) {
    this.#options = options;
  }

  get heldCount(): number {
    return this.#held.size;
  }

  get othersCount(): number {
    return this.#others.size;
  }

  /** Some end without telling us. */
  get hasSilent(): boolean {
    return (
      this.#others.size > 0 || this.#held.values().some(({ post, hasEnded }) => post === null || hasEnded)
    );
  }

  isKnown(attempt: Attempt): boolean {
    const name = attemptName(attempt);
    return this.#held.has(name) || this.#others.has(name);
  }

  /** It is, or may be, under way somewhere. */
  notice(attempt: Attempt): void {
    if (this.isKnown(attempt)) return;
    this.#others.set(attemptName(attempt), attempt);
    this.#mustLook = true;
  }

  /** Its end may be on the disk: nothing else tells us about tries that we have not started. */
  lookAt(attempt: Attempt): boolean {
    const name = attemptName(attempt);
    if (!this.#others.has(name) && this.#held.get(name)?.post !== null) return false;
    this.#mustLook = true;
    return true;
  }

  /** Takes a slot for it, and the claim; then we may start it. */
  claim(attempt: Attempt): "mine" | "busy" | "taken" {
    const { folder, settings } = this.#options;
    const own = new Set(this.#held.values().map(({ slot }) => slot));
    for (let slot = 1; slot <= settings.parallel; slot++) {
      if (own.has(slot) || isSlotTaken(folder, slot)) continue;
      const post = this.#idle.get(slot) ?? this.#man(slot);
      const answer = takeClaim(folder, attempt, slot, post.paper);
      if (answer === "busy") continue;
      if (answer === "mine") {
        this.#idle.delete(slot);
        this.#hold({ attempt, slot, post, writer: post.starter.identity, runner: null });
      } else this.notice(attempt);
      return answer;
    }
    return "busy";
  }

  #man(slot: number): Post {
    const { folder, claimant } = this.#options;
    const starter = new Starter(folder);
    const paper = writePaper(folder, { ...claimant, slot, starter: starter.identity });
    const post = { slot, starter, paper };
    this.#idle.set(slot, post);
    return post;
  }

  /** After `claim`. */
  start(attempt: Attempt, task: TaskDefinition): void {
    const held = this.#held.get(attemptName(attempt));
    held?.post?.starter.start(attempt, task, {
      onEnd: (because) => {
        held.hasEnded = true;
        held.because ??= because;
        this.#options.wake();
      },
      onLoss: () => {
        if (held.post) removeFile(held.post.paper);
        held.post = null;
        this.#mustLook = true;
        this.#options.wake();
      },
    });
    if (held) this.#limit(held, realTime());
  }

  endAll(because: string): void {
    for (const held of this.#held.values()) this.#end(held, because, false);
  }

  /** Those that have ended since. Each is ours until `release`. */
  takeEnded(): Ended[] {
    const mustLook = this.#mustLook;
    this.#mustLook = false;
    const ended = mustLook ? [...this.#others.values()].flatMap((attempt) => this.#look(attempt) ?? []) : [];
    for (const held of this.#held.values()) {
      if (held.post === null ? mustLook : held.hasEnded) ended.push(...this.#reap(held));
    }
    if (this.hasSilent && this.#timer === undefined) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.#mustLook = true;
        this.#options.wake();
      }, pause);
    }
    return ended;
  }

  /** Once the journal knows its end. */
  release(attempt: Attempt): void {
    const { folder } = this.#options;
    const { post = null } = this.#held.get(attemptName(attempt)) ?? {};
    if (post) {
      releaseOwnClaim(folder, attempt, post.slot);
      if (post.starter.isLost) dismiss(post);
      else this.#idle.set(post.slot, post);
    } else releaseClaim(folder, attempt);
    this.#forget(attempt);
  }

  /** Nothing more is to be started now. */
  rest(): void {
    for (const post of this.#idle.values()) dismiss(post);
    this.#idle.clear();
  }

  /** The runners go on. This process may live on, so it says that it no longer sees to them. */
  close(): void {
    clearTimeout(this.#timer);
    this.rest();
    const { folder, claimant } = this.#options;
    for (const { attempt, post } of this.#held.values()) {
      if (post) dismiss(post);
      this.#forget(attempt);
      const claim = readClaim(folder, attempt);
      if (claim) takeOver(folder, attempt, claim, { ...claimant, pid: 0 });
    }
  }

  #hold(about: Pick<Held, "attempt" | "slot" | "post" | "writer" | "runner">): Held {
    const held = { ...about, timers: [], hasEnded: false, because: null, mayRetry: true, wasKilled: false };
    this.#held.set(attemptName(about.attempt), held);
    this.#others.delete(attemptName(about.attempt));
    return held;
  }

  #forget(attempt: Attempt): void {
    const name = attemptName(attempt);
    for (const timer of this.#held.get(name)?.timers ?? []) clearTimeout(timer);
    this.#held.delete(name);
    this.#others.delete(name);
  }

  #limit(held: Held, began: number): void {
    const seconds = this.#options.timeoutOf(held.attempt.task);
    const left = Math.max(0, began + seconds * 1000 - realTime());
    const ring = () => this.#end(held, `it took longer than its timeout of ${seconds} s`, true);
    held.timers.push(setTimeout(ring, Math.min(left, longestTimer)));
  }

  #end(held: Held, because: string, mayRetry: boolean): void {
    if (held.because !== null || held.hasEnded) return;
    held.because = because;
    held.mayRetry = mayRetry;
    // If it has not begun yet, it never will.
    if (!this.#runnerOf(held)) writeOnce(attemptFile(this.#options.folder, held.attempt, "log"), "");
    const runner = this.#runnerOf(held);
    if (!runner) return;
    signalGroup(runner, "SIGTERM");
    const kill = () => {
      signalGroup(runner, "SIGKILL");
      held.wasKilled = true;
      this.#options.wake();
    };
    held.timers.push(setTimeout(kill, this.#options.settings.grace * 1000));
  }

  #runnerOf(held: Held): Identity | null {
    held.runner ??= readClaim(this.#options.folder, held.attempt)?.runner ?? null;
    return held.runner;
  }

  /** Its runner has ended, or may have. */
  #reap(held: Held): Ended[] {
    const { attempt, because, mayRetry, writer } = held;
    const { folder } = this.#options;
    const isGone = held.hasEnded || !isThere(writer); // who could write it
    // In this order: the last thing is written before its writer is gone.
    let exit = readExit(folder, attempt);
    if (exit === null && !isGone) return [];
    const runner = exit === null || because !== null ? this.#runnerOf(held) : null;
    // Another process of its group may go on when the runner is gone; until that ends, the task is not run again.
    if (runner && !held.wasKilled && hasMembers(runner)) {
      held.wasKilled = because === null;
      if (because === null) signalGroup(runner, "SIGKILL");
      return [];
    }
    if (exit === null) {
      if (!runner) writeOnce(attemptFile(folder, attempt, "log"), ""); // a late runner does not begin
      exit = runner || because !== null ? "killed" : "lost";
      writeExit(folder, attempt, exit);
    }
    return [{ attempt, exit, because, mayRetry }];
  }

  #look(attempt: Attempt): Ended | null {
    const { folder, claimant, isOpen } = this.#options;
    const claim = readClaim(folder, attempt);
    const isOurs = claim?.owner?.token === claimant.token;
    const runner = claim?.runner ?? null;
    const isRunning = isThere(claim?.starter ?? null);
    const exit = readExit(folder, attempt);
    const verdict = judge({
      exit,
      owner: ownerOf(claim, claimant, isOurs),
      runner: runner === null ? "unknown" : isRunning ? "living" : "gone",
      isOpen: isOpen(attempt),
    });
    if (verdict === "leave") {
      if (!isOpen(attempt)) this.#forget(attempt); // its owner is about to release it
      return null;
    }
    if (verdict === "forget") {
      this.#forget(attempt);
      return null;
    }
    if (claim && !isOurs) return takeOver(folder, attempt, claim, claimant) ? this.#look(attempt) : null;
    switch (verdict) {
      case "settle":
        return this.#ended(attempt, exit ?? "killed");
      case "lost":
        writeExit(folder, attempt, "lost");
        return this.#ended(attempt, "lost");
      case "fence":
        return this.#fence(attempt);
      case "wait":
      case "bury":
        if (runner && claim) this.#adopt(attempt, claim, runner);
        return null;
      default:
        verdict satisfies never;
        return null;
    }
  }

  #adopt(attempt: Attempt, { owner, starter: writer }: Claim, runner: Identity): void {
    const held = this.#hold({ attempt, slot: owner?.slot ?? 0, post: null, writer, runner });
    // Its last line is the runner's, written when it began.
    const file = statSync(attemptFile(this.#options.folder, attempt, "claim"), { throwIfNoEntry: false });
    this.#limit(held, file?.mtimeMs ?? realTime());
    this.#mustLook = true;
  }

  /** Its runner makes the log before it begins. The first to make it decides whether the runner ever begins. */
  #fence(attempt: Attempt): Ended | null {
    const { folder } = this.#options;
    const log = attemptFile(folder, attempt, "log");
    const hasFenced = writeOnce(log, "");
    if (!hasFenced && readClaim(folder, attempt)?.runner) return this.#look(attempt); // it has begun after all
    writeExit(folder, attempt, "lost");
    return this.#ended(attempt, "lost");
  }

  #ended(attempt: Attempt, exit: Exit): Ended {
    this.#others.delete(attemptName(attempt));
    return { attempt, exit, because: null, mayRetry: true };
  }
}

function dismiss({ starter, paper }: Post): void {
  starter.close();
  removeFile(paper);
}

function isThere(process: Identity | null): boolean {
  return process !== null && isAlive(process);
}

function ownerOf(claim: Claim | null, { home }: Claimant, isOurs: boolean) {
  if (claim === null) return "none";
  if (!isOurs && isOwnerAlive(claim, home)) return "living";
  return claim.home === home ? "gone" : "left behind";
}
