// For tests of the scheduler: runs DAGs on a simulated clock, and tells what came of it.

import type { DateInput } from "@daglings/words";
import { simulatedClock } from "../clocks/simulated.ts";
import type { DAG } from "../dag.ts";
import type { ExecutorFactory } from "../executors/executor.ts";
import { unknownUsage } from "../executors/usage.ts";
import type { AttemptOrder, AttemptReport, Store } from "../ports.ts";
import { memoryStore } from "../store/memory.ts";
import { leaseOf } from "../testing.ts";
import { Scheduler, type SchedulerOptions } from "./scheduler.ts";

export interface Simulation {
  readonly store: Store;
  readonly scheduler: Scheduler;
}

export function simulate(
  dags: DAG | readonly DAG[],
  from: DateInput,
  options: Partial<SchedulerOptions> = {},
): Simulation {
  const store = options.store ?? memoryStore();
  const list = Array.isArray(dags) ? dags : [dags as DAG];
  const scheduler = new Scheduler({ dags: list, clock: simulatedClock({ from }), ...options, store });
  return { store, scheduler };
}

/** An executor whose attempts end when, and as, a test says. */
export function executorByHand(slots = 16) {
  const reports = new Map<string, { order: AttemptOrder; report: (report: AttemptReport) => void }>();
  const calls: string[] = [];
  const factory: ExecutorFactory = () => ({
    slots,
    start: (order, report) => {
      reports.set(`${order.taskId} ${order.tryNumber}`, { order, report });
      calls.push(`start ${order.taskId} ${order.tryNumber}`);
    },
    stop: ({ taskId, tryNumber }) => void calls.push(`stop ${taskId} ${tryNumber}`),
    close: async () => void calls.push("close"),
  });
  /** `task` is its id and the number of its try. */
  function end(task: string, own: Partial<AttemptReport> = {}): void {
    const { order, report } = reports.get(task) ?? {};
    if (!order || !report) throw new Error(`"${task}" is not under way`);
    reports.delete(task);
    const { dagId, runId, taskId, tryNumber } = order;
    const key = { type: "attempt finished", dagId, runId, taskId, tryNumber } as const;
    report({
      ...key,
      outcome: { type: "success" },
      duration: 1,
      usage: unknownUsage,
      xcoms: {},
      triggers: [],
      extras: {},
      traces: [],
      ...own,
    });
  }
  return { factory, calls, end };
}

/** What a crash leaves of a scheduler: the store as it is, and nobody who holds it. */
export function abandon(store: Store): void {
  store.takeLease(leaseOf("nobody"), () => false);
  store.dropLease({ holder: "nobody" });
}

/** A line for each run: its logical date, when it was created, its state, and its tasks' states and tries. */
export function describeRuns(store: Store, dagId: string): string[] {
  return store.listRuns({ dagId }).map((run) => {
    const { tasks = {} } = store.findRun(run) ?? {};
    const states = Object.entries(tasks).map(([id, { state, tryNumber }]) => `${id} ${state} ${tryNumber}`);
    return [short(run.logicalDate), short(run.createdAt), run.state, ...states.toSorted()].join(" | ");
  });
}

/** The same without how they went: the logical date of each run, and when it was created. */
export function describeDates(store: Store, dagId: string): string[] {
  return describeRuns(store, dagId).map((line) => line.split(" | ", 2).join(" | "));
}

/** `01-02` for a midnight of 2019, else with the time. */
function short(instant: number): string {
  const text = Temporal.Instant.fromEpochMilliseconds(instant).toString();
  return text.replace("2019-", "").replace("T00:00:00Z", "").replace(":00Z", "");
}
