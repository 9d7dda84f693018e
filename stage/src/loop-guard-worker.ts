// The thread of loop-guard.ts: it waits for signs of life of the main one.

import { writeSync } from "node:fs";
import { kill, pid } from "node:process";
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import type { GuardOrder } from "./loop-guard.ts";

const { beats, command, longest } = workerData as GuardOrder;

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

function nextNote(): { readonly message: string } | undefined {
  return parentPort ? receiveMessageOnPort(parentPort) : undefined;
}
