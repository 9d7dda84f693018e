// The runs that the page has started: each in a folder and a process of its own. Their records are kept in memory while
// somebody may look at them, and in their folders afterwards.

import { fork, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { getCompileCacheDir } from "node:module";
import { dirname, join } from "node:path";
import { env } from "node:process";
import type { TemplatePreview } from "@daglings/engine";
import { UsageError } from "@daglings/words";
import type { AttemptName, Begun, Ended, Entry } from "../shared/record.ts";
import { inputsFile, recordFile, type FromRunner, type RunOrder, type ToRunner } from "./run-messages.ts";

interface RunWanted extends Omit<RunOrder["lesson"], "dir"> {
  readonly begun: RunOrder["begun"];
}

export interface RecordedLesson {
  readonly id: string;
  readonly folder: string;
  /** Each entry as one line of JSON. */
  readonly lines: readonly string[];
  readonly isOver: boolean;
  /** Calls `hear` when there are more lines, until the function it returns is called. */
  follow(hear: () => void): () => void;
  /** What the templates of a DAG run came to, attempt by attempt. */
  inputsOf(run: number): readonly (AttemptName & TemplatePreview)[];
}

export interface LessonRuns {
  start(wanted: RunWanted): RecordedLesson;
  find(id: string): RecordedLesson | null;
  list(): { readonly id: string; readonly begun: Begun | null; readonly ended: Ended | null }[];
  stop(id: string): boolean;
  close(): void;
}

const runProcess = new URL("./run-process.ts", import.meta.url);
/** At most this many folders are kept; the oldest go first. */
const mostRuns = 20;
/** At most this many run at once: each is a process. */
const mostAtOnce = 8;
/** A run that reports nothing for this many real milliseconds hangs. */
const longestSilence = 90_000;

interface Kept extends RecordedLesson {
  readonly lines: string[];
  isOver: boolean;
  readonly followers: Set<() => void>;
  readonly inputs: Map<number, (AttemptName & TemplatePreview)[]>;
  child: ChildProcess | null;
  begun: Begun | null;
  ended: Ended | null;
}

export function openLessonRuns(folder: string): LessonRuns {
  mkdirSync(folder, { recursive: true });
  const kept = new Map<string, Kept>();
  let warm: ChildProcess | null = null;
  let isClosed = false;
  let last = Math.max(0, ...idsIn(folder).map(numberOf));

  const warmUp = () => {
    if (warm !== null || isClosed) return;
    warm = startProcess();
    warm.once("exit", () => (warm = null));
  };
  const takeProcess = (): ChildProcess => {
    const child = warm?.connected ? warm : startProcess();
    child.removeAllListeners("exit");
    warm = null;
    return child;
  };
  // Until a run has shown something, the next process would only be in its way.
  const warmUpAfter = (run: Kept) => {
    const stop = run.follow(() => {
      stop();
      warmUp();
    });
  };

  function find(id: string): Kept | null {
    const known = kept.get(id) ?? readRun(folder, id);
    if (known) kept.set(id, known);
    return known;
  }

  function forget(): void {
    const old = idsIn(folder)
      .toSorted((a, b) => numberOf(b) - numberOf(a))
      .slice(mostRuns);
    for (const id of old) {
      if (kept.get(id)?.isOver === false) continue;
      kept.delete(id);
      rmSync(join(folder, id), { recursive: true, force: true, maxRetries: 3 });
    }
  }

  warmUp();
  return {
    start({ begun, ...lesson }) {
      const underWay = [...kept.values()].filter(({ isOver }) => !isOver).length;
      if (underWay >= mostAtOnce) {
        throw new UsageError(
          `${underWay} lessons are running here already; wait for one of them, or stop one`,
        );
      }
      const id = `${++last}-${begun.lesson}`;
      const run = emptyRun(id, join(folder, id));
      kept.set(id, run);
      const child = takeProcess();
      run.child = child;
      listen(run, child);
      warmUpAfter(run);
      mkdirSync(run.folder, { recursive: true });
      child.send({ run: { lesson: { ...lesson, dir: run.folder }, begun } } satisfies ToRunner);
      forget();
      return run;
    },
    find,
    list: () =>
      idsIn(folder)
        .toSorted((a, b) => numberOf(b) - numberOf(a))
        .map((id) => {
          const run = find(id);
          return { id, begun: run?.begun ?? null, ended: run?.ended ?? null };
        }),
    stop(id) {
      const child = kept.get(id)?.child;
      if (!child?.connected) return false;
      child.send("stop" satisfies ToRunner);
      setTimeout(() => child.kill("SIGKILL"), 5000).unref();
      return true;
    },
    close() {
      isClosed = true;
      warm?.kill();
      for (const { child } of kept.values()) child?.kill();
    },
  };
}

function startProcess(): ChildProcess {
  const compiled = getCompileCacheDir();
  return fork(runProcess, {
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    serialization: "json",
    // What was compiled once is not compiled again: it starts in a third of the time.
    env: { ...env, NODE_COMPILE_CACHE: compiled === undefined ? undefined : dirname(compiled) },
  });
}

function emptyRun(id: string, folder: string): Kept {
  const followers = new Set<() => void>();
  const inputs: Kept["inputs"] = new Map();
  return {
    id,
    folder,
    lines: [],
    isOver: false,
    followers,
    inputs,
    child: null,
    begun: null,
    ended: null,
    follow(hear) {
      followers.add(hear);
      return () => followers.delete(hear);
    },
    inputsOf: (number) => inputs.get(number) ?? [],
  };
}

function take(run: Kept, entries: readonly Entry[]): void {
  for (const entry of entries) {
    run.lines.push(JSON.stringify(entry));
    if (entry.type === "begun") run.begun = entry;
    if (entry.type === "ended") {
      run.ended = entry;
      run.isOver = true;
    }
  }
  for (const hear of run.followers) hear();
}

function listen(run: Kept, child: ChildProcess): void {
  let said = "";
  let timer: NodeJS.Timeout | undefined;
  const beat = () => {
    clearTimeout(timer);
    timer = setTimeout(() => child.kill("SIGKILL"), longestSilence);
    timer.unref();
  };
  beat();
  child.stderr?.on("data", (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-4000)));
  child.on("message", (message: FromRunner) => {
    beat();
    for (const [name, preview] of message.inputs) takeInputs(run, name, preview);
    if (message.entries.length > 0) take(run, message.entries);
  });
  child.once("exit", () => {
    clearTimeout(timer);
    run.child = null;
    if (run.isOver) return;
    const why = said.trim() || "does a task end its process, or loop without end?";
    const message = `the process that ran the lesson has ended before the lesson has: ${why}`;
    take(run, [{ type: "ended", how: "broken", message, duration: 0, output: null }]);
  });
}

