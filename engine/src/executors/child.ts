// The process of one attempt, as the scheduler sees it: it gets its order, its output becomes lines, and it ends with or
// without a report.

import { fork } from "node:child_process";
import { getCompileCacheDir } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { env, execArgv } from "node:process";
import { asError } from "../errors.ts";
import type { AttemptOrder, AttemptReport } from "../ports.ts";
import { leadsGroup, watchGroup } from "../processes/group.ts";
import { guard } from "../processes/guardian.ts";
import { readLines } from "../processes/lines.ts";
import type { StorePlace } from "../store/place.ts";
import { isReportOn } from "./report.ts";

/** What the child is told. */
export interface ChildOrder {
  readonly order: AttemptOrder;
  readonly dagFile: string;
  /** What the file said when the scheduler took it; undefined: what it says now. */
  readonly dagSource: string | undefined;
  readonly store: StorePlace;
  readonly logSize: number;
}
export type ParentMessage = ChildOrder | "stop";

export interface Child {
  readonly ended: Promise<{ readonly report: AttemptReport | undefined; readonly how: string }>;
  /** Tells it to end, and kills it after the grace period. */
  stop(grace: number): void;
  readonly kill: () => void;
}

const childModule = new URL("./subprocess-child.ts", import.meta.url);
const wholeNames = new URL("../whole-names.ts", import.meta.url).href;

export function startChild(childOrder: ChildOrder, onLine: (line: string) => void): Child {
  const child = fork(childModule, {
    execArgv: [...execArgv, "--import", wholeNames],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: { ...env, NODE_COMPILE_CACHE: compileCache(), ...nameOf(childOrder.store) },
    ...leadsGroup,
  });
  const group = watchGroup(child, { waitsForOutput: false });
  for (const stream of [child.stdout, child.stderr]) if (stream) readLines(stream, onLine);
  let report: AttemptReport | undefined;
  child.on("message", (message) => {
    // A task shares this line to the scheduler: other messages that come over it mean nothing.
    if (isReportOn(childOrder.order, message)) report ??= message;
  });
  const tell = (message: ParentMessage) => {
    child.send(message, () => {}); // it may be ending: then its end says everything
  };
  const neverBegan = new Promise<string>((resolve) => {
    child.on("error", ({ message }) => {
      if (child.pid === undefined) resolve(message);
    });
    if (child.pid === undefined) return;
    guard(child.pid)
      .then(() => tell(childOrder))
      .catch((thrown: unknown) => {
        group.kill();
        resolve(asError(thrown).message);
      });
  });
  const over = group.ended.then(({ exitCode, exitSignal }) => exitSignal ?? `exit code ${exitCode ?? 0}`);
  return {
    ended: Promise.race([over, neverBegan]).then((how) => ({ report, how })),
    stop: (grace) => group.stop({ grace, ask: () => (child.connected ? tell("stop") : group.kill()) }),
    kill: group.kill,
  };
}

/** What the task's own programs may see of it: a URL may have a password in it. */
function nameOf(store: StorePlace): { readonly DAGLINGS_STORE?: string } {
  return "file" in store ? { DAGLINGS_STORE: store.file } : {};
}

/** Where Node keeps compiled code: this process's folder, or else Node's own choice. It halves a child's start. */
function compileCache(): string {
  const forThisVersion = getCompileCacheDir();
  return forThisVersion === undefined ? join(tmpdir(), "node-compile-cache") : dirname(forThisVersion);
}
