// The thread of loop-guard.ts: it waits for signs of life from the main one. Plain JavaScript: a thread with types must
// first load the code that strips them, which takes longer than many a lesson.

import { writeSync } from "node:fs";
import { kill, pid } from "node:process";
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";

const { beats, command, longest } = /** @type {import("./loop-guard.ts").GuardOrder} */ (workerData);

/** A process that was stopped as a whole, as by Ctrl-Z, has missed one of these steps, and not all. */
const steps = 20;

let missed = 0;
while (missed < steps) {
  const known = Atomics.load(beats, 0);
  missed = Atomics.wait(beats, 0, known, longest / steps) === "timed-out" ? missed + 1 : 0;
}

let underWay = "while the file was loaded";
for (let word = nextNote(); word; word = nextNote()) underWay = word.message;
const time = `${longest / 1000} s`;
writeSync(
  2,
  `\npnpm ${command}: nothing has moved for ${time}, ${underWay}: does it loop without end? Stopped.\n`,
);
kill(pid, "SIGKILL");

/** @returns {{ readonly message: string } | undefined} */
function nextNote() {
  return parentPort ? receiveMessageOnPort(parentPort) : undefined;
}