function takeInputs({ inputs }: Kept, name: AttemptName, preview: TemplatePreview): void {
  const known = inputs.get(name.run) ?? [];
  known.push({ ...name, ...preview });
  inputs.set(name.run, known);
}

const idPattern = /^(\d+)-\d\d_[a-z0-9_]+$/;

function numberOf(id: string): number {
  return Number(idPattern.exec(id)?.[1] ?? 0);
}

function idsIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => idPattern.test(name));
}

/** One that an earlier server has left. */
function readRun(folder: string, id: string): Kept | null {
  if (!idPattern.test(id) || !existsSync(join(folder, id, recordFile))) return null;
  const run = emptyRun(id, join(folder, id));
  take(run, readLines(join(run.folder, recordFile)) as Entry[]);
  for (const [name, preview] of readLines(join(run.folder, inputsFile)) as [AttemptName, TemplatePreview][]) {
    takeInputs(run, name, preview);
  }
  if (!run.isOver) {
    const message = "the classroom was closed while the lesson ran";
    take(run, [{ type: "ended", how: "stopped", message, duration: 0, output: null }]);
  }
  return run;
}

function readLines(file: string): unknown[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line): unknown[] => {
      try {
        return line === "" ? [] : [JSON.parse(line) as unknown];
      } catch {
        return []; // the last line of one that was killed
      }
    });
}
