// Makes sure that everything this process has started ends with it, even if it is killed. A small shell holds the other
// end of a pipe, and is told which process groups there are; when the pipe ends, it kills them all. It watches groups
// only: a process that has left its group lives on. Windows has no groups: when a scheduler is killed there, its programs
// run on, and only a subprocess, which notices by itself, ends.

import { spawn } from "node:child_process";
import { Socket } from "node:net";
import { platform } from "node:process";
import type { Writable } from "node:stream";
import { EnvironmentError } from "../errors.ts";

/** For any POSIX shell. It does not end before its pipe does. */
const script = `
trap '' HUP INT TERM
groups=' '
while read -r change group; do
  case $change in
  +) groups="$groups$group " ;;
  -) groups="\${groups%%" $group "*} \${groups#*" $group "}" ;;
  esac
done
for group in $groups; do kill -s KILL -- "-$group"; done`;

const groups = new Set<number>();
let pipe: Writable | undefined;

/** Resolves when it is certain that the group ends with this process: nothing in it should begin its work before. */
export async function guard(group: number): Promise<void> {
  if (platform === "win32") return;
  groups.add(group);
  if (pipe) await tell(pipe, `+ ${group}\n`);
  else await start();
}

/** The group has ended, or may live on. */
export function release(group: number): void {
  if (groups.delete(group) && pipe) tell(pipe, `- ${group}\n`).catch(() => {}); // nobody is left to forget it
}

async function start(): Promise<void> {
  // Without an environment, since it is not a task. In a session of its own: Ctrl-C in a terminal is not meant for it.
  const shell = spawn("/bin/sh", ["-c", script, "daglings-guardian"], {
    stdio: ["pipe", "ignore", "ignore"],
    env: {},
    detached: true,
  });
  const own = (pipe = shell.stdin);
  const isOver = () => {
    if (pipe === own) pipe = undefined;
  };
  shell.once("error", isOver);
  shell.once("exit", (_, killedBy) => {
    isOver();
    if (killedBy !== null && groups.size > 0) start().catch(() => {}); // if there is none, the next attempt says so
  });
  own.on("error", isOver);
  shell.unref();
  if (own instanceof Socket) own.unref();
  await tell(own, [...groups].map((group) => `+ ${group}\n`).join(""));
}

function tell(guardian: Writable, words: string): Promise<void> {
  return new Promise((resolve, reject) => {
    guardian.write(words, (cause) => {
      if (!cause) return resolve();
      const advice = "see that there is a /bin/sh, and that it may be started";
      reject(
        new EnvironmentError(`the process that ends attempts with their scheduler is gone; ${advice}`, {
          cause,
        }),
      );
    });
  });
}
