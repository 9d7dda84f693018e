// A process for a version's DAG file, which a scheduler in this process works with: deciding and observing are done here;
// only the code of tasks runs there.

import { spawn, type ChildProcess } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import process from "node:process";
import {
  isReportOn,
  UsageError,
  type AttemptKey,
  type AttemptOrder,
  type AttemptReport,
  type CallbackOrder,
} from "@daglings/engine";
import { packagesHook } from "@daglings/stage";
import type { Cue, Line, Role } from "./actor-process.ts";
import type { DagSketch } from "./dag-sketch.ts";
import { launchBehind, type Wall } from "./wall.ts";

export interface ActorOptions {
  readonly wall: Wall;
  /** It has ended by itself while it played: how, and the end of what it has written on stderr. */
  readonly onEnd: (how: string, problems: string) => void;
}

/** It plays one role after the other. */
export interface Actor {
  /** Loads the DAGs of its file anew. */
  begin(role: Role): Promise<readonly DagSketch[]>;
  start(order: AttemptOrder, report: (report: AttemptReport) => void): void;
  stop(attempt: AttemptKey): void;
  callBack(order: CallbackOrder): Promise<void>;
  /** What is under way is stopped, and no longer reported. */
  finish(): Promise<void>;
  /** Ends the role. Returns whether it may play another: not if something still goes on in it that only its end can stop. */
  rest(): Promise<boolean>;
  isGone(): boolean;
  /** Kills it, and waits until it is gone. */
  leave(): Promise<void>;
}

const program = join(import.meta.dirname, "actor-process.ts");
const wholeNames = import.meta.resolve("@daglings/engine/whole-names");

export function startActor({ wall, onEnd }: ActorOptions): Actor {
  const {
    program: command,
    programArguments,
    env,
  } = launchBehind(wall)(["--import", wholeNames, "--import", packagesHook, program]);
  const child = spawn(command, programArguments, { env, stdio: ["ignore", "ignore", "pipe", "ipc"] });
  const tell = (cue: Cue) => void child.send(cue, () => {}); // it may be ending: then its end says everything
  let begun = Promise.withResolvers<readonly DagSketch[]>();
  const underWay = new Map<string, { order: AttemptOrder; report: (report: AttemptReport) => void }>();
  const calls: (() => void)[] = [];
  const closings: (() => void)[] = [];
  let rested = Promise.withResolvers<boolean>();
  let [isPlaying, isLeft, isGone] = [false, false, false];
  const answered = (answers: (() => void)[], cue: Cue) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (isLeft) resolve();
    else answers.push(resolve);
    tell(cue);
    return promise;
  };
  const gone = new Promise<void>((resolve) => {
    const leave = () => {
      isGone = true;
      isLeft ||= !isPlaying; // nobody has missed it
      resolve();
    };
    child.once("error", leave).once("exit", leave);
  });
  whenOver(child, (how, problems) => {
    if (!isLeft) onEnd(how, problems);
  });
  child.on("message", (line: Line | null) => {
    switch (line?.type) {
      case "ready":
        begun.resolve(line.dags);
        return;
      case "unfit":
        begun.reject(line.isUsage ? new UsageError(line.message) : new Error(line.message));
        return;
      case "report": {
        const known = [...underWay].find(([, { order }]) => isReportOn(order, line.report));
        if (!known || !underWay.delete(known[0])) return;
        known[1].report(line.report);
        return;
      }
      case "called back":
        calls.shift()?.();
        return;
      case "closed":
        closings.shift()?.();
        return;
      case "rested":
        rested.resolve(line.isIdle);
        return;
      default: // what the version itself says does not count
        line satisfies null | undefined;
    }
  });
  return {
    begin(role) {
      isPlaying = true;
      begun = Promise.withResolvers();
      tell({ type: "begin", role });
      return begun.promise;
    },
    start(order, report) {
      underWay.set(JSON.stringify([order.runId, order.taskId, order.tryNumber]), { order, report });
      tell({ type: "start", order });
    },
    stop(attempt) {
      tell({ type: "stop", attempt });
    },
    callBack(order) {
      return answered(calls, { type: "call back", order });
    },
    finish() {
      underWay.clear();
      return answered(closings, { type: "close" });
    },
    async rest() {
      if (isLeft) return false;
      isPlaying = false;
      rested = Promise.withResolvers();
      tell({ type: "rest" });
      return await Promise.race([rested.promise, gone.then(() => false)]);
    },
    isGone: () => isGone,
    leave() {
      isLeft = true;
      child.kill("SIGKILL");
      for (const isOver of [...closings.splice(0), ...calls.splice(0)]) isOver();
      return gone;
    },
  };
}

/** Real milliseconds to wait for the last words of an ended process: others may hold its output open. */
const lastWords = 200;

function whenOver(child: ChildProcess, tell: (how: string, problems: string) => void): void {
  let problems = "";
  let isSaid = false;
  child.stderr?.on("data", (chunk: Buffer) => {
    problems = (problems + chunk.toString()).slice(-4000);
  });
  child.once("error", ({ message }) => tell(message, problems));
  child.once("exit", (code, signal) => {
    const say = () => {
      if (!isSaid) tell(signal ?? endText(code ?? 0), problems);
      isSaid = true;
      child.stderr?.destroy(); // or it would keep this process alive, where others hold it open
    };
    const timer = setTimeout(say, lastWords);
    child.once("close", () => {
      clearTimeout(timer);
      say();
    });
  });
}

/** A sandbox reports the signal that has ended its contents as a shell does: 137 for SIGKILL. */
function endText(code: number): string {
  const [signal] = Object.entries(constants.signals).find(([, number]) => code === 128 + number) ?? [];
  return signal !== undefined && process.platform !== "win32" ? signal : `exit code ${code}`;
}
