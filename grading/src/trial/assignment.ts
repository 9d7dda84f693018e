// One assignment of an observing process: to try out one version. It is watched from outside, within limits, and what it
// says becomes an account, whether it carries the assignment out or ends on the way.

import type { ChildProcess } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { displayPath } from "@daglings/words";
import { memoryOf, sizeOf } from "./consumption.ts";
import type { Answer, Assignment, Word } from "./experiment-process.ts";
import type { Limits } from "./limits.ts";
import type { Mishap } from "./mishap.ts";
import type { Subject } from "./observe.ts";
import { compileCache, endGroup, type ObserverOptions } from "./observer.ts";
import { places } from "./places.ts";
import type { Sighting } from "./sighting.ts";
import { endStragglers, killStragglers } from "./stragglers.ts";
import type { Wall } from "./wall.ts";

export interface Ended {
  /** For each seed that it came to. */
  readonly seen: readonly (readonly Sighting[])[];
  /** What ended the last of them; null if it finished. */
  readonly mishap: Mishap | null;
  /** Whether the observing process may go on. */
  readonly isFit: boolean;
}

export interface Bounds extends ObserverOptions {
  readonly limits: Limits;
  /** In a sandbox a version can read these besides the engine. */
  readonly readable?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Asked by the observing process, about what it has seen so far. */
  readonly isMoreWanted: (seen: readonly Sighting[]) => Promise<boolean>;
}

export async function assign(
  observer: ChildProcess,
  what: Omit<Assignment, "wall">,
  bounds: Bounds,
): Promise<Ended> {
  const { subject } = what;
  const ownFolder = join(subject.folder, "home");
  mkdirSync(ownFolder);
  const assignment: Assignment = { ...what, wall: wallAround(subject, ownFolder, bounds) };
  const { promise: over, resolve: end } = Promise.withResolvers<string | null>();
  const { account, stop } = listenTo(observer, subject, bounds, () => end(null));
  const stopWatching = watchLimits(observer, account, subject.folder, bounds);
  const own = ["TMPDIR", ownFolder] as const;
  const killAll = () => void killStragglers(...own); // they may hold the output open, on which "close" waits
  const close = (code: number | null, killedBy: NodeJS.Signals | null) =>
    end(killedBy ?? `exit code ${code ?? 0}`);
  observer.once("exit", killAll).once("close", close);
  observer.send(assignment, ignore);
  const how = await over;
  stopWatching();
  stop();
  observer.off("exit", killAll).off("close", close);
  await endStragglers(...own);
  const { seen, mishap } = account;
  return {
    seen,
    mishap: mishap ?? (how === null ? null : earlyEnd(account, how, bounds.limits)),
    isFit: mishap === null && how === null && account.isAlone,
  };
}

/** Each experiment works in a folder of its own, and leaves alone what the version is judged by. */
function wallAround({ folder }: Pick<Subject, "folder">, ownFolder: string, bounds: Bounds): Wall {
  const { limits, isTrusted = false, isSandboxed = false } = bounds;
  // A stranger could do harm in the kit's own cache. In one for this trial alone its processes find what the first has left.
  const isSafe = isTrusted || isSandboxed;
  const kept = join(folder, "kept");
  const tasks = places.map((name) => join(folder, name));
  for (const path of [kept, ...tasks]) mkdirSync(path, { recursive: true });
  return {
    writable: [ownFolder, ...tasks],
    readable: [kept, ...(bounds.readable ?? [])],
    memory: limits.memory,
    cache: isSafe ? compileCache(bounds) : join(folder, "cache"),
    isSandboxed,
  };
}

const loading = "loading the file";

/** What a process has reported so far. */
interface Account {
  /** For each seed that it has come to. */
  readonly seen: [Sighting[], ...Sighting[][]];
  underWay: string;
  mishap: Mishap | null;
  /** The end of what it has written on stderr. */
  problems: string;
  /** How a process of the version's ended by itself. */
  end: string | null;
  /** Whether, at its end, no other process was left in its network. */
  isAlone: boolean;
}

interface Listening {
  readonly account: Account;
  readonly stop: () => void;
}

