// Tries out a student's version in processes of its own, with limits: it may loop, exit, or write without end, and loses
// only its own marks.

import { fork, spawnSync, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { enableCompileCache, getCompileCacheDir } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { displayPath } from "@daglings/words";
import type { Experiment, Observation } from "@daglings/lessons";
import { memoryOf, sizeOf } from "./consumption.ts";
import type { Answer, Assignment, Word } from "./experiment-process.ts";
import type { Mishap } from "./mishap.ts";
import type { Subject } from "./observe.ts";
import type { Sighting } from "./sighting.ts";
import { places } from "./places.ts";
import { endStragglers } from "./stragglers.ts";
import { ownNetwork, type Wall } from "./wall.ts";

export interface Limits {
  /** For each experiment, in real milliseconds. */
  readonly time: number;
  /** Megabytes of JavaScript's memory; its buffers may take as much again. */
  readonly memory: number;
  /** Megabytes of files. */
  readonly disk: number;
}

export const usualLimits: Limits = { time: 20_000, memory: 512, disk: 100 };

export interface Findings {
  readonly observations: ReadonlyMap<Experiment, Observation>;
  /** Why an experiment did not finish. */
  readonly troubles: ReadonlyMap<Experiment, Mishap>;
}

interface Ended {
  readonly seen: readonly Sighting[];
  /** Null if it finished. */
  readonly mishap: Mishap | null;
}

export interface Sandbox {
  /** Folders of its own. */
  readonly readable: readonly string[];
}

export interface Trial {
  readonly experiments: readonly Experiment[];
  readonly limits: Limits;
  /** Says after "run" whether the other experiments are worth while: a version that runs badly is judged quickly. */
  readonly isWorthMore: (run: Observation) => boolean;
  /** It shares Node's compile cache with the kit, which is quicker. It could do harm there, so not for strangers. */
  readonly isTrusted?: boolean;
  /** In a sandbox, see wall.ts, where it sees only these files besides the engine. */
  readonly sandbox?: Sandbox | undefined;
  readonly signal?: AbortSignal | undefined;
}

export async function tryOut(
  { file, lesson, seed }: Omit<Subject, "folder">,
  { experiments, limits, isWorthMore, isTrusted = false, sandbox, signal }: Trial,
): Promise<Findings> {
  const bounds = { limits, isTrusted, sandbox, signal };
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "daglings-")));
  try {
    const subject = { file, lesson, seed, folder };
    const isMoreWanted = async ([run]: readonly Sighting[]): Promise<boolean> =>
      run !== undefined && isWorthMore((await complete(run, file))[1]);
    const { seen, mishap } = await assign({ subject, experiments }, bounds, isMoreWanted);
    signal?.throwIfAborted();
    return {
      observations: new Map(await Promise.all(seen.map((each) => complete(each, file)))),
      troubles: troublesOf(experiments, seen, mishap),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** What cannot be sent from one process to another: the events API's own answers, for the seed in question. */
async function complete(sighting: Sighting, file: string): Promise<[Experiment, Observation]> {
  const { eventsBetween } = await import("@daglings/events-api");
  const { seed } = sighting;
  return [
    sighting.experiment,
    {
      ...sighting,
      source: readFileSync(file, "utf8"),
      eventsBetween: (start, end) =>
        eventsBetween(Temporal.PlainDate.from(start), Temporal.PlainDate.from(end), seed),
    },
  ];
}

function troublesOf(
  experiments: readonly Experiment[],
  sightings: readonly Sighting[],
  mishap: Mishap | null,
): Map<Experiment, Mishap> {
  const missing = experiments.filter((each) => !sightings.some(({ experiment }) => experiment === each));
  const nothing = (experiment: Experiment) =>
    ({ message: `the experiment "${experiment}" showed nothing`, status: "error" }) as const;
  return new Map(missing.map((each) => [each, mishap ?? nothing(each)]));
}

const program = new URL("./experiment-process.ts", import.meta.url);
const wholeNames = import.meta.resolve("@daglings/engine/whole-names");

type Bounds = Pick<Trial, "limits" | "isTrusted" | "sandbox" | "signal">;

/** `isMoreWanted` answers when the process asks, from what it has seen so far. */
async function assign(
  what: Omit<Assignment, "wall">,
  bounds: Bounds,
  isMoreWanted: (seen: readonly Sighting[]) => Promise<boolean>,
): Promise<Ended> {
  const { subject } = what;
  const ownFolder = join(subject.folder, "home");
  const assignment: Assignment = { ...what, wall: wallAround(subject, ownFolder, bounds) };
  const child = begin(ownFolder, bounds);
  const account = listenTo(child, subject, isMoreWanted);
  const stopWatching = watchLimits(child, account, subject.folder, bounds);
  child.once("exit", () => {
    endGroup(child);
    endStragglers("TMPDIR", ownFolder); // they may hold the output open, on which "close" waits
  });
  child.send(assignment, ignore);
  const end = await new Promise<string>((resolve) => {
    child.once("close", (code, killedBy) => resolve(killedBy ?? `exit code ${code ?? 0}`));
  });
  stopWatching();
  const { seen, mishap, isDone } = account;
  return { seen, mishap: mishap ?? (isDone ? null : earlyEnd(account, end, bounds.limits)) };
}

/** In a process group of its own, which can be ended as a whole. */
function begin(ownFolder: string, bounds: Bounds): ChildProcess {
  mkdirSync(ownFolder, { recursive: true });
  const cache = compileCache(bounds) ?? undefined;
  return fork(program, {
    cwd: ownFolder,
    detached: process.platform !== "win32",
    silent: true,
    ...(bounds.sandbox && ownNetwork),
    execArgv: [...(bounds.sandbox ? ownNetwork.execArgv : []), "--import", wholeNames],
    env: { ...process.env, HOME: ownFolder, TMPDIR: ownFolder, NODE_COMPILE_CACHE: cache },
  });
}

/** Each experiment works in a folder of its own, and leaves alone what the version is judged by. */
function wallAround({ folder }: Subject, ownFolder: string, bounds: Bounds): Wall {
  const { limits, isTrusted = false, sandbox } = bounds;
  // A stranger could do harm in the kit's own cache. In one for this trial alone its processes find what the first has left.
  const isSafe = isTrusted || sandbox !== undefined;
  const kept = join(folder, "kept");
  const tasks = places.map((name) => join(folder, name));
  for (const path of [kept, ...tasks]) mkdirSync(path, { recursive: true });
  return {
    writable: [ownFolder, ...tasks],
    readable: [kept, ...(sandbox?.readable ?? [])],
    memory: limits.memory,
    cache: isSafe ? compileCache(bounds) : join(folder, "cache"),
    isSandboxed: sandbox !== undefined,
  };
}

/** What a process has reported so far. */
interface Account {
  readonly seen: Sighting[];
  underWay: string;
  mishap: Mishap | null;
  isDone: boolean;
  /** The end of what it has written on stderr. */
  problems: string;
  /** How a process of the version's ended by itself. */
  end: string | null;
}

function listenTo(
  child: ChildProcess,
  subject: Subject,
  isMoreWanted: (seen: readonly Sighting[]) => Promise<boolean>,
): Account {
  const account: Account = {
    seen: [],
    underWay: "loading the file",
    mishap: null,
    isDone: false,
    problems: "",
    end: null,
  };
  child.stdout?.resume();
  child.stderr?.on("data", (chunk: Buffer) => {
    account.problems = (account.problems + chunk.toString()).slice(-4000);
  });
  child.once("error", ({ message }) => (account.mishap ??= { message, status: "error" }));
  const answer = (text: Answer) => void (child.connected && child.send(text, ignore));
  child.on("message", (word: Word | null) => {
    switch (word?.type) {
      case "saw":
        account.seen.push(readable(word.sighting, subject));
        return;
      case "asks":
        void isMoreWanted(account.seen).then(
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
        account.isDone = true;
        return;
      default: // what the version itself says does not count
        word satisfies null | undefined;
    }
  });
  return account;
}

/** Ends the process when it exceeds its limits, or is not wanted any more. Returns how to stop watching. */
function watchLimits(
  child: ChildProcess,
  account: Account,
  folder: string,
  { limits, signal }: Bounds,
): () => void {
  const end = (message: string) => {
    account.mishap ??= { message, status: "fail" };
    endGroup(child);
  };
  const stop = () => end("stopped");
  signal?.addEventListener("abort", stop);
  if (signal?.aborted) stop();
  const clock = setTimeout(
    () => end(`no end after ${limits.time / 1000} s: ${account.underWay}`),
    limits.time,
  );
  child.on("message", (word: Word | null) => void (word?.type === "saw" && clock.refresh()));
  const watch = setInterval(() => {
    const { underWay } = account;
    if (sizeOf(folder) > limits.disk * 1e6) end(`more than ${limits.disk} MB of files: ${underWay}`);
    if (memoryOf(child.pid) > 2 * limits.memory * 1e6) end(tooMuchMemory(limits, underWay));
  }, 250);
  return () => {
    clearTimeout(clock);
    clearInterval(watch);
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

/** The one that this process uses. Null: it uses none. */
function compileCache({ isTrusted = false }: Bounds): string | null {
  if (isTrusted) enableCompileCache();
  const directory = getCompileCacheDir();
  return directory === undefined ? null : dirname(directory);
}

const refused = "Access to this API has been restricted. Use --allow-fs-write to manage permissions.";
const refusedWhy =
  "it may write only below the folder of its run, as in data/stats.csv; this path leads elsewhere";

/** What a student reads must not depend on where the kit is, nor on the temporary folder. */
function readable<T>(value: T, { file, folder }: Subject): T {
  const escaped = (text: string) => JSON.stringify(text).slice(1, -1);
  const text = JSON.stringify(value)
    .replaceAll(escaped(file), escaped(displayPath(file)))
    .replaceAll(escaped(folder), "…")
    .replaceAll(refused, refusedWhy);
  return JSON.parse(text) as T;
}

function endGroup(child: ChildProcess): void {
  const { pid } = child;
  try {
    if (pid === undefined) child.kill("SIGKILL");
    else if (process.platform !== "win32") process.kill(-pid, "SIGKILL");
    // Windows has no groups, but knows which process started which.
    else spawnSync("taskkill", ["/pid", String(pid), "/T", "/F"], { windowsHide: true, stdio: "ignore" });
  } catch {
    // It has ended already.
  }
}
