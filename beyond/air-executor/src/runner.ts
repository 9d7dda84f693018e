// A runner: the shell that carries out one try of a task, writes down how it ended, and is gone. It is in a group of its
// own, so that it goes on when its manager is gone, and its end is on the disk whoever is alive.

import { spawn, type ChildProcess } from "node:child_process";
import { env, execPath, platform } from "node:process";
import { fileURLToPath } from "node:url";
import { EnvironmentError } from "./errors.ts";
import { attemptFile, type JobFolder } from "./job-folder.ts";
import type { Attempt } from "./names.ts";
import { commandLine, type TaskDefinition } from "./task-file.ts";

/**
 * First it says who it is, in the claim that it was started for. Then it makes the log, which only one can make: if somebody
 * has done so in the meantime, the try was given up, and it ends without a word. From then on a request to end reaches the
 * command alone, so that there is somebody left to write down the exit code.
 */
const script = `
[ -e "$1.claim" ] || exit 0
read -r me </proc/$$/stat || me="$$ $(LC_ALL=C ps -o lstart= -p $$)"
echo "$me" >>"$1.claim"
set -C
exec >"$1.log" 2>&1 || exit 0
set +C
trap : TERM INT HUP
end="$1.exit" command="$2"
(shift 2; unset me end; eval "$command")
echo $? >"$end"
`;

/** Where the command \`air-executor\` lies that a task can call. */
const bin = fileURLToPath(new URL("../bin", import.meta.url));

export function startRunner(folder: JobFolder, task: TaskDefinition, attempt: Attempt): ChildProcess {
  const prefix = attemptFile(folder, attempt, "log").slice(0, -".log".length);
  return spawn(shell(), ["-c", script, "air-executor", prefix, commandLine(task)], {
    cwd: folder.dir,
    env: {
      ...env,
      PATH: `${bin}:${env["PATH"] ?? "/usr/bin:/bin"}`,
      AIR_EXECUTOR_DIR: folder.dir,
      AIR_EXECUTOR_JOB: folder.name,
      AIR_EXECUTOR_TASK: attempt.task,
      AIR_EXECUTOR_TRY: String(attempt.number),
      AIR_EXECUTOR_TASKS: folder.tasks,
      AIR_EXECUTOR_NODE: execPath,
    },
    detached: true,
    stdio: "ignore",
  });
}

function shell(): string {
  if (platform !== "win32") return "/bin/sh";
  throw new EnvironmentError(
    "air-executor needs the shell and the processes of Linux or macOS; on Windows, run it in WSL",
  );
}
