// What the scheduler gives to every executor.

import type { DAG } from "../dag.ts";
import type { Executor, Store } from "../ports.ts";

interface ExecutorResources {
  readonly dags: ReadonlyMap<string, DAG>;
  readonly store: Store;
}

/** An option of the scheduler: `executor: inProcess({ slots: 4 })`. */
export type ExecutorFactory = (resources: ExecutorResources) => Executor;

export interface ExecutorOptions {
  /** How many attempts may run at once; default 16 in one process, the number of processors with subprocesses. */
  readonly slots?: number;
  /** How many bytes the log of an attempt may have; default 16 MB. The rest is dropped, and the log says so. */
  readonly logSize?: number;
}
