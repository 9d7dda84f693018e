// Which flow run, and which task, the asking code is part of; this follows the code through every await.

import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import { dirname, join } from "node:path";
import { env } from "node:process";
import { simulatedClock, systemClock, thisProcess, type Clock } from "@daglings/engine";
import type { Calls } from "./calls.ts";
import { memoryRecord } from "./memory-record.ts";
import { printLine } from "./print.ts";
import type { FlowRecord } from "./record.ts";
import { sqliteRecord } from "./sqlite-record.ts";
import { timers, type Timers } from "./timers.ts";
import type { Workers } from "./workers.ts";

/** What all flow runs of a program depend on. */
export interface Machine {
  readonly clock: Clock;
  readonly record: FlowRecord;
  readonly timers: Timers;
  /** Where logs go; null: to the console alone. */
  readonly logsFolder: string | null;
  /** Prints a line of a log, too; default: none is printed. */
  readonly print: (line: string) => void;
  /** Makes a run of a DAG, once for each key, and returns its id; null if there is no scheduler. */
  readonly triggerDag: TriggerDag | null;
  readonly newRunId: (flow: string) => string;
}

export type TriggerDag = (what: {
  readonly dagId: string;
  readonly conf: Readonly<Record<string, unknown>>;
  readonly key: string;
}) => Promise<string>;

export interface MachineOptions {
  readonly record?: FlowRecord;
  readonly clock?: Clock;
  readonly logsFolder?: string | null;
  readonly print?: (line: string) => void;
  readonly triggerDag?: TriggerDag | null;
  readonly newRunId?: (flow: string) => string;
}

export function machine({
  record = memoryRecord(),
  clock = systemClock(),
  logsFolder = null,
  print = () => {},
  triggerDag = null,
  newRunId = randomRunId,
}: MachineOptions = {}): Machine {
  return { clock, record, timers: timers(clock), logsFolder, print, triggerDag, newRunId };
}

/** One try of a flow run. */
export interface FlowTry {
  readonly machine: Machine;
  readonly flowRunId: string;
  readonly number: number;
  readonly calls: Calls;
  readonly workers: Workers;
  readonly log: (line: string) => void;
  /** Hides secrets. */
  readonly mask: (text: string) => string;
  /** Aborted when it is cancelled, or its time is up. */
  readonly signal: AbortSignal;
  /** Called when the signal aborts: one listener for all tasks, of which there may be many. */
  readonly stops: Set<(reason: unknown) => void>;
  /** Calls that have not ended: the flow does not end before them. */
  readonly underWay: Set<Promise<unknown>>;
  /** Which call has made a value that is an object: a call that is given the value has waited for that one. */
  readonly origins: WeakMap<object, string>;
  /** Set when the flow takes another way than before: then it fails, whatever it catches. */
  fault: Error | null;
}

export interface RunContext {
  readonly flowRunId: string;
  /** `count_events-2`; null: in the flow itself. */
  readonly task: string | null;
  readonly tries: number;
  /** Aborted when the work must stop: the run is cancelled, or the time of this try is up. */
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

interface Current extends RunContext {
  readonly flowTry: FlowTry;
}

export const current = new AsyncLocalStorage<Current>();

/** For the code of a flow or a task: what it is part of. */
export function runContext(): RunContext {
  const found = current.getStore();
  if (found) return found;
  throw new Error("runContext() is called outside a flow and a task; it says nothing there");
}

const given = new AsyncLocalStorage<() => MachineOptions>();
let plain: Machine | undefined;

/** Flows that `work` calls run on a machine of that kind, each run on one of its own. */
export function onMachine<T>(options: () => MachineOptions, work: () => T): T {
  return given.run(options, work);
}

/** For flows and tasks that a script just calls, or a task of a DAG: then its log is where they print. */
export function plainMachine(): Machine {
  const options = given.getStore();
  if (options) return machine({ print: printLine, ...options() });
  const from = env["DAGLINGS_FLOW_CLOCK"]; // a lesson is tried in simulated time
  const clock = from === undefined ? systemClock() : simulatedClock({ from });
  plain ??= machine({ ...keptBy(env["DAGLINGS_STORE"]), clock, print: printLine });
  return plain;
}

/** A task of a DAG in a process of its own is told where its scheduler keeps everything else. */
function keptBy(store: string | undefined): MachineOptions {
  if (store === undefined) return { record: memoryRecord({ keepsRuns: false }) };
  return { record: sqliteRecord(store), logsFolder: join(dirname(store), "logs", "flows") };
}

function randomRunId(flow: string): string {
  return `${flow}-${randomUUID().replaceAll("-", "").slice(0, 16)}`;
}

let me: ReturnType<typeof thisProcess> | undefined;
export function myself(): ReturnType<typeof thisProcess> {
  me ??= thisProcess();
  return me;
}
