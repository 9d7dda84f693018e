// A scheduler in real time, as a process that keeps running: it waits for the store if another one works on it, takes DAG
// files as they are saved, answers on its API, and ends in good order.

import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import {
  inProcess,
  LeaseHeldError,
  Scheduler,
  subprocess,
  systemClock,
  type EventRecord,
  type Store,
} from "@daglings/engine";
import type { Tokens } from "./api/guard.ts";
import { openDagFiles, type DagFiles } from "./dag-files.ts";
import { serveFlows } from "./flows.ts";
import { openStore } from "./kept-in.ts";
import { serveApi } from "./serve.ts";
import { watchAssets, type AssetWatchers } from "./watch-assets.ts";

export interface LiveOptions {
  /** DAG files, and folders of them. */
  readonly paths: readonly string[];
  /** The folder of the store and the logs, and of what tasks write, unless they have a folder of their own. */
  readonly folder: string;
  /** The URL of a database; without one the store is in the folder. */
  readonly store?: string | undefined;
  /** This folder may have other things in it: only its files in data/ can be read. */
  readonly workFolder?: string | undefined;
  readonly port: number;
  readonly host: string;
  readonly tokens: Tokens | null;
  readonly executor: "in-process" | "subprocess";
  /** Real milliseconds that attempts under way get when it is told to end. */
  readonly grace: number;
  /** New DAGs start out paused. */
  readonly paused: boolean;
  readonly version: string;
  readonly say: (line: string) => void;
  readonly onEvent?: (event: Omit<EventRecord, "id">) => void;
  /** The standing of some DAG has changed. */
  readonly onStanding?: (standing: () => LiveStanding) => void;
  readonly signal: AbortSignal;
}

/** The standing of all DAGs together. */
export interface LiveStanding {
  readonly running: number;
  readonly queued: number;
  /** The next run that the schedule makes; null if none is to come. */
  readonly next: { readonly dagId: string; readonly at: number } | null;
}

/** How often a standby looks at whether it may take over. In real milliseconds. */
const standbyInterval = 1000;

export async function runLive(options: LiveOptions): Promise<void> {
  const { folder, say, signal } = options;
  let scheduler: Scheduler | null = null;
  let watchers: AssetWatchers | null = null;
  const files = await openDagFiles(options.paths, {
    onChange(dags) {
      scheduler?.adopt({ dags: [...dags.values()] });
      watchers?.adopt(dags.values());
      tellStanding();
    },
    say,
  });
  const said = new Map<string, string>();
  const sayNext = (of: Scheduler, dagId: string) => {
    const line = nextLine(of, dagId);
    if (said.get(dagId) !== line) say(line);
    said.set(dagId, line);
  };
  const tellStanding = () => {
    if (scheduler) options.onStanding?.(standingOf(scheduler));
  };
  const store = await openStore({ folder, url: options.store }).catch((error: unknown) => {
    files.close();
    throw error;
  });
  try {
    const listeners = new Set<() => void>();
    scheduler = await takeOver(options, files, store, (event) => {
      for (const hear of listeners) hear();
      options.onEvent?.(event);
      tellStanding();
      const isOver = event.taskId === null && (event.state === "success" || event.state === "failed");
      if (isOver && scheduler?.dags.has(event.dagId)) sayNext(scheduler, event.dagId);
    });
    if (!scheduler) return;
    for (const dagId of files.dags.keys()) sayNext(scheduler, dagId);
    tellStanding();
    watchers = watchAssets({ scheduler, store, folder: options.workFolder ?? folder, say });
    watchers.adopt(files.dags.values());
    await serveUntilEnd(scheduler, options, store, listeners);
  } finally {
    watchers?.close();
    files.close();
    store.close();
  }
  if (signal.aborted) say("Stopped. What was not done is done when it is started again.");
}

