// The tries of one job that are under way: those that this process has started or taken over, and those of others. It says
// which have ended; what that means for the job is not decided here.

import type { ChildProcess } from "node:child_process";
import { statSync } from "node:fs";
import {
  isOwnerAlive,
  readClaim,
  releaseClaim,
  takeClaim,
  takeOver,
  type Claim,
  type Claimant,
} from "./claims.ts";
import { realTime } from "./clock.ts";
import { readExit, writeExit, type Ended, type Exit } from "./exit.ts";
import { writeOnce } from "./files.ts";
import { hasMembers, signalGroup } from "./group.ts";
import { identityOf, isAlive, type Identity } from "./identity.ts";
import { attemptFile, type JobFolder } from "./job-folder.ts";
import type { JobSettings } from "./job-settings.ts";
import { judge } from "./judge.ts";
import { attemptName, type Attempt } from "./names.ts";
import { startRunner } from "./runner.ts";
import type { TaskDefinition } from "./task-file.ts";

/** A try whose claim is ours. */
interface Held {
  readonly attempt: Attempt;
  readonly slot: number;
  /** Null: it was started by a manager that is gone. */
  readonly child: ChildProcess | null;
  readonly runner: Identity;
  readonly timers: NodeJS.Timeout[];
  hasEnded: boolean;
  because: string | null;
  mayRetry: boolean;
  /** Its group was ended: what is still seen of it does nothing any more. */
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

/** Milliseconds between two looks at processes whose end nobody tells us of. */
const pause = 100;
const longestTimer = 2 ** 31 - 1;

export class Attempts {
  readonly #options: AttemptsOptions;
  readonly #held = new Map<string, Held>();
  readonly #others = new Map<string, Attempt>();
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

  /** Its end may be on the disk: nobody else tells us of those that we have not started. */
  lookAt(attempt: Attempt): boolean {
    const name = attemptName(attempt);
    if (!this.#others.has(name) && this.#held.get(name)?.child !== null) return false;
    this.#mustLook = true;
    return true;
  }

  /** Takes a slot for it, and the claim; then it is ours to start. */
  claim(attempt: Attempt): "mine" | "busy" | "taken" {
    const { folder, settings, claimant } = this.#options;
    const own = new Set(this.#held.values().map(({ slot }) => slot));
    for (let slot = 1; slot <= settings.parallel; slot++) {
      if (own.has(slot)) continue;
      const answer = takeClaim(folder, attempt, slot, claimant);
      if (answer === "busy") continue;
      if (answer === "mine") this.#hold({ attempt, slot, child: null, runner: { pid: 0, started: "" } });
      else this.notice(attempt);
      return answer;
    }
    return "busy";
  }

  /** After `claim`. */
  start(attempt: Attempt, task: TaskDefinition): void {
    const { folder, wake } = this.#options;
    const { slot = 0 } = this.#held.get(attemptName(attempt)) ?? {};
    const child = startRunner(folder, task, attempt);
    const held = this.#hold({ attempt, slot, child, runner: { pid: child.pid ?? 0, started: "" } });
    const end = (because: string | null) => {
      held.hasEnded = true;
      held.because ??= because;
      wake();
    };
    child.once("exit", () => end(null));
    child.once("error", ({ message }) => end(`it could not be started: ${message}`));
    this.#limit(held, realTime());
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
      if (held.child === null ? mustLook : held.hasEnded) ended.push(...this.#reap(held));
    }
    const hasSilent =
      this.#others.size > 0 || this.#held.values().some(({ child, hasEnded }) => child === null || hasEnded);
    if (hasSilent && this.#timer === undefined) {
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
    releaseClaim(this.#options.folder, attempt);
    this.#forget(attempt);
  }

  /** The runners go on. This process may live on, too, so it says that it does not see to them any more. */
  close(): void {
    clearTimeout(this.#timer);
    const { folder, claimant } = this.#options;
    for (const { attempt, child } of this.#held.values()) {
      child?.removeAllListeners();
      child?.unref();
      this.#forget(attempt);
      const claim = readClaim(folder, attempt);
      if (claim) takeOver(folder, attempt, claim, { ...claimant, pid: 0 });
    }
  }

  #hold(about: Pick<Held, "attempt" | "slot" | "child" | "runner">): Held {
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
    const runner = held.child === null ? held.runner : identityOf(held.runner.pid);
    if (!runner) return;
    signalGroup(runner, "SIGTERM");
    const kill = () => {
      signalGroup(runner, "SIGKILL");
      held.wasKilled = true;
      this.#options.wake();
    };
    held.timers.push(setTimeout(kill, this.#options.settings.grace * 1000));
  }

  /** Its runner has ended, or may have. */
  #reap(held: Held): Ended[] {
    const { attempt, runner, because, mayRetry } = held;
    const { folder } = this.#options;
    const isGone = held.hasEnded || !isAlive(runner);
    // In this order: what it writes last, it has written before it is gone.
    let exit = readExit(folder, attempt);
    if (exit === null && !isGone) return [];
    // Somebody of its group may go on when it is gone itself; until that ends, the task is not run again.
    if ((exit === null || because !== null) && !held.wasKilled && hasMembers(runner)) {
      held.wasKilled = because === null;
      if (because === null) signalGroup(runner, "SIGKILL");
      return [];
    }
    if (exit === null) {
      writeExit(folder, attempt, "killed");
      exit = "killed";
    }
    return [{ attempt, exit, because, mayRetry }];
  }

  #look(attempt: Attempt): Ended | null {
    const { folder, claimant, isOpen } = this.#options;
    const claim = readClaim(folder, attempt);
    const isOurs = claim?.owner?.token === claimant.token;
    const runner = claim?.runner ?? null;
    const isRunning = runner !== null && hasMembers(runner);
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
        if (runner) this.#adopt(attempt, claim?.owner?.slot ?? 0, runner);
        return null;
      default:
        verdict satisfies never;
        return null;
    }
  }

  #adopt(attempt: Attempt, slot: number, runner: Identity): void {
    const held = this.#hold({ attempt, slot, child: null, runner });
    // Its last line is the runner's, written when it began.
    const claim = statSync(attemptFile(this.#options.folder, attempt, "claim"), { throwIfNoEntry: false });
    this.#limit(held, claim?.mtimeMs ?? realTime());
    this.#mustLook = true;
  }

  /** Its runner makes the log before it begins. Whoever does that first decides whether it ever will. */
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

function ownerOf(claim: Claim | null, { home }: Claimant, isOurs: boolean) {
  if (claim === null) return "none";
  if (!isOurs && isOwnerAlive(claim, home)) return "living";
  return claim.home === home ? "gone" : "left behind";
}
