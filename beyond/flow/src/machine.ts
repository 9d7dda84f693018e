// What all flow runs of a program share: a clock, a record, logs.

import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import { dirname, join } from "node:path";
import { env } from "node:process";
import { simulatedClock, systemClock, type Clock } from "@daglings/engine";
import { memoryRecord } from "./memory-record.ts";
import { printLine } from "./print.ts";
import type { FlowRecord } from "./record.ts";
import { sqliteRecord } from "./sqlite-record.ts";
import { timers, type Timers } from "./timers.ts";

export interface Machine extends Required<MachineOptions> {
  readonly timers: Timers;
}

export interface MachineOptions {
  readonly record?: FlowRecord;
  readonly clock?: Clock;
  /** Where logs go; null: only to the console. */
  readonly logsFolder?: string | null;
  /** Also prints each line of a log; default: nothing is printed. */
  readonly print?: (line: string) => void;
  /** Makes a run of a DAG, once for each key, and returns its id; null if there is no scheduler. */
  readonly triggerDag?: TriggerDag | null;
  readonly newRunId?: (flow: string) => string;
}

export type TriggerDag = (what: {
  readonly dagId: string;
  readonly conf: Readonly<Record<string, unknown>>;
  readonly key: string;
}) => Promise<string>;

export function machine({
  record = memoryRecord(),
  clock = systemClock(),
  logsFolder = null,
  print = () => {},
  triggerDag = null,
  newRunId = (flow) => `${flow}-${randomUUID().replaceAll("-", "").slice(0, 16)}`,
}: MachineOptions = {}): Machine {
  return { clock, record, timers: timers(clock), logsFolder, print, triggerDag, newRunId };
}

const given = new AsyncLocalStorage<() => MachineOptions>();
let plain: Machine | undefined;

/** Flows that `work` calls run on such a machine, each run on one of its own. */
export function onMachine<T>(options: () => MachineOptions, work: () => T): T {
  return given.run(options, work);
}

/** For flows and tasks that a script or a task of a DAG simply calls: the task's log gets what they print. */
export function plainMachine(): Machine {
  const options = given.getStore();
  if (options) return machine({ print: printLine, ...options() });
  const from = env["DAGLINGS_FLOW_CLOCK"]; // lessons are tried in simulated time
  const clock = from === undefined ? systemClock() : simulatedClock({ from });
  plain ??= machine({ ...keptBy(env["DAGLINGS_STORE"]), clock, print: printLine });
  return plain;
}

/** A task of a DAG that runs in a process of its own is told where its scheduler keeps everything. */
function keptBy(store: string | undefined): MachineOptions {
  if (store === undefined) return { record: memoryRecord({ keepsRuns: false }) };
  return { record: sqliteRecord(store), logsFolder: join(dirname(store), "logs", "flows") };
}
