// Finds a command, reads its flags, runs it, and turns errors into a sentence and an exit code.

import process from "node:process";
import { inspect } from "node:util";
import { EnvironmentError, UsageError } from "@daglings/engine";
import { suggest } from "@daglings/words";
import { exitCodes, readFlags, type Command, type ExitCode } from "./command-line.ts";
import { openScreen } from "./screen.ts";
import { complain } from "./show/complain.ts";

const commands: Readonly<Record<string, () => Promise<Command>>> = {
  check: async () => (await import("./commands/check.ts")).check,
  checkup: async () => (await import("./commands/checkup.ts")).checkup,
  classroom: async () => (await import("./commands/classroom.ts")).classroom,
  dags: async () => (await import("./commands/dags.ts")).dags,
  diff: async () => (await import("./commands/diff.ts")).diff,
  flow: async () => (await import("./commands/flow.ts")).flow,
  hint: async () => (await import("./commands/hint.ts")).hint,
  lab: async () => (await import("./commands/lab.ts")).lab,
  lesson: async () => (await import("./commands/lesson.ts")).lesson,
  progress: async () => (await import("./commands/progress.ts")).progress,
  reset: async () => (await import("./commands/reset.ts")).reset,
  restore: async () => (await import("./commands/restore.ts")).restore,
  scheduler: async () => (await import("./commands/scheduler.ts")).scheduler,
  start: async () => (await import("./commands/start.ts")).start,
  teach: async () => (await import("./commands/teach.ts")).teach,
  temporal: async () => (await import("./commands/temporal.ts")).temporal,
  tour: async () => (await import("./commands/tour.ts")).tour,
  watch: async () => (await import("./commands/watch.ts")).watch,
};

export async function runCommand(name: string, args: readonly string[]): Promise<ExitCode> {
  const given = args.flatMap((arg) => (arg === "--" ? [] : arg === "--live" ? "--live=mock" : arg));
  const interruption = catchInterrupt();
  try {
    const command = await findCommand(name);
    const { words, values } = readFlags(given, command.options, name);
    const screen = openScreen({ plain: values["plain"] === true, json: values["json"] === true });
    if (values["help"] === true) {
      screen.say(command.help);
      return exitCodes.fine;
    }
    return await command.run({
      words,
      text: (flag) => (typeof values[flag] === "string" ? values[flag] : undefined),
      texts: (flag) => [values[flag] ?? []].flat().map(String),
      isSet: (flag) => values[flag] === true,
      screen,
      get signal() {
        return interruption.signal;
      },
    });
  } catch (error) {
    if (interruption.isOver && isAbort(error)) {
      process.stderr.write("Stopped by Ctrl-C.\n");
      return exitCodes.failed;
    }
    return explain(error, name, given.includes("--verbose"));
  } finally {
    interruption.stop();
  }
}

/** The last one: the terminal is closed. */
const interrupts = ["SIGINT", "SIGTERM", "SIGHUP"];

/** Ctrl-C is caught for a command that asks for the signal; it ends any other command at once. */
function catchInterrupt(): { readonly signal: AbortSignal; readonly isOver: boolean; stop(): void } {
  const controller = new AbortController();
  const abort = () => controller.abort();
  return {
    get signal() {
      this.stop();
      for (const name of interrupts) process.once(name, abort);
      return controller.signal;
    },
    get isOver() {
      return controller.signal.aborted;
    },
    stop() {
      for (const name of interrupts) process.off(name, abort);
    },
  };
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

async function findCommand(name: string): Promise<Command> {
  const names = Object.keys(commands);
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load) return load();
  const hint = suggest(name, names, "there are");
  throw new UsageError(name === "" ? `name a command${hint}` : `there is no command "${name}"${hint}`);
}

function explain(error: unknown, name: string, isVerbose: boolean): ExitCode {
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : inspect(error);
  const bug = `this is a bug in Daglings: ${message}\n--verbose shows where; please report it`;
  complain(`${["pnpm", name].join(" ").trim()}: ${code === exitCodes.bug ? bug : message}`);
  if (isVerbose) process.stderr.write(`${inspect(error)}\n`);
  return code;
}

function codeOf(error: unknown): ExitCode {
  if (error instanceof UsageError) return exitCodes.usage;
  return error instanceof EnvironmentError ? exitCodes.environment : exitCodes.bug;
}