/** `onDone` is called when it has carried out its assignment. */
function listenTo(
  observer: ChildProcess,
  subject: Assignment["subject"],
  { isMoreWanted }: Bounds,
  onDone: () => void,
): Listening {
  const account: Account = {
    seen: [[]],
    underWay: loading,
    mishap: null,
    problems: "",
    end: null,
    isAlone: false,
  };
  const read = (chunk: Buffer) => {
    account.problems = (account.problems + chunk.toString()).slice(-4000);
  };
  const fail = ({ message }: Error) => (account.mishap ??= { message, status: "error" });
  const seenNow = () => account.seen.at(-1) ?? account.seen[0];
  const answer = (text: Answer) => void (observer.connected && observer.send(text, ignore));
  const hear = (word: Word | null) => {
    switch (word?.type) {
      case "saw":
        seenNow().push(readable(word.sighting, subject));
        return;
      case "next":
        account.seen.push([]);
        account.underWay = loading;
        return;
      case "asks":
        void isMoreWanted(seenNow()).then(
          (isWanted) => answer(isWanted ? "go on" : "that is enough"),
          () => answer("that is enough"),
        );
        return;
      case "note":
        account.underWay = word.what;
        return;
      case "broke":
        account.mishap = { message: readable(word.message, subject), status: "error" };
        return;
      case "ended":
        account.end = word.how;
        account.problems = word.problems;
        return;
      case "done":
        account.isAlone = word.isAlone;
        onDone();
        return;
      default: // what the version itself says does not count
        word satisfies null | undefined;
    }
  };
  observer.stderr?.on("data", read);
  observer.on("error", fail).on("message", hear);
  const stop = () => {
    observer.stderr?.off("data", read);
    observer.off("error", fail).off("message", hear);
  };
  return { account, stop };
}

/** Ends the process when it exceeds its limits, or is not wanted any more. Returns how to stop watching. */
function watchLimits(
  observer: ChildProcess,
  account: Account,
  folder: string,
  { limits, signal }: Bounds,
): () => void {
  const end = (message: string) => {
    account.mishap ??= { message, status: "fail" };
    endGroup(observer);
  };
  const stop = () => end("stopped");
  signal?.addEventListener("abort", stop);
  if (signal?.aborted) stop();
  const clock = setTimeout(
    () => end(`still running after ${limits.time / 1000} s: ${account.underWay}`),
    limits.time,
  );
  const refresh = (word: Word | null) => void (word?.type === "saw" && clock.refresh());
  observer.on("message", refresh);
  const watch = setInterval(() => {
    const { underWay } = account;
    if (sizeOf(folder) > limits.disk * 1e6) end(`more than ${limits.disk} MB of files: ${underWay}`);
    if (memoryOf(observer.pid) > 2 * limits.memory * 1e6) end(tooMuchMemory(limits, underWay));
  }, 250);
  return () => {
    clearTimeout(clock);
    clearInterval(watch);
    observer.off("message", refresh);
    signal?.removeEventListener("abort", stop);
  };
}

function earlyEnd({ problems, underWay, end: own }: Account, end: string, limits: Limits): Mishap {
  const isFull = /heap out of memory/i.test(problems);
  const how = own ?? end;
  const [said] = /^\w*Error: .*/m.exec(problems) ?? [];
  const why = said === undefined ? "does it call process.exit?" : `it said "${said}"`;
  const advice = how.startsWith("exit code") ? `; ${why}` : ""; // a signal comes from elsewhere
  const message = isFull
    ? tooMuchMemory(limits, underWay)
    : `its process ended (${how}): ${underWay}${advice}`;
  return { message, status: "fail" };
}

/** A process that has ended receives nothing any more: its end says everything. */
const ignore = () => {};

function tooMuchMemory({ memory }: Limits, underWay: string): string {
  return `more than ${memory} MB of memory: ${underWay}`;
}

const refused = "Access to this API has been restricted. Use --allow-fs-write to manage permissions.";
const refusedWhy =
  "it may write only below the folder of its run, as in data/stats.csv; this path leads elsewhere";

/** What a student reads must not depend on where the kit is, nor on the temporary folder. */
function readable<T>(value: T, { file, folder }: Pick<Subject, "file" | "folder">): T {
  const escaped = (text: string) => JSON.stringify(text).slice(1, -1);
  const text = JSON.stringify(value)
    .replaceAll(escaped(file), escaped(displayPath(file)))
    .replaceAll(escaped(folder), "…")
    .replaceAll(refused, refusedWhy);
  return JSON.parse(text) as T;
}
