// How a command of the kit is called: its flags, what all commands share, and what an error leads to.

import { resolve } from "node:path";
import { env } from "node:process";
import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import { UsageError } from "@daglings/engine";
import { suggest } from "@daglings/words";
import type { Screen } from "./screen.ts";

/** What every command answers to a shell. */
export const exitCodes = { fine: 0, failed: 1, usage: 2, environment: 3, bug: 4 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** One command, in a file of its own in commands/. */
export interface Command {
  /** What `--help` shows. */
  readonly help: string;
  /** Its own flags, besides the common ones. */
  readonly options: ParseArgsOptionsConfig;
  readonly run: (call: Call) => Promise<ExitCode>;
}

export interface Call {
  /** The arguments that are not flags: `08`. */
  readonly words: readonly string[];
  readonly text: (flag: string) => string | undefined;
  /** The values of a flag that may be given more than once. */
  readonly texts: (flag: string) => readonly string[];
  readonly isSet: (flag: string) => boolean;
  readonly screen: Screen;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** The same call, changed. It is not spread: to read the signal is to keep Ctrl-C from ending the command by itself. */
export function callWith(call: Call, changed: Partial<Pick<Call, "words" | "screen">>): Call {
  const { words, text, texts, isSet, screen } = call;
  return {
    words,
    text,
    texts,
    isSet,
    screen,
    ...changed,
    get signal() {
      return call.signal;
    },
  };
}

const commonOptions = {
  json: { type: "boolean" },
  plain: { type: "boolean" },
  verbose: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const satisfies ParseArgsOptionsConfig;

export interface Flags {
  readonly words: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
}

export function readFlags(args: readonly string[], options: ParseArgsOptionsConfig, command: string): Flags {
  const known = { ...options, ...commonOptions };
  for (const arg of args) {
    const [, name] = /^--([^=]+)/.exec(arg) ?? [];
    if (name !== undefined && !Object.hasOwn(known, name)) {
      const hint = suggest(name, Object.keys(known)).replace('"', '"--');
      const help = hint || `; pnpm ${command} --help shows what there is`;
      throw new UsageError(`pnpm ${command} has no flag --${name}${help}`);
    }
  }
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: known, allowPositionals: true });
    return { words: positionals, values };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const reason = inOurWords(error.message, command);
    throw new UsageError(`${reason}; pnpm ${command} --help shows what there is`, { cause: error });
  }
}

/** What Node says about wrong flags, in our words. */
function inOurWords(message: string, command: string): string {
  const [, flag = ""] = /'(?:-\w, )?(--?[^\s'=]+)/.exec(message) ?? [];
  if (/argument missing|is ambiguous/.test(message)) return `${flag} needs a value`;
  if (message.includes("does not take an argument")) return `${flag} takes no value`;
  return `pnpm ${command} has no flag ${flag}`;
}

/** A path as the user means it: pnpm starts commands in the kit's folder, wherever it is called. */
export function userPath(path: string): string {
  return resolve(env["INIT_CWD"] ?? "", path);
}

/** At most one word, such as the number of a lesson. */
export function onlyWord({ words }: Call, command: string): string | undefined {
  const [first, second] = words;
  if (second === undefined) return first;
  throw new UsageError(`pnpm ${command} takes one lesson, and "${second}" is one word too many`);
}

export function noWord({ words: [word] }: Call, command: string): void {
  if (word !== undefined) throw new UsageError(`pnpm ${command} is about all lessons; leave out "${word}"`);
}
