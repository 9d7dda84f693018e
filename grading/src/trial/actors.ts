// Starts a process for each DAG file, and lets a scheduler of this process work with them: deciding and observing are
// done here; only the code of tasks runs there.

import { spawn, type ChildProcess } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import process from "node:process";
import {
  isReportOn,
  UsageError,
  type AttemptOrder,
  type AttemptReport,
  type CallbackOrder,
  type DAG,
} from "@daglings/engine";
import { packagesHook, type Cast, type RunFolder } from "@daglings/stage";
import type { Cue, Line, Role } from "./actor-process.ts";
import { dagFrom, type DagSketch } from "./dag-sketch.ts";
import { launchBehind, necessary, type Wall } from "./wall.ts";

export interface ActorOptions {
  readonly wall: Wall;
  /** A process has ended by itself: how, and the end of what it has written on stderr. */
  readonly onEnd: (how: string, problems: string) => void;
}

/** A process that has loaded the engine, and has no version yet. */
export interface Waiting {
  begin(folder: RunFolder): Promise<Actor>;
  /** Kills it, and waits until it is gone. */
  leave(): Promise<void>;
}

export async function castActors(waiting: readonly Waiting[], folder: RunFolder): Promise<Cast> {
  const started = await Promise.allSettled(waiting.map((each) => each.begin(folder)));
  const actors = started.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  const unfit = started.find(({ status }) => status === "rejected");
  if (unfit?.status === "rejected") {
    await Promise.all(actors.map((actor) => actor.leave())); // or they would keep this process alive
    throw unfit.reason;
  }
  const actorOf = new Map(actors.flatMap((actor) => actor.dags.map(({ dagId }) => [dagId, actor])));
  return {
    dags: actors.flatMap(({ dags }) => dags),
    executor: () => ({
      slots: 16,
      start: (order, report) => actorOf.get(order.dagId)?.start(order, report),
      stop: (attempt) => actorOf.get(attempt.dagId)?.tell({ type: "stop", attempt }),
      callBack: async (order) => await actorOf.get(order.attempt.dagId)?.callBack(order),
      close: async () => void (await Promise.all(actors.map((actor) => actor.finish()))),
    }),
    close: async () => void (await Promise.all(actors.map((actor) => actor.leave()))),
  };
}

interface Actor {
  readonly dags: readonly DAG[];
  readonly tell: (cue: Cue) => void;
  start(order: AttemptOrder, report: (report: AttemptReport) => void): void;
  callBack(order: CallbackOrder): Promise<void>;
  /** What is under way is stopped, and not reported any more. */
  finish(): Promise<void>;
  /** Kills it, and waits until it is gone. */
  leave(): Promise<void>;
}

const program = join(import.meta.dirname, "actor-process.ts");
const wholeNames = import.meta.resolve("@daglings/engine/whole-names");

export function startActor(file: string, { wall, onEnd }: ActorOptions): Waiting {
  const launch = launchBehind({ ...wall, readable: [...wall.readable, file] });
  const {
    program: command,
    programArguments,
    env,
  } = launch(["--import", wholeNames, "--import", packagesHook, program]);
  const child = spawn(command, programArguments, { env, stdio: ["ignore", "ignore", "pipe", "ipc"] });
  const tell = (cue: Cue) => void child.send(cue, () => {}); // it may be ending: then its end says everything
  const [begun, closed] = [Promise.withResolvers<readonly DagSketch[]>(), Promise.withResolvers<void>()];
  const gone = new Promise<void>((resolve) => {
    child.once("error", () => resolve()).once("exit", () => resolve());
  });
  const underWay = new Map<string, { order: AttemptOrder; report: (report: AttemptReport) => void }>();
  const calls: (() => void)[] = [];
  let isLeft = false;
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
        closed.resolve();
        return;
      default: // what the version itself says does not count
        line satisfies null | undefined;
    }
  });
  const leave = () => {
    isLeft = true;
    child.kill("SIGKILL");
    for (const isOver of [closed.resolve, ...calls.splice(0)]) isOver();
    return gone;
  };
  const actorOf = (sketches: readonly DagSketch[]): Actor => ({
    dags: sketches.map(dagFrom),
    tell,
    start(order, report) {
      underWay.set(JSON.stringify([order.runId, order.taskId, order.tryNumber]), { order, report });
      tell({ type: "start", order });
    },
    callBack(order) {
      const { promise, resolve } = Promise.withResolvers<void>();
      calls.push(resolve);
      tell({ type: "call back", order });
      return promise;
    },
    finish() {
      underWay.clear();
      tell({ type: "close" });
      return closed.promise;
    },
    leave,
  });
  return {
    async begin({ path, store }) {
      // The servers of its run may not be those that there were when it was started.
      const role: Role = { file, folder: path, storeFile: store, environment: necessary() };
      tell({ type: "begin", role });
      try {
        return actorOf(await begun.promise);
      } catch (error) {
        await leave();
        throw error;
      }
    },
    leave,
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
