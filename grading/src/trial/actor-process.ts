// The process in which a version's own code runs: it loads the DAG's file, describes the DAG, and carries out the
// attempts that it is told to. About an attempt it says only what a task says: that it ended well, or did not.

import { flushCompileCache } from "node:module";
import process from "node:process";
import { callBack, inProcess, loadMainLast, sqliteStore, UsageError, type Executor } from "@daglings/engine";
import type { AttemptKey, AttemptOrder, AttemptReport, CallbackOrder } from "@daglings/engine";
import { sketchOf, type DagSketch } from "./dag-sketch.ts";

export interface Role {
  readonly file: string;
  /** The run's folder, in which its tasks work. */
  readonly folder: string;
  readonly storeFile: string;
  /** Where the run's servers are. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export type Cue =
  | { readonly type: "begin"; readonly role: Role }
  | { readonly type: "start"; readonly order: AttemptOrder }
  | { readonly type: "stop"; readonly attempt: AttemptKey }
  | { readonly type: "call back"; readonly order: CallbackOrder }
  | { readonly type: "close" };

export type Line =
  | { readonly type: "ready"; readonly dags: readonly DagSketch[] }
  /** `isUsage`: the version is wrong. Otherwise something else is. */
  | { readonly type: "unfit"; readonly message: string; readonly isUsage: boolean }
  | { readonly type: "report"; readonly report: AttemptReport }
  /** One after the other, as they were asked for. */
  | { readonly type: "called back" }
  | { readonly type: "closed" };

// The process that started it is gone: nobody else would end it.
const orphaned = () => process.exit(1);
process.once("disconnect", orphaned);
if (!process.connected) orphaned(); // it went while this was loaded, and nobody was told
const say = (line: Line) => void process.send?.(line, ignore);
const ignore = () => {};

let executor: Executor | undefined;
process.on("message", (cue: Cue) => {
  switch (cue.type) {
    case "begin":
      begin(cue.role).then(say, (error: unknown) => {
        const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
        const isUsage = error instanceof UsageError;
        say({ type: "unfit", message: isUsage ? error.message : message, isUsage });
      });
      return;
    case "start":
      executor?.start(cue.order, (report) => say({ type: "report", report }));
      return;
    case "stop":
      executor?.stop(cue.attempt);
      return;
    case "call back":
      void Promise.resolve(executor?.callBack?.(cue.order)).then(() => say({ type: "called back" }));
      return;
    case "close":
      void Promise.resolve(executor?.close()).then(() => {
        flushCompileCache(); // the next actor finds it; this one will be killed
        say({ type: "closed" });
      });
      return;
    default:
      cue satisfies never;
  }
});

async function begin({ file, folder, storeFile, environment }: Role): Promise<Line> {
  Object.assign(process.env, environment);
  process.chdir(folder);
  const all = await loadMainLast(file);
  const dags = new Map(all.map((dag) => [dag.dagId, dag]));
  const store = sqliteStore(storeFile, { readOnly: true });
  executor = {
    ...inProcess()({ dags, store }),
    async callBack(order) {
      const dag = dags.get(order.attempt.dagId);
      if (dag) await callBack(order, dag, store);
    },
  };
  return { type: "ready", dags: all.map(sketchOf) };
}
