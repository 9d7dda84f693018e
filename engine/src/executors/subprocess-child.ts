// The process in which the subprocess executor runs one attempt.

import { writeSync } from "node:fs";
import process from "node:process";
import { setImmediate as turn } from "node:timers/promises";
import { displayPath, UsageError } from "@daglings/words";
import { asError } from "../errors.ts";
import { loadDags } from "../load.ts";
import type { AttemptReport, Store } from "../ports.ts";
import { makeMask } from "../mask.ts";
import type { StorePlace } from "../store/place.ts";
import { sqliteStore } from "../store/sqlite.ts";
import { runAttempt } from "./attempt.ts";
import type { ChildOrder, ParentMessage } from "./child.ts";
import { failedReport, StoppedError } from "./under-way.ts";
import { ownUsage } from "./usage.ts";

const stop = new AbortController();

// The scheduler is gone: nobody is left to report to.
process.on("disconnect", () => {
  stop.abort(new StoppedError());
  process.exit(1);
});
process.on("message", (message: ParentMessage) => {
  if (message === "stop") stop.abort(new StoppedError());
  else void report(message);
});

const stdout = 1;
/** How many bytes the log has room for: nobody reads what is printed beyond them. */
let room = Infinity;
const sleeper = new Int32Array(new SharedArrayBuffer(4));

/**
 * The scheduler reads what this process prints into the attempt's log. It waits until that has been taken: a task that
 * prints without end is held up, and what it has printed does not pile up here, nor is it lost at the end.
 */
function print(line: string): void {
  if (room < 0) return;
  let rest = Buffer.from(`${line}\n`);
  room -= rest.length;
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(stdout, rest));
    } catch (thrown) {
      const isFull = thrown instanceof Error && "code" in thrown && thrown.code === "EAGAIN";
      if (!isFull) return; // the scheduler is gone, and nobody reads it
      Atomics.wait(sleeper, 0, 0, 1);
    }
  }
}

/** What the task has written without going through the engine. */
async function flush(): Promise<void> {
  const all = [process.stdout, process.stderr].map(
    (stream) => new Promise((resolve) => void stream.write("", resolve)),
  );
  await Promise.all(all);
}

async function report(message: ChildOrder): Promise<void> {
  room = message.logSize;
  const failed = (thrown: unknown) => {
    const { message: error } = asError(thrown);
    print(`Failed: ${error}`);
    return failedReport(message.order, error);
  };
  const result = await runInChild(message).catch(failed);
  await flush();
  process.send?.({ ...result, usage: ownUsage() } satisfies AttemptReport, () => process.exit(0));
}

async function runInChild({ order, dagFile, dagSource, store: place }: ChildOrder): Promise<AttemptReport> {
  const dags = await loadDags(dagFile, { source: dagSource });
  const dag = dags.find((each) => each.dagId === order.dagId);
  if (!dag) {
    const advice = "export it, under any name";
    throw new UsageError(`${displayPath(dagFile)}: exports no DAG "${order.dagId}"; ${advice}`);
  }
  const store = await openToRead(place);
  const mask = makeMask(store);
  const log = (line: string) => print(mask(line));
  await hearTheScheduler();
  const result = await runAttempt({ dag, order, store, stop: stop.signal, mask, log });
  store.close();
  return result;
}

async function openToRead(place: StorePlace): Promise<Store> {
  if ("file" in place) return sqliteStore(place.file, { readOnly: true });
  const { openToRead: open } = (await import(place.module)) as { openToRead: (name: string) => Store };
  return open(place.name);
}

/** Loading may have taken long, without listening: if the scheduler has ended since, or said stop, it is known now. */
async function hearTheScheduler(): Promise<void> {
  await turn();
  await turn(); // in the first turn, messages from before may already have been waiting
}
