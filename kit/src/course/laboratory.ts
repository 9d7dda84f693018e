// Tries out a student's version in processes of its own, with limits: it may loop, exit, or write without end, and loses
// nothing but its own marks.

import { fork, type ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { displayPath } from "@daglings/engine";
import type { Experiment, Observation } from "@daglings/lessons";
import type { Answer, Assignment, Word } from "./experiment-process.ts";
import type { Mishap } from "./mishap.ts";
import type { Sighting, Subject } from "./observe.ts";

export interface Limits {
  /** For all that one process does, in real milliseconds. */
  readonly time: number;
  /** Megabytes of JavaScript's memory. */
  readonly memory: number;
  /** Megabytes of files. */
  readonly disk: number;
}

export const usualLimits: Limits = { time: 20_000, memory: 512, disk: 100 };

export interface Findings {
  readonly observations: ReadonlyMap<Experiment, Observation>;
  /** Why an experiment came to no end. */
  readonly troubles: ReadonlyMap<Experiment, Mishap>;
}

interface Ended {
  readonly seen: readonly Sighting[];
  /** Null: it came to its end. */
  readonly mishap: Mishap | null;
}

/**
 * First "run", and what else is asked for only when `isWorthMore` says so of that: a version that does not even run
 * well is judged quickly.
 */
export async function tryOut(
  { file, lesson, seed }: Omit<Subject, "folder">,
  experiments: readonly Experiment[],
  limits: Limits,
  isWorthMore: (run: Observation) => boolean,
): Promise<Findings> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "daglings-")));
  try {
    const subject = { file, lesson, seed, folder };
    let killed: Promise<Ended> | undefined;
    const decide = async (run: Sighting): Promise<Answer> => {
      const [, observation] = await complete(run, file);
      if (run.loadError !== null || !isWorthMore(observation)) return "that is enough";
      if (experiments.includes("killed")) killed = killAndTakeOver(subject, limits);
      return "go on";
    };
    const others = experiments.filter((experiment) => experiment !== "killed");
    const observed = await assign({ subject, part: "observe", experiments: others }, limits, decide);
    const taken = await killed;
    const sightings = [...observed.seen, ...(taken?.seen ?? [])];
    return {
      observations: new Map(await Promise.all(sightings.map((seen) => complete(seen, file)))),
      troubles: troublesOf(experiments, sightings, observed.mishap, taken?.mishap ?? null),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function killAndTakeOver(subject: Subject, limits: Limits): Promise<Ended> {
  await assign({ subject, part: "be killed", experiments: [] }, limits);
  return assign({ subject, part: "take over", experiments: [] }, limits);
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
  observed: Mishap | null,
  killed: Mishap | null,
): Map<Experiment, Mishap> {
  const missing = experiments.filter((each) => !sightings.some(({ experiment }) => experiment === each));
  const because = (experiment: Experiment) => (experiment === "killed" ? killed : observed);
  const nothing = (experiment: Experiment) =>
    ({ message: `the experiment "${experiment}" showed nothing`, status: "error" }) as const;
  return new Map(missing.map((each) => [each, because(each) ?? nothing(each)]));
}

const program = new URL("./experiment-process.ts", import.meta.url);

/** `decide` answers what "run" has shown. */
function assign(
  assignment: Assignment,
  limits: Limits,
  decide?: (sighting: Sighting) => Promise<Answer>,
): Promise<Ended> {
  const child = fork(program, {
    cwd: assignment.subject.folder,
    detached: process.platform !== "win32", // a process group of its own, which can be ended as a whole
    silent: true,
    execArgv: confinement(assignment.subject, limits),
    env: { ...process.env, HOME: assignment.subject.folder, TMPDIR: assignment.subject.folder },
  });
  child.stdout?.resume();
  let problems = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    problems = (problems + chunk.toString()).slice(-4000);
  });
  const seen: Sighting[] = [];
  let underWay = "loading the file";
  let mishap: Mishap | null = null;
  const hear = (sighting: Sighting) => {
    seen.push(sighting);
    if (sighting.experiment !== "run" || !decide) return;
    const answer = (text: Answer) => child.connected && child.send(text);
    void decide(sighting).then(answer, () => answer("that is enough"));
  };
  child.on("message", (word: Word) => {
    if (word.type === "saw") hear(withShortPaths(word.sighting, assignment.subject));
    else if (word.type === "note") underWay = word.what;
    else mishap = { message: withShortPaths(word.message, assignment.subject), status: "error" };
  });
  const give = (message: string) => {
    mishap ??= { message, status: "fail" };
    endGroup(child);
  };
  const clock = setTimeout(() => give(`no end after ${limits.time / 1000} s: ${underWay}`), limits.time);
  const watch = setInterval(() => {
    if (sizeOf(assignment.subject.folder) > limits.disk * 1e6)
      give(`more than ${limits.disk} MB of files: ${underWay}`);
  }, 250);
  return new Promise((resolve) => {
    child.once("close", (code, signal) => {
      clearTimeout(clock);
      clearInterval(watch);
      endGroup(child); // whatever its tasks have left running
      const early = /heap out of memory/i.test(problems)
        ? `more than ${limits.memory} MB of memory: ${underWay}`
        : `its process ended (${signal ?? `exit code ${code ?? 0}`}): ${underWay}`;
      const isWell = code === 0 || assignment.part === "be killed";
      resolve({ seen, mishap: mishap ?? (isWell ? null : { message: early, status: "fail" }) });
    });
    child.send(assignment);
  });
}

/** JavaScript may write below its folder and nowhere else. What bash does is not held back. */
function confinement({ folder }: Subject, { memory }: Limits): string[] {
  return [
    `--max-old-space-size=${memory}`,
    "--permission",
    "--allow-fs-read=*",
    `--allow-fs-write=${folder}`,
    "--allow-child-process",
    "--allow-net",
    "--allow-addons",
    "--disable-warning=SecurityWarning",
  ];
}

/** What a student reads must not depend on where the kit lies, nor on the folder of the day. */
function withShortPaths<T>(value: T, { file, folder }: Subject): T {
  const escaped = (text: string) => JSON.stringify(text).slice(1, -1);
  const text = JSON.stringify(value)
    .replaceAll(escaped(file), escaped(displayPath(file)))
    .replaceAll(escaped(folder), "…");
  return JSON.parse(text) as T;
}

function endGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined && process.platform !== "win32") process.kill(-child.pid, "SIGKILL");
    else child.kill("SIGKILL");
  } catch {
    // It has ended already.
  }
}

function sizeOf(folder: string): number {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
  } catch {
    return 0; // a file went away while it was looked at
  }
}
