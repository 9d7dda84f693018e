// For tests of the scheduler: runs DAGs on a simulated clock, and tells what came of it.

import type { DateInput } from "@daglings/words";
import { simulatedClock } from "../clocks/simulated.ts";
import type { DAG } from "../dag.ts";
import type { Store } from "../ports.ts";
import { memoryStore } from "../store/memory.ts";
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

/** A line for each run: its logical date, when it was created, its state, and its tasks' states and tries. */
export function describeRuns(store: Store, dagId: string): string[] {
  return store.listRuns({ dagId }).map((run) => {
    const { tasks = {} } = store.findRun(run) ?? {};
    const states = Object.entries(tasks).map(([id, { state, tryNumber }]) => `${id} ${state} ${tryNumber}`);
    return [short(run.logicalDate), short(run.createdAt), run.state, ...states.toSorted()].join(" | ");
  });
}

/** `01-02` for a midnight of 2019, else with the time. */
function short(instant: number): string {
  const text = Temporal.Instant.fromEpochMilliseconds(instant).toString();
  return text.replace("2019-", "").replace("T00:00:00Z", "").replace(":00Z", "");
}
