// A runner carries out one try of a task and ends: it is the shell that runs the command, or the program itself. It is in a group
// of its own, so that it goes on when its manager is gone, and its end is written to the disk even if no one else is alive.
//
// A starter starts it: a shell that does so for one try after another. So a task costs a fork, and not the start of a
// shell by Node. No starter is alive when nothing runs.

import { spawn, type ChildProcess } from "node:child_process";
import { env, execPath, platform } from "node:process";
import { fileURLToPath } from "node:url";
import { EnvironmentError } from "./errors.ts";
import { identityOf, type Identity } from "./identity.ts";
import type { JobFolder } from "./job-folder.ts";
import { attemptName, type Attempt } from "./names.ts";
import { commandLine, type TaskDefinition } from "./task-file.ts";

const program = fileURLToPath(new URL("starter.sh", import.meta.url));
/** The folder of the command `air-executor`, which a task can call. */
const bin = fileURLToPath(new URL("../bin", import.meta.url));

interface Hearer {
  /** A sentence, where it could not be started. */
  readonly onEnd: (because: string | null) => void;
  /** The starter is gone. The runner may go on. */
  readonly onLoss: () => void;
}

export class Starter {
  readonly #child: ChildProcess;
  /** Null: there is no such process. */
  readonly identity: Identity | null;
  #isLost = false;
  /** The try that it was told to start last, until it has reported its end. */
  #current: (Hearer & { readonly name: string }) | null = null;

  constructor(folder: JobFolder) {
    this.#child = spawn(bash(), ["-p", program], {
      env: {
        ...env,
        PATH: `${bin}:${env["PATH"] ?? "/usr/bin:/bin"}`,
        AIR_EXECUTOR_DIR: folder.dir,
        AIR_EXECUTOR_JOB: folder.name,
        AIR_EXECUTOR_TASKS: folder.tasks,
        AIR_EXECUTOR_ATTEMPTS: folder.attempts,
        AIR_EXECUTOR_NODE: execPath,
      },
      detached: true,
      stdio: ["pipe", "pipe", "ignore"],
    });
    const { pid, stdin, stdout } = this.#child;
    this.identity = pid === undefined ? null : identityOf(pid);
    this.#child.once("error", ({ message }) => {
      this.#isLost = true;
      this.#settle()?.onEnd(`it could not be started: ${message}`);
    });
    this.#child.once("close", () => {
      this.#isLost = true;
      this.#settle()?.onLoss();
    });
    stdin?.on("error", () => {}); // it is gone: "close" says so
    stdout?.on("data", (text: Buffer) => {
      if (text.toString().trimEnd() === this.#current?.name) this.#settle()?.onEnd(null);
    });
  }

  /** It can start nothing more. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** After the end of the one before. */
  start(attempt: Attempt, task: TaskDefinition, hearer: Hearer): void {
    const name = attemptName(attempt);
    this.#current = { name, ...hearer };
    this.#child.stdin?.write(`${name}\n${commandLine(task)}\0`);
  }

  /** The runner goes on, and the starter waits for its end. */
  close(): void {
    this.#settle();
    this.#child.stdin?.end();
    this.#child.stdout?.destroy();
    this.#child.unref();
  }

  #settle(): Hearer | null {
    const current = this.#current;
    this.#current = null;
    return current;
  }
}

function bash(): string {
  if (platform !== "win32") return "bash";
  throw new EnvironmentError(
    "air-executor needs the shell and the processes of Linux or macOS; on Windows, run it in WSL",
  );
}
