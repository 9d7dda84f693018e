// The shapes of work that every engine gets, and how each is timed: the measure must be the same for all.

export type ShapeName = "chain" | "lag" | "fan-out" | "backfill";

/** Runs of a chain of `length` tasks or, if `isWide`, of that many side by side and one that joins them. */
export interface Shape {
  readonly name: ShapeName;
  readonly runs: number;
  readonly length: number;
  readonly isWide: boolean;
}

/** The work for one process. */
export interface Order {
  readonly shape: Shape;
  /** An empty folder for files. */
  readonly folder: string;
  /** The address of the server that the engine needs, if any. */
  readonly port: number;
  readonly synchronous: "FULL" | "NORMAL";
}

/** How many tasks may be under way at once: in a wide run, all of them. */
export function slotsFor({ isWide, length }: Shape): number {
  return isWide ? length : 16;
}

export function taskCount({ runs, length, isWide }: Shape): number {
  return runs * (length + (isWide ? 1 : 0));
}

function fib(n: number): number {
  return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

export interface Stopwatch {
  /** The run may begin from now on. */
  readonly trigger: (run: number) => void;
  /** The work of each task. The task that joins a wide run has the number `length`. */
  readonly work: (run: number, task: number) => number;
  readonly result: () => Measured;
}

/** In milliseconds. */
export interface Measured {
  /** For a chain, from the first start to the last end; otherwise from the first trigger to the last end. */
  readonly time: number;
  /** The sum over all tasks of how long each was ready before it started: Airflow's measure of a scheduler. */
  readonly lag: number;
}

export function stopwatch(shape: Shape): Stopwatch {
  const triggered = new Map<number, number>();
  const [starts, ends] = [new Map<string, number>(), new Map<string, number>()];
  const at = (times: ReadonlyMap<string, number>, run: number, task: number) =>
    times.get(`${run}/${task}`) ?? Number.NaN;
  const lastEnds = () => ends.values().toArray().slice(-100);
  const readyAt = (run: number, task: number) => {
    if (task === 0 || (shape.isWide && task < shape.length)) return triggered.get(run) ?? Number.NaN;
    return at(ends, run, task - 1);
  };
  const lag = () => {
    let sum = 0;
    for (const run of triggered.keys()) {
      for (let task = 0; task < shape.length; task++) sum += at(starts, run, task) - readyAt(run, task);
    }
    return sum;
  };
  return {
    trigger: (run) => void triggered.set(run, performance.now()),
    work(run, task) {
      starts.set(`${run}/${task}`, performance.now());
      const value = fib(10);
      ends.set(`${run}/${task}`, performance.now());
      return value;
    },
    result() {
      const [done, expected] = [ends.size, taskCount(shape)];
      if (done !== expected) throw new Error(`${done} tasks were done instead of ${expected}`);
      const began = shape.name === "chain" ? at(starts, 0, 0) : (triggered.get(0) ?? Number.NaN);
      return { time: Math.max(...lastEnds()) - began, lag: lag() };
    },
  };
}
