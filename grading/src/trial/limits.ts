// What a version may consume while it is tried out.

export interface Limits {
  /** For each experiment, in real milliseconds. */
  readonly time: number;
  /** Megabytes of JavaScript's memory; its buffers may take as much again. */
  readonly memory: number;
  /** Megabytes of files. */
  readonly disk: number;
}

export const usualLimits: Limits = { time: 20_000, memory: 512, disk: 100 };
