// The process in which a version's own code runs: it loads the DAG's file, describes the DAG, and carries out the
// attempts that it is told to. About an attempt it says only what a task says: that it ended well, or did not. It may do
// so in one experiment after the other, and loads the file again in each.

import { flushCompileCache } from "node:module";
import process from "node:process";
import { callBack, inProcess, sqliteStore, UsageError, type Executor, type Store } from "@daglings/engine";
import type { AttemptKey, AttemptOrder, AttemptReport, CallbackOrder } from "@daglings/engine";
import { rememberSlate } from "./clean-slate.ts";
import { sketchOf, type DagSketch } from "./dag-sketch.ts";
import { loadAnew } from "./load-anew.ts";
import { enterWorld, type World } from "./other-world.ts";

export interface Role {
  readonly file: string;
  /** What it says, without types; null: Node strips them. */
  readonly code: string | null;
  /** The run's folder, in which its tasks work. */
  readonly folder: string;
  readonly storeFile: string;
  /** Where the run's servers are, and its home. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** In which the file is loaded, if not in this one. */
  readonly world: World | null;
}

export type Cue =
  | { readonly type: "begin"; readonly role: Role }
  | { readonly type: "start"; readonly order: AttemptOrder }
  | { readonly type: "stop"; readonly attempt: AttemptKey }
  | { readonly type: "call back"; readonly order: CallbackOrder }
  | { readonly type: "close" }
  /** The role is over. */
  | { readonly type: "rest" };

export type Line =
  | { readonly type: "ready"; readonly dags: readonly DagSketch[] }
  /** `isUsage`: the version is wrong. Otherwise something else is. */
  | { readonly type: "unfit"; readonly message: string; readonly isUsage: boolean }
  | { readonly type: "report"; readonly report: AttemptReport }
  /** One after the other, as they were asked for. */
  | { readonly type: "called back" }
  | { readonly type: "closed" }
  /** `isIdle`: nothing goes on in it. */
  | { readonly type: "rested"; readonly isIdle: boolean };

// The process that started it is gone: nobody else would end it.
const orphaned = () => process.exit(1);
process.once("disconnect", orphaned);
if (!process.connected) orphaned(); // it went away while this was loaded, and nobody was told
const say = (line: Line) => void process.send?.(line, ignore);
const ignore = () => {};

const cleanSlate = rememberSlate();
/** The process's own channels. A version may add timers, servers or programs that it has not ended. */
let alwaysActive = 0;
let executor: Executor | undefined;
let store: Store | undefined;
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
      void Promise.resolve(executor?.close()).then(() => say({ type: "closed" }));
      return;
    case "rest":
      store?.close();
      flushCompileCache(); // the next actor finds it; this one will be killed in the end
      say({ type: "rested", isIdle: process.getActiveResourcesInfo().length <= alwaysActive });
      return;
    default:
      cue satisfies never;
  }
});

async function begin({ file, code, folder, storeFile, environment, world }: Role): Promise<Line> {
  alwaysActive ||= process.getActiveResourcesInfo().length;
  cleanSlate();
  Object.assign(process.env, environment);
  process.chdir(folder);
  const leave = world ? enterWorld(world) : () => {};
  const all = await loadAnew(file, code).finally(leave);
  const dags = new Map(all.map((dag) => [dag.dagId, dag]));
  const read = sqliteStore(storeFile, { readOnly: true });
  store = read;
  executor = {
    ...inProcess()({ dags, store }),
    async callBack(order) {
      const dag = dags.get(order.attempt.dagId);
      if (dag) await callBack(order, dag, read);
    },
  };
  return { type: "ready", dags: all.map(sketchOf) };
}
