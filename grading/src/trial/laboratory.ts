// Tries out students' versions, each in processes of its own, with limits: it may loop, exit, or write without end, and
// loses only its own marks. The processes that observe have none of a version's code, and go on to the next one.

import { fork, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
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
import { places } from "./places.ts";
import type { Sighting } from "./sighting.ts";
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
  readonly seed: number;
  readonly observations: ReadonlyMap<Experiment, Observation>;
  /** Why an experiment did not finish. */
  readonly troubles: ReadonlyMap<Experiment, Mishap>;
}

interface Ended {
  /** For each seed that it came to. */
  readonly seen: readonly (readonly Sighting[])[];
  /** What ended the last of them; null if it finished. */
  readonly mishap: Mishap | null;
  /** Whether the observing process may go on. */
  readonly isFit: boolean;
}

export interface LaboratoryOptions {
  readonly limits: Limits;
  /** Versions share Node's compile cache with the kit, which is quicker. They could do harm there, so not for strangers. */
  readonly isTrusted?: boolean;
  /** See wall.ts. */
  readonly isSandboxed?: boolean;
}

export interface Trial {
  readonly experiments: readonly Experiment[];
  /** Says after "run" whether the other experiments are worth while: a version that runs badly is judged quickly. */
  readonly isWorthMore: (run: Observation) => boolean;
  /** In a sandbox a version can read these besides the engine. */
  readonly readable?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface Version extends Pick<Subject, "file" | "lesson"> {
  readonly seeds: readonly number[];
}

export interface Laboratory {
  /** With one seed after the other; for each there are findings. */
  tryOut(version: Version, trial: Trial): Promise<Findings[]>;
  close(): Promise<void>;
}

export function openLaboratory(options: LaboratoryOptions): Laboratory {
  const free = [startObserver(options)]; // one is needed soon
  /** With as many seeds as it comes to: it may end its processes before it has come to all. */
  const tryTogether = async (
    { file, lesson, seeds }: Version,
    { experiments, ...trial }: Trial,
  ): Promise<Findings[]> => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "daglings-")));
    const isMoreWanted = async ([run]: readonly Sighting[]): Promise<boolean> =>
      run !== undefined && trial.isWorthMore((await complete(run, file))[1]);
    const last = free.pop();
    const observer = last?.connected ? last : startObserver(options);
    try {
      const { seen, mishap, isFit } = await assign(
        observer,
        { subject: { file, lesson, folder }, seeds, experiments },
        { ...options, ...trial, isMoreWanted },
      );
      if (isFit) free.push(observer);
      else await dismiss(observer);
      trial.signal?.throwIfAborted();
      const begun = seeds.slice(0, seen.length);
      return await Promise.all(
        begun.map(async (seed, index) => {
          const sightings = seen[index] ?? [];
          const trouble = index === begun.length - 1 ? mishap : null;
          return {
            seed,
            observations: new Map(await Promise.all(sightings.map((each) => complete(each, file)))),
            troubles: troublesOf(experiments, sightings, trouble),
          };
        }),
      );
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  };
  return {
    async tryOut({ seeds, ...version }, trial) {
      const findings: Findings[] = [];
      while (findings.length < seeds.length) {
        findings.push(...(await tryTogether({ ...version, seeds: seeds.slice(findings.length) }, trial)));
      }
      return findings;
    },
    async close() {
      await Promise.all(free.splice(0).map(dismiss));
    },
  };
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
/** It strips types, which Node calls experimental. */
const nodeFlags = [
  "--disable-warning=ExperimentalWarning",
  "--import",
  import.meta.resolve("@daglings/engine/whole-names"),
];

interface Bounds extends LaboratoryOptions, Pick<Trial, "readable" | "signal"> {
  /** Asked by the observing process, about what it has seen so far. */
  readonly isMoreWanted: (seen: readonly Sighting[]) => Promise<boolean>;
}

async function assign(
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
  const endAll = () => endStragglers("TMPDIR", ownFolder); // they may hold the output open, on which "close" waits
  const close = (code: number | null, killedBy: NodeJS.Signals | null) =>
    end(killedBy ?? `exit code ${code ?? 0}`);
  observer.once("exit", endAll).once("close", close);
  observer.send(assignment, ignore);
  const how = await over;
  stopWatching();
  stop();
  observer.off("exit", endAll).off("close", close);
  endAll();
  const { seen, mishap } = account;
  return {
    seen,
    mishap: mishap ?? (how === null ? null : earlyEnd(account, how, bounds.limits)),
    isFit: mishap === null && how === null && account.isAlone,
  };
}

/** In a process group of its own, which can be ended as a whole. */
function startObserver(options: LaboratoryOptions): ChildProcess {
  const { isSandboxed } = options;
  const observer = fork(program, {
    detached: process.platform !== "win32",
    silent: true,
    cwd: import.meta.dirname, // it may outlast the present one
    ...(isSandboxed && ownNetwork),
    execArgv: [...(isSandboxed ? ownNetwork.execArgv : []), ...nodeFlags],
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache(options) ?? undefined },
  });
  observer.stdout?.resume();
  observer.once("exit", () => endGroup(observer));
  return observer;
}

/** It may have left by itself. */
async function dismiss(observer: ChildProcess): Promise<void> {
  if (observer.exitCode !== null || observer.signalCode !== null) return;
  const gone = once(observer, "exit");
  if (observer.connected) observer.disconnect();
  await gone;
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

/** The one that this process uses. Null: it uses none. */
function compileCache({ isTrusted = false }: LaboratoryOptions): string | null {
  if (isTrusted) enableCompileCache();
  const directory = getCompileCacheDir();
  return directory === undefined ? null : dirname(directory);
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
