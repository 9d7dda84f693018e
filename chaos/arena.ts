// Where schedulers are attacked: a folder, and the processes in it.

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env, execPath } from "node:process";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Setup } from "./setup.ts";

/** Longer than anything here may take: a process that is not done by then is stuck. In milliseconds. */
const patience = 90_000;

interface LifeEnd {
  /** Null if it was killed. */
  readonly exitCode: number | null;
  readonly complaints: string;
}

export interface Life {
  readonly pid: number;
  readonly signal: (name: "SIGKILL" | "SIGSTOP" | "SIGCONT" | "SIGUSR2") => void;
  /** Resolves when it has printed this, or has ended. */
  readonly hasSaid: (words: string) => Promise<void>;
  readonly said: () => readonly string[];
  readonly isOver: () => boolean;
  /** Rejects if it does not come. */
  readonly ended: Promise<LifeEnd>;
}

export interface Arena {
  readonly folder: string;
  readonly storeFile: string;
  readonly start: (setup: Setup, nodeOptions?: readonly string[]) => Life;
  /** What tasks have written outside the store. */
  readonly outside: () => string[];
  /** Resolves when tasks have written this many lines outside, or `life` is over. */
  readonly untilOutside: (lines: number, life: Life) => Promise<void>;
  /** Lets the long task of slow.ts end. */
  readonly letGo: () => void;
  /** Ends what is left. */
  readonly close: () => void;
}

export interface ArenaOptions {
  readonly runs?: number;
  /** What is attacked: a file beside this one. */
  readonly program?: "scheduler.ts" | "flow.ts";
}

export function openArena({ runs = 1, program = "scheduler.ts" }: ArenaOptions = {}): Arena {
  const script = fileURLToPath(new URL(program, import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), "daglings-chaos-"));
  const lives: ChildProcess[] = [];
  const surroundings = { ...env, CHAOS_FOLDER: folder, CHAOS_RUNS: String(runs) };
  const outside = () => {
    const file = join(folder, "outside.log");
    return existsSync(file) ? readFileSync(file, "utf8").split("\n").slice(0, -1) : [];
  };
  return {
    folder,
    storeFile: join(folder, "daglings.db"),
    outside,
    start(setup, nodeOptions = []) {
      const child = spawn(execPath, [...nodeOptions, script, JSON.stringify(setup)], {
        stdio: ["ignore", "pipe", "pipe"],
        env: surroundings,
      });
      lives.push(child);
      return watch(child);
    },
    async untilOutside(lines, life) {
      while (outside().length < lines && !life.isOver()) await wait(3);
    },
    letGo: () => writeFileSync(join(folder, "go"), ""),
    close() {
      for (const life of lives) life.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function watch(child: ChildProcess): Life {
  const said = new Set<string>();
  const complaints: string[] = [];
  let heard = Promise.withResolvers<void>();
  let isOver = false;
  const tell = () => {
    heard.resolve();
    heard = Promise.withResolvers();
  };
  if (child.stdout) {
    createInterface({ input: child.stdout }).on("line", (line) => {
      said.add(line);
      tell();
    });
  }
  child.stderr?.on("data", (chunk: Buffer) => complaints.push(chunk.toString()));
  const closed = once(child, "close").then(([exitCode]) => {
    isOver = true;
    tell();
    return { exitCode: exitCode as number | null, complaints: complaints.join("") };
  });
  const tooLate = async () => {
    await wait(patience, undefined, { ref: false });
    child.kill("SIGKILL");
    throw new Error(`a scheduler is stuck: it has not ended after ${patience / 1000} s`);
  };
  const ended = Promise.race([closed, tooLate()]);
  ended.catch(() => {}); // perhaps nothing waits for it yet
  return {
    pid: child.pid ?? 0,
    signal: (name) => void child.kill(name),
    async hasSaid(words) {
      while (!said.has(words) && !isOver) await heard.promise;
    },
    said: () => [...said],
    isOver: () => isOver,
    ended,
  };
}
