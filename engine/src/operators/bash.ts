// A task that runs a bash command. The command runs in a process group of its own, so that everything it has started can
// be stopped with it.

import { spawn, type ChildProcess } from "node:child_process";
import { statSync } from "node:fs";
import { env as processEnv, platform } from "node:process";
import { Writable } from "node:stream";
import { UsageError } from "@daglings/words";
import type { TaskContext } from "../context.ts";
import { EnvironmentError, SkipError } from "../errors.ts";
import * as read from "../options.ts";
import { findBash } from "../processes/find-bash.ts";
import { leadsGroup, signalGroup, watchGroup, type ProcessEnd } from "../processes/group.ts";
import { guard } from "../processes/guardian.ts";
import { cutText, readLines } from "../processes/lines.ts";
import type { Template, TemplatesIn } from "../template/check.ts";
import { Operator } from "./operator.ts";
import { readTask, type TaskOptions } from "./task-options.ts";

export interface BashOptions<Command, Env, Cwd> extends TaskOptions {
  /** A value ending in .sh or .bash is read as the name of a file with the command; a trailing space prevents that. */
  readonly bashCommand: Template<Command>;
  /** Replaces the environment, unless `appendEnv` is set. */
  readonly env?: TemplatesIn<Env>;
  readonly appendEnv?: boolean;
  /** Default: the folder in which all tasks run. */
  readonly cwd?: Template<Cwd>;
  /** Exit codes that skip the task; default 99. */
  readonly skipOnExitCode?: number | readonly number[] | null;
}

const bashOptions = {
  bashCommand: read.text,
  env: read.optional(read.dictionaryOf(read.textOrEmpty)),
  appendEnv: read.optional(read.flag, false),
  cwd: read.optional(read.text),
  skipOnExitCode: read.optional(exitCodes, [99]),
} satisfies read.ReadersOf<Omit<BashOptions<string, undefined, undefined>, keyof TaskOptions>>;

type Fields = Pick<read.SettingsOf<typeof bashOptions>, "bashCommand" | "env" | "cwd">;

export class BashOperator<
  const Command extends string,
  const Env extends Readonly<Record<string, string>> | undefined = undefined,
  const Cwd extends string | undefined = undefined,
> extends Operator<Fields> {
  readonly appendEnv: boolean;
  readonly skipOnExitCode: readonly number[];

  constructor(options: BashOptions<Command, Env, Cwd>) {
    const settings = readTask(options, bashOptions);
    const { bashCommand, env, cwd } = settings;
    super(settings, { bashCommand, env, cwd }, { templateExtensions: [".sh", ".bash"], heedsSignal: true });
    this.appendEnv = settings.appendEnv;
    this.skipOnExitCode = settings.skipOnExitCode;
  }

  /** The last line of output is the result. */
  async execute({ bashCommand, env, cwd }: Fields, context: TaskContext): Promise<string> {
    if (cwd !== undefined && !statSync(cwd, { throwIfNoEntry: false })?.isDirectory())
      throw new UsageError(`${this.place}: cwd "${cwd}" is not a folder; make it first`);
    const inherited = env === undefined || this.appendEnv ? processEnv : {};
    context.log(`$ ${bashCommand.trim()}`);
    const child = spawn(pathOfBash(), ["-c", `${prelude}; ${bashCommand}`], {
      cwd,
      env: { ...inherited, ...env, ...contextVariables(context) },
      stdio: ["ignore", "pipe", "pipe", "pipe"],
      ...leadsGroup,
    });
    const { lastLine, exitCode, exitSignal } = await finished(child, context);
    if (exitCode === 0) return lastLine;
    if (exitCode !== null && this.skipOnExitCode.includes(exitCode)) {
      throw new SkipError(`bash ended with exit code ${exitCode}: skipping`);
    }
    throw new Error(
      exitCode === null
        ? `bash was ended by ${exitSignal ?? "a signal"}`
        : `bash ended with exit code ${exitCode}`,
    );
  }
}

function exitCodes(value: unknown, option: string): readonly number[] {
  return value === null ? [] : [read.oneOrMore(read.count(0))(value, option)].flat();
}

/** Airflow's names, which scripts may know. */
function contextVariables(context: TaskContext): Record<string, string> {
  const { dag, dagRun, ti, runId } = context;
  const nameOfDate = `AIRFLOW_CTX_${dag.settings.airflow === 2 ? "EXECUTION" : "LOGICAL"}_DATE`;
  return {
    AIRFLOW_CTX_DAG_ID: dag.dagId,
    AIRFLOW_CTX_TASK_ID: ti.taskId,
    ...(dagRun.logicalDate && { [nameOfDate]: context.ts }),
    AIRFLOW_CTX_TRY_NUMBER: String(ti.tryNumber),
    AIRFLOW_CTX_DAG_RUN_ID: runId,
  };
}

/**
 * The command begins when it is told to, and never if the scheduler is gone by then. It is not told on its standard
 * input: with a socket there, bash takes it for a remote login. On Windows, which has no guardian, it begins at once.
 */
const prelude = platform === "win32" ? "exec 2>&1" : "read -r <&3 || exit; unset REPLY; exec 3<&- 2>&1";

interface Finish extends ProcessEnd {
  readonly lastLine: string;
}

/** A process that does not end within this time after SIGTERM, in milliseconds, gets SIGKILL. */
const grace = 5000;

/** Waits until the output ends, including that of a process left in the background that holds it open. */
async function finished(bash: ChildProcess, { signal, log }: TaskContext): Promise<Finish> {
  let lastLine = "";
  const onLine = (line: string) => {
    lastLine = cutText(line.trimEnd(), "a line");
    log(lastLine);
  };
  for (const stream of [bash.stdout, bash.stderr]) if (stream) readLines(stream, onLine);
  const group = watchGroup(bash, { waitsForOutput: true });
  const stop = () => group.stop({ ask: () => signalGroup(bash, "SIGTERM"), grace });
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop, { once: true });
  const failed = new Promise<never>((_, reject) => {
    bash.on("error", (error) => reject("code" in error && error.code === "ENOENT" ? bashIsMissing() : error));
    begin(bash).catch((error: unknown) => {
      group.kill();
      reject(error);
    });
  });
  try {
    const end = await Promise.race([group.ended, failed]);
    return { lastLine, ...end };
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

async function begin({ pid, stdio: [, , , gate] }: ChildProcess): Promise<void> {
  if (pid === undefined || !(gate instanceof Writable)) return;
  gate.on("error", () => {}); // it has ended already, which says everything
  await guard(pid);
  gate.end("begin\n");
}

let bashPath: string | undefined;

function pathOfBash(): string {
  bashPath ??= findBash();
  if (bashPath === undefined) throw bashIsMissing();
  return bashPath;
}

function bashIsMissing(): EnvironmentError {
  const advice = "install Git for Windows from https://git-scm.com, which brings it";
  return new EnvironmentError(
    `bash is missing; ${platform === "win32" ? advice : "install it, and see that it is on the PATH"}`,
  );
}
