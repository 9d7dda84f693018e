// For tests: the kit's commands as processes of their own, with a student's folder of their own.

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process, { env, execPath, kill, platform } from "node:process";
import { onTestFinished, vi } from "vitest";
import { kitFolder } from "../../stage/src/catalogue.ts";
import { runCommand } from "./run-command.ts";
import { openScreen, type Screen } from "./screen.ts";
import { call, type Answer } from "../../stage/src/testing.ts";

/** Gone when the test has ended. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "daglings-test-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

export interface Surroundings {
  /** The student's folder. */
  readonly work: string;
  readonly variables?: NodeJS.ProcessEnv;
  /** A module that is loaded first. */
  readonly before?: string;
}

const main = join(kitFolder, "kit", "src", "main.js");

/** What the terminal of the person who runs the tests may set. */
const unset = { NO_COLOR: undefined, FORCE_COLOR: undefined, DAGLINGS_PLAIN: undefined };

function variablesOf({ work, variables = {} }: Surroundings): NodeJS.ProcessEnv {
  return { ...unset, INIT_CWD: kitFolder, DAGLINGS_WORK: work, ...variables };
}

function argumentsOf(words: readonly string[], { before = "" }: Surroundings): string[] {
  return ["--import", `data:text/javascript,${encodeURIComponent(before)}`, main, ...words];
}

/** `pnpm check 08` is `kit(["check", "08"], { work })`. */
export function kit(words: readonly string[], surroundings: Surroundings): Promise<Answer> {
  return call(execPath, argumentsOf(words, surroundings), {
    variables: variablesOf(surroundings),
    cwd: kitFolder,
  });
}

/**
 * The same within this process, which is quicker. The student's folder is that of desk/work-testing.ts, which must be
 * imported first.
 */
export async function kitHere(words: readonly string[], variables: NodeJS.ProcessEnv = {}): Promise<Answer> {
  const [stdout, stderr] = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, "write").mockReturnValue(true),
  );
  const said = (spy: typeof stdout) => (spy?.mock.calls ?? []).map(([text]) => String(text)).join("");
  for (const [name, value] of Object.entries({ ...unset, INIT_CWD: kitFolder, ...variables })) {
    vi.stubEnv(name, value);
  }
  try {
    const [name = "", ...others] = words;
    const exitCode = await runCommand(name, others);
    return { exitCode, stdout: said(stdout), stderr: said(stderr) };
  } finally {
    stdout?.mockRestore();
    stderr?.mockRestore();
    vi.unstubAllEnvs();
  }
}

export interface Started {
  readonly child: ChildProcess;
  /** All that it has said so far. */
  readonly output: () => string;
  /** Waits until it has said that, after whatever the last wait was for. */
  readonly says: (pattern: RegExp) => Promise<void>;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

/** A command that goes on until it is told to end. */
export function startKit(words: readonly string[], surroundings: Surroundings): Started {
  const child = spawn(execPath, argumentsOf(words, surroundings), {
    env: { ...env, ...variablesOf(surroundings) },
    cwd: kitFolder,
    stdio: ["pipe", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  child.stdin.on("error", () => {}); // it has ended already: that is seen below
  let output = "";
  let waitedFor = 0;
  let wake = Promise.withResolvers<void>();
  const hear = (chunk: Buffer) => {
    output += chunk.toString();
    wake.resolve();
    wake = Promise.withResolvers();
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  const ended = once(child, "close").then(([code, signal]: (number | NodeJS.Signals | null)[]) => {
    wake.reject(new Error(`it has ended, and said:\n${output}`));
    wake.promise.catch(() => {});
    return { code: code as number | null, signal: signal as NodeJS.Signals | null };
  });
  return {
    child,
    output: () => output,
    async says(pattern) {
      for (;;) {
        const found = pattern.exec(output.slice(waitedFor));
        if (found) {
          waitedFor += found.index + found[0].length;
          return;
        }
        await wake.promise;
      }
    },
    ended,
  };
}

/** Their names, as soon as there are this many. */
export function filesIn(folder: string, number: number): Promise<string[]> {
  return new Promise((resolve) => {
    const watcher = watch(folder);
    const look = () => {
      const names = readdirSync(folder);
      if (names.length < number) return;
      watcher.close();
      resolve(names);
    };
    watcher.on("change", look);
    look();
  });
}

export function isRunning(pid: number): boolean {
  try {
    kill(pid, 0);
    // One that has ended, and that nobody has asked for its end, runs no longer.
    return platform !== "linux" || !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false; // it may also have ended between the two
  }
}

/** A screen of that width, as on a terminal without colours. */
export function screenOf(own: Partial<Screen> = {}): Screen {
  return { ...openScreen({ plain: false, json: false }), width: 100, paint: (_, text) => text, ...own };
}

export const plainScreen = screenOf({ isPlain: true, width: 80 });
