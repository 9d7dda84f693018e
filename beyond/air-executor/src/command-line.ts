// How the command is called: verbs, flags, and what they mean.

import { resolve } from "node:path";
import { env } from "node:process";
import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import { suggest, UsageError } from "@daglings/words";
import { checkName } from "./names.ts";

export const exitCodes = { fine: 0, failed: 1, usage: 2, environment: 3, bug: 4 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** One verb, in a file of its own in commands/. */
export interface Command {
  readonly help: string;
  /** The flags that it has besides the common ones. */
  readonly options: ParseArgsOptionsConfig;
  readonly run: (call: Call) => ExitCode | Promise<ExitCode>;
}

export interface Call {
  /** The arguments that are not flags. */
  readonly words: readonly string[];
  readonly dir: string;
  /** The job that is named, or that of the task in which it is called. */
  readonly job: string | undefined;
  readonly isJson: boolean;
  readonly text: (flag: string) => string | undefined;
  readonly isSet: (flag: string) => boolean;
  /** Undefined if the flag is missing; throws a sentence if it is not a number. */
  readonly number: (flag: string) => number | undefined;
  /** Prints the sentence, or with --json the value. */
  readonly say: (sentence: string, value: unknown) => void;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

const commonOptions = {
  dir: { type: "string" },
  job: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const satisfies ParseArgsOptionsConfig;

export const commonHelp = `  --dir FOLDER     that holds .air-executor, and in which tasks run; default: here
  --job NAME       up to 100 letters, digits, "_" and "-"
  --json           one JSON object, and nothing else`;

export interface Flags {
  readonly words: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
}

export function readFlags(args: readonly string[], options: ParseArgsOptionsConfig, verb: string): Flags {
  const known = { ...options, ...commonOptions };
  for (const arg of args) {
    if (arg === "--") break;
    const [, name] = /^--([^=]+)/.exec(arg) ?? [];
    if (name === undefined || Object.hasOwn(known, name)) continue;
    const hint = suggest(name, Object.keys(known)).replace('"', '"--');
    throw new UsageError(
      `${verb} has no flag --${name}${hint || `; air-executor ${verb} --help shows what there is`}`,
    );
  }
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: known, allowPositionals: true });
    return { words: positionals, values };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const [, flag = "a flag"] = /'(?:-\w, )?(--?[^\s'=]+)/.exec(error.message) ?? [];
    const wrong = error.message.includes("does not take an argument") ? "takes no value" : "needs a value";
    throw new UsageError(`${flag} ${wrong}; air-executor ${verb} --help shows what there is`, {
      cause: error,
    });
  }
}

export function callOf({ words, values }: Flags, say: Call["say"], signal: AbortSignal): Call {
  const text = (flag: string) => (typeof values[flag] === "string" ? values[flag] : undefined);
  const job = text("job") ?? env["AIR_EXECUTOR_JOB"];
  return {
    words,
    // pnpm starts commands in the kit's folder, wherever it is called.
    dir: resolve(env["INIT_CWD"] ?? "", text("dir") ?? env["AIR_EXECUTOR_DIR"] ?? ""),
    job: job === undefined ? undefined : checkName(job, "--job"),
    isJson: values["json"] === true,
    text,
    isSet: (flag) => values[flag] === true,
    number(flag) {
      const given = text(flag);
      if (given === undefined) return undefined;
      const value = given.trim() === "" ? Number.NaN : Number(given);
      if (Number.isFinite(value)) return value;
      throw new UsageError(`--${flag} is "${given}"; it must be a number`);
    },
    say,
    signal,
  };
}

/** The job that a verb is about, when it must be exactly one. */
export function theJob({ job }: Call, verb: string): string {
  if (job !== undefined) return job;
  throw new UsageError(`${verb} which job? name it: air-executor ${verb} --job NAME`);
}

export function noWords({ words: [word] }: Call, verb: string): void {
  if (word !== undefined)
    throw new UsageError(`air-executor ${verb} takes no "${word}"; a job is named by --job`);
}
