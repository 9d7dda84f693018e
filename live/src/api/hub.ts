// What the API speaks for: the scheduler that holds the store's lease, and what its runs leave.

import type { DAG, Scheduler, Store } from "@daglings/engine";
import { suggest } from "@daglings/words";
import type { Flows } from "../flows.ts";
import { Refusal } from "./refusal.ts";

export interface Hub {
  /** The DAGs as they are now: their files may change. */
  readonly dags: ReadonlyMap<string, DAG>;
  readonly scheduler: Scheduler;
  readonly store: Store;
  /** The tasks' working folder, whose files may be read. */
  readonly filesFolder: string;
  /** The one folder in it whose files may be read; "" or none: all of them. */
  readonly filesWithin?: string;
  readonly now: () => number;
  /** Flows beside the DAGs: those on record and, by the wall clock, what carries out deployments. */
  readonly flows?: (Pick<Flows, "record"> & Partial<Flows>) | undefined;
  /** Calls `hear` after each commit that brought events, until the function it returns is called. */
  readonly onEvents: (hear: () => void) => () => void;
}

export function findDag({ dags }: Hub, dagId: string): DAG {
  const dag = dags.get(dagId);
  if (dag) return dag;
  throw new Refusal(404, `there is no DAG "${dagId}"${suggest(dagId, [...dags.keys()], "the DAGs are")}`);
}

export function findRun(hub: Hub, dagId: string, runId: string) {
  findDag(hub, dagId);
  const run = hub.store.findRun({ dagId, runId });
  if (run) return run;
  const [latest] = hub.store.listRuns({ dagId, newestFirst: true, limit: 1 });
  const others = latest ? `its latest is "${latest.runId}"` : "it has none yet";
  throw new Refusal(404, `DAG "${dagId}" has no run "${runId}"; ${others}`);
}

export function findTask(hub: Hub, dagId: string, taskId: string): void {
  const ids = findDag(hub, dagId).tasks.map((task) => task.taskId);
  if (ids.includes(taskId)) return;
  throw new Refusal(404, `DAG "${dagId}" has no task "${taskId}"${suggest(taskId, ids, "its tasks are")}`);
}
