// Watches a run in this process, whose tasks may do what they like: loop, wait for ever, or end the process.

import process from "node:process";
import { guardAgainstLoops } from "@daglings/stage";
import { complain } from "../show/complain.ts";

export interface RunGuard {
  /** Something has happened; what is under way from now on, for the message. */
  readonly note: (what: string | null) => void;
  /** Aborted, with a sentence as its reason, when nothing happens for too long. */
  readonly signal: AbortSignal;
  readonly stop: () => void;
}

export interface GuardOptions {
  readonly command: string;
  /** Real milliseconds in which nothing happens: as long as a check waits. */
  readonly longest?: number;
}

export function guardRun({ command, longest = 20_000 }: GuardOptions): RunGuard {
  const loops = guardAgainstLoops({ command, longest });
  const controller = new AbortController();
  let underWay = "while the file was loaded";
  const timer = setTimeout(() => {
    const time = `${longest / 1000} s`;
    controller.abort(
      `Nothing has moved for ${time}, ${underWay}. Does it wait for what never comes? Stopped`,
    );
  }, longest);
  timer.unref();
  // Whatever a task does to this process, the end of the process is not the end of the run.
  const sayWhatEnded = () => {
    process.exitCode = 1;
    complain(
      `pnpm ${command}: the process was ended, ${underWay}: does it call process.exit? A task that is done returns.`,
    );
  };
  process.once("exit", sayWhatEnded);
  return {
    note(what) {
      timer.refresh();
      if (what === null) return;
      underWay = what;
      loops.note(what);
    },
    signal: controller.signal,
    stop() {
      process.off("exit", sayWhatEnded);
      clearTimeout(timer);
      loops.stop();
    },
  };
}