/** One scheduler for each store: a second one stands by until the first has ended. Null: it was told to end first. */
async function takeOver(
  { folder, workFolder, executor, paused, say, signal }: LiveOptions,
  files: DagFiles,
  store: Store,
  onEvent: (event: Omit<EventRecord, "id">) => void,
): Promise<Scheduler | null> {
  for (let isWaiting = false; !signal.aborted; isWaiting = true) {
    try {
      const scheduler = new Scheduler({
        dags: [...files.dags.values()],
        store,
        executor: executor === "subprocess" ? subprocess() : inProcess(),
        logsFolder: join(folder, "logs"),
        files:
          workFolder === undefined
            ? { folder, except: ["logs", "daglings.db", "daglings.db-wal", "daglings.db-shm"] }
            : { folder: join(workFolder, "data") },
        pausesNew: paused,
        onEvent,
      });
      if (isWaiting) say("The other scheduler has ended: this one takes over.");
      return scheduler;
    } catch (error) {
      if (!(error instanceof LeaseHeldError)) throw error;
      const { pid, host } = error.held;
      if (!isWaiting) say(`Another scheduler (process ${pid} on ${host}) works here: this one stands by.`);
    }
    await wait(standbyInterval, undefined, { signal }).catch(() => {});
  }
  return null;
}

function nextLine(scheduler: Scheduler, dagId: string): string {
  const { paused, nextAt } = scheduler.standing({ dagId });
  if (paused) return `${dagId} is paused`;
  if (nextAt === null) return `${dagId}: the schedule has no next run now`;
  const instant = Temporal.Instant.fromEpochMilliseconds(nextAt).toString({ smallestUnit: "second" });
  return `${dagId}: next run at ${instant}`;
}

function standingOf(scheduler: Scheduler): () => LiveStanding {
  return () => {
    const all = [...scheduler.dags.keys()].map((dagId) => ({ dagId, ...scheduler.standing({ dagId }) }));
    const [next] = all
      .flatMap(({ dagId, nextAt }) => (nextAt === null ? [] : [{ dagId, at: nextAt }]))
      .toSorted((a, b) => a.at - b.at);
    const sum = (name: "running" | "queued") => all.reduce((total, each) => total + each[name], 0);
    return { running: sum("running"), queued: sum("queued"), next: next ?? null };
  };
}

async function serveUntilEnd(
  scheduler: Scheduler,
  { folder, store: url, workFolder, port, host, tokens, version, grace, say, signal }: LiveOptions,
  store: Store,
  listeners: Set<() => void>,
): Promise<void> {
  const clock = systemClock();
  const onEvents = (hear: () => void) => {
    listeners.add(hear);
    return () => listeners.delete(hear);
  };
  const over = new AbortController();
  const until = AbortSignal.any([signal, over.signal]);
  const flows = await serveFlows({ scheduler, store, keptIn: { folder, url }, onEvents, say, signal: until });
  const hub = {
    dags: scheduler.dags,
    scheduler,
    store,
    filesFolder: workFolder ?? folder,
    filesWithin: workFolder === undefined ? "" : "data",
    now: () => clock.now(),
    flows,
    onEvents,
  };
  try {
    const api = await serveApi({ hub, port, host, tokens, version });
    try {
      scheduler.announce({ address: api.address });
      say(`API: ${api.address}/api/dags, described at ${api.address}/api/openapi.json`);
      await flows.during(() => runUntilTold(scheduler, grace, say, signal));
    } finally {
      await api.close();
    }
  } finally {
    over.abort(new Error("the scheduler has ended"));
    await flows.server.end();
    flows.record.close();
    await scheduler.close();
  }
}

/** When told to end, it starts nothing any more, and gives attempts under way their time. */
async function runUntilTold(
  scheduler: Scheduler,
  grace: number,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const hard = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const onTold = () => {
    if (grace > 0) say(`Ending: attempts under way have ${grace / 1000} s.`);
    timer = setTimeout(() => hard.abort(), grace);
  };
  signal.addEventListener("abort", onTold, { once: true });
  if (signal.aborted) onTold();
  try {
    await scheduler.run({ drain: signal, signal: hard.signal });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onTold);
  }
}
