// Calls programs of this machine.

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

export interface Told {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CallOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
}

/** Its output, whatever that is. */
export async function ask(words: readonly string[], options: CallOptions = {}): Promise<Told> {
  const [program = "", ...args] = words;
  const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(child, "close") as Promise<[number | null]>;
  const [stdout, stderr, [exitCode]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { exitCode, stdout, stderr };
}

/** Its output, or an error with its last words. */
export async function tell(words: readonly string[], options: CallOptions = {}): Promise<string> {
  const { exitCode, stdout, stderr } = await ask(words, options);
  if (exitCode === 0) return stdout.trim();
  const last = `${stdout}\n${stderr}`.trim().split("\n").slice(-15).join("\n");
  throw new Error(`${words.join(" ").slice(0, 200)} … ended with ${exitCode}:\n${last}`);
}

export interface Running {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<number | null>;
}

export function start(words: readonly string[]): Running {
  const [program = "", ...args] = words;
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const hear = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  const ended = once(child, "close").then(([code]: (number | null)[]) => code ?? null);
  return { child, output: () => output, ended };
}
