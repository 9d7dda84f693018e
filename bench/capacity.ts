// How much a runtime can carry, given what a task costs in it. Pure: a day is simulated, not waited for.

const hour = 3_600_000;

/** A DAG as in the lessons. */
export const tasksOfRun = 3;

export interface Day {
  /** How many runs there are: one for each DAG and hour. */
  readonly runs: number;
  /** The longest that the last task of an hour had to wait, in milliseconds. */
  readonly latest: number;
  /** Whether each hour's work is done before the next hour's begins. */
  readonly isCarried: boolean;
}

/** All DAGs are due at each full hour; the runtime does one task after another, each for `cost` milliseconds. */
export function simulateDay({ dags, cost }: { readonly dags: number; readonly cost: number }): Day {
  let freeAt = 0;
  let latest = 0;
  let isCarried = true;
  for (let at = 0; at < 24 * hour; at += hour) {
    if (freeAt > at) isCarried = false;
    freeAt = Math.max(freeAt, at) + dags * tasksOfRun * cost;
    latest = Math.max(latest, freeAt - at);
  }
  return { runs: 24 * dags, latest, isCarried };
}

/** The most hourly DAGs that a simulated day carries. */
export function mostDags(cost: number): number {
  let [carried, tooMany] = [0, 1];
  while (simulateDay({ dags: tooMany, cost }).isCarried) [carried, tooMany] = [tooMany, tooMany * 2];
  while (tooMany - carried > 1) {
    const middle = Math.floor((carried + tooMany) / 2);
    if (simulateDay({ dags: middle, cost }).isCarried) carried = middle;
    else tooMany = middle;
  }
  return carried;
}

/** Measured in November 2026, on two cores: 100 runs of 10 tasks, a server that writes to a file. */
const measured = {
  /** Processor time for each task, in milliseconds. */
  server: 11.1,
  worker: 6.1,
  /** In the history of a workflow. */
  events: 6,
};

/** Not measured: rules of thumb, to be replaced by your own. */
export const assumed = {
  /** How busy a processor may be. */
  load: 0.6,
  coresOfMachine: 16,
  bytesOfEvent: 500,
  daysKept: 7,
  /** How many tasks a second one shard of the history can take. */
  tasksOfShard: 10,
  dollarsOfCoreHour: 0.04,
  dollarsOfGigabyteMonth: 0.1,
};

export interface OnTemporal {
  readonly tasksPerSecond: number;
  readonly shards: number;
  readonly serverCores: number;
  readonly workerMachines: number;
  readonly gigabytes: number;
  readonly dollarsPerMonth: number;
}

export function onTemporal(tasksPerMinute: number): OnTemporal {
  const tasksPerSecond = tasksPerMinute / 60;
  const coresFor = (milliseconds: number) => Math.ceil((tasksPerSecond * milliseconds) / 1000 / assumed.load);
  const [serverCores, workerCores] = [coresFor(measured.server), coresFor(measured.worker)];
  const bytes = tasksPerSecond * 86_400 * assumed.daysKept * measured.events * assumed.bytesOfEvent;
  const gigabytes = bytes / 1e9;
  return {
    tasksPerSecond,
    shards: 2 ** Math.max(2, Math.ceil(Math.log2(tasksPerSecond / assumed.tasksOfShard))),
    serverCores,
    workerMachines: Math.ceil(workerCores / assumed.coresOfMachine),
    gigabytes,
    dollarsPerMonth:
      (serverCores + workerCores) * 730 * assumed.dollarsOfCoreHour +
      gigabytes * assumed.dollarsOfGigabyteMonth,
  };
}
