// Finds a verb, reads its flags, runs it, and turns what goes wrong into a sentence and an exit code.

import process from "node:process";
import { inspect } from "node:util";
import { suggest, UsageError } from "@daglings/words";
import { callOf, commonHelp, exitCodes, readFlags, type Command, type ExitCode } from "./command-line.ts";
import { EnvironmentError } from "./errors.ts";

const commands: Readonly<Record<string, () => Promise<Command>>> = {
  run: async () => (await import("./commands/run.ts")).run,
  start: async () => (await import("./commands/start.ts")).start,
  stop: async () => (await import("./commands/stop.ts")).stop,
  status: async () => (await import("./commands/status.ts")).status,
  logs: async () => (await import("./commands/logs.ts")).logs,
  queue: async () => (await import("./commands/queue.ts")).queue,
  retry: async () => (await import("./commands/retry.ts")).retry,
  reset: async () => (await import("./commands/reset.ts")).reset,
};

const help = `Runs tasks that queue further tasks: each in a process of its own, which does this one task and is gone.

  air-executor queue --job NAME "COMMAND"   queue a task; the job is made with its first one
  air-executor run --job NAME               see to the job until it is over
  air-executor start | stop                 a manager in the background, which sees to all jobs of a folder
  air-executor status [--watch]             how jobs stand
  air-executor logs [TASK]                  what a task has printed, or the manager's log
  air-executor reset | retry TASK           let run again what has failed, or these tasks
  air-executor stop --job NAME              cancel a job

${commonHelp}

air-executor queue --help, for example, says more. From the kit's folder it is called as pnpm air-executor.
`;

export async function runCommand(args: readonly string[]): Promise<ExitCode> {
  const [verb, ...given] = args[0] === "--" ? args.slice(1) : args;
  const interruption = new AbortController();
  const abort = () => interruption.abort();
  for (const name of ["SIGINT", "SIGTERM"]) process.once(name, abort);
  try {
    if (verb === undefined || verb === "--help" || verb === "-h" || verb === "help") {
      process.stdout.write(help);
      return verb === undefined ? exitCodes.usage : exitCodes.fine;
    }
    const command = await findCommand(verb);
    const flags = readFlags(given, command.options, verb);
    if (flags.values["help"] === true) {
      process.stdout.write(`${command.help}\n${commonHelp}\n`);
      return exitCodes.fine;
    }
    const isJson = flags.values["json"] === true;
    const say = (sentence: string, value: unknown) =>
      void process.stdout.write(isJson ? `${JSON.stringify(value)}\n` : `${sentence}\n`);
    return await command.run(callOf(flags, say, interruption.signal));
  } catch (error) {
    return explain(error, verb ?? "");
  } finally {
    for (const name of ["SIGINT", "SIGTERM"]) process.off(name, abort);
  }
}

async function findCommand(verb: string): Promise<Command> {
  const load = Object.hasOwn(commands, verb) ? commands[verb] : undefined;
  if (load) return load();
  throw new UsageError(`there is no "${verb}"${suggest(verb, Object.keys(commands), "there are")}`);
}

function explain(error: unknown, verb: string): ExitCode {
  const code = codeOf(error);
  const { message, stack } = error instanceof Error ? error : { message: inspect(error), stack: "" };
  const text = code === exitCodes.bug ? `this is a bug in Air-Executor: ${stack ?? message}` : message;
  process.stderr.write(`air-executor ${verb}: ${text}\n`);
  return code;
}

function codeOf(error: unknown): ExitCode {
  if (error instanceof UsageError) return exitCodes.usage;
  const { code } = error as NodeJS.ErrnoException;
  const isOfTheDisk = ["EACCES", "EROFS", "ENOSPC", "EPERM", "ENOTDIR", "EISDIR", "EMFILE"].includes(
    code ?? "",
  );
  return error instanceof EnvironmentError || isOfTheDisk ? exitCodes.environment : exitCodes.bug;
}
