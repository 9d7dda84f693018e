// Runs an attempt with no scheduler or store at hand: on another machine, or inside another engine. Everything that
// it may know comes with its order.

import type { TaskContext } from "../context.ts";
import type { DAG } from "../dag.ts";
import type { AttemptOrder, AttemptReport } from "../ports.ts";
import { makeMask } from "../mask.ts";
import { readerOf, type AttemptFacts } from "./facts.ts";
import { openLog } from "./log.ts";
import { StoppedError } from "./under-way.ts";
import { sharedMeter } from "./usage.ts";

export interface RemoteOrder extends AttemptOrder {
  readonly facts: AttemptFacts;
}

interface WorkElsewhere {
  readonly dag: DAG;
  readonly order: RemoteOrder;
  readonly stop: AbortSignal;
  /** Also hears each line of its log, with secrets hidden. */
  readonly onLine?: (line: string) => void;
}

const startMeter = sharedMeter();

export async function runElsewhere({ dag, order, stop, onLine }: WorkElsewhere): Promise<AttemptReport> {
  const { runAttempt } = await import("./attempt.ts");
  const store = readerOf(order.facts);
  const mask = makeMask(store);
  const log = openLog({ file: order.logFile, mask });
  const stopMeter = startMeter();
  const write = (line: string) => {
    log.write(line);
    onLine?.(mask(line));
  };
  // Another runtime stops it for reasons of its own; the log says so in the same words as everywhere.
  const controller = new AbortController();
  const abort = () => controller.abort(new StoppedError());
  if (stop.aborted) abort();
  stop.addEventListener("abort", abort);
  try {
    const report = await runAttempt({ dag, order, store, stop: controller.signal, mask, log: write });
    return { ...report, usage: { ...stopMeter(), logBytes: log.bytes() } };
  } finally {
    stop.removeEventListener("abort", abort);
    log.close();
  }
}

/** The context that the attempt would see, for asking its task for something other than its execution. */
export async function contextElsewhere({ dag, order, stop, onLine }: WorkElsewhere): Promise<TaskContext> {
  const { buildContext } = await import("../build-context.ts");
  const store = readerOf(order.facts);
  const mask = makeMask(store);
  const log = (line: string) => onLine?.(mask(line));
  return buildContext({ dag, order, store, signal: stop, log, pushed: {}, triggered: [], extras: {} });
}
