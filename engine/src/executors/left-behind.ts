// What a task has begun and not awaited still belongs to it. An attempt whose callable has returned is over when nothing
// of it is under way any more; a promise that is rejected before then, and that nobody awaits, fails it.

import { AsyncLocalStorage, createHook } from "node:async_hooks";
import process from "node:process";
import { setImmediate as nextTurn, setTimeout as wait } from "node:timers/promises";
import { asError } from "../errors.ts";

export interface LeftBehind {
  /** Everything that `work` begins, directly or later, belongs to this attempt. */
  watch<T>(work: () => T): T;
  /** Waits until nothing of it is under way, but for about a second at most: endless work is not waited for. */
  settle(): Promise<void>;
  /** From now on it is too late to fail: rejections are only logged. */
  end(): void;
}

interface Attempt {
  readonly place: string;
  readonly log: (line: string) => void;
  readonly fail: (error: Error) => void;
  /** What keeps a process alive: connections, timers, questions to the system. By their ids. */
  readonly underWay: Map<number, object>;
  hasEnded: boolean;
}

/** Real milliseconds: all looks together take about a second. */
const lookInterval = 5;
const mostLooks = 200;
/** These end when the system has answered; everything else that is waited for can say itself whether it is in use. */
const questions = ["FSREQCALLBACK", "FSREQPROMISE", "GETADDRINFOREQWRAP", "QUERYWRAP"];

const current = new AsyncLocalStorage<Attempt | undefined>();
const attempts = new Set<Attempt>();
const ownerOf = new Map<number, Attempt>();
let count = 0;

export function leftBehind({ place, log, fail }: Pick<Attempt, "place" | "log" | "fail">): LeftBehind {
  if (count++ === 0) wire();
  const attempt: Attempt = { place, log, fail, underWay: new Map(), hasEnded: false };
  attempts.add(attempt);
  return {
    watch: (work) => current.run(attempt, work),
    settle: () => current.run(undefined, () => settle(attempt)),
    end() {
      attempt.hasEnded = true;
      attempts.delete(attempt);
      attempt.underWay.clear();
    },
  };
}

async function settle({ underWay }: Attempt): Promise<void> {
  // A promise that is rejected already is reported in the next turn; what has just ended is gone a turn or two later.
  for (let turn = 0; turn < 3; turn++) {
    await nextTurn();
    if (!isBusy(underWay)) return;
  }
  // Looks are counted, not the time: what a machine that stood still has to make up for comes before the next look.
  for (let look = 0; look < mostLooks && isBusy(underWay); look++) await wait(lookInterval);
}

function isBusy(underWay: Attempt["underWay"]): boolean {
  return underWay.values().some((each) => !canTell(each) || each.hasRef());
}

function canTell(resource: object): resource is { hasRef(): boolean } {
  return "hasRef" in resource && typeof resource.hasRef === "function";
}

/** Set up with the first attempt: programs without tasks pay nothing for it. */
function wire(): void {
  createHook({
    trackPromises: false, // there are very many of them, and none of them says whether it will ever end
    init(id, type, _, resource) {
      const attempt = current.getStore();
      if (!attempt || attempt.hasEnded || !(canTell(resource) || questions.includes(type))) return;
      attempt.underWay.set(id, resource);
      ownerOf.set(id, attempt);
    },
    destroy(id) {
      ownerOf.get(id)?.underWay.delete(id);
      ownerOf.delete(id);
    },
  }).enable();
  process.on("unhandledRejection", hear);
}

function hear(thrown: unknown): void {
  const reason = asError(thrown);
  // A process that has only ever had one attempt leaves no doubt.
  const attempt = current.getStore() ?? (count === 1 ? [...attempts][0] : undefined);
  const what = `a promise that nobody awaits was rejected: ${reason.message}`;
  const advice = "write await before the call";
  if (attempt && !attempt.hasEnded) {
    const error = new Error(`${what}; ${advice}`, { cause: reason });
    if (reason.stack !== undefined) error.stack = reason.stack;
    return attempt.fail(error);
  }
  if (attempt) {
    attempt.log(`After the end of this attempt ${what}; ${advice}`);
    return process.emitWarning(`${attempt.place}: after its end ${what}; ${advice}`);
  }
  if (process.listenerCount("unhandledRejection") > 1) return; // that belongs to somebody else
  if (attempts.size === 0) throw reason;
  const suspects = [...attempts].map(({ place }) => place).join(", ");
  process.emitWarning(
    `${what}; it cannot be told which task has left it behind (under way: ${suspects}); ${advice}`,
  );
}
