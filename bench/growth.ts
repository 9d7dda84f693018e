// What a task costs in one run of few tasks and of many, one after the other and side by side, and what a run costs among
// few and many: the cost must not depend on how many there are. What counts is processor time, from the first task's
// definition to the last run's end.

import { spawnSync } from "node:child_process";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import type { GrowthOrder, GrowthShape, Grown } from "./growth-once.ts";
import { middle, sampleOf, tell, type BenchOptions } from "./measure.ts";
import { title } from "./report.ts";

const script = fileURLToPath(new URL("./growth-once.ts", import.meta.url));

interface Growth {
  readonly title: string;
  readonly shape: GrowthShape;
  readonly sizes: readonly number[];
  /** Between these two sizes the cost of each may grow by `bound` and no more. */
  readonly few: number;
  readonly bound: number;
}

const taskSizes = [10, 100, 1000, 10_000];
export const growths: readonly Growth[] = [
  { title: "a task, in a chain of n", shape: "deep", sizes: taskSizes, few: 100, bound: 3 },
  { title: "a task, n side by side", shape: "wide", sizes: taskSizes, few: 100, bound: 3 },
  {
    title: "a run, after n others",
    shape: "runs",
    sizes: [1000, 10_000, 100_000, 500_000],
    few: 10_000,
    bound: 1.5,
  },
];

function once(order: GrowthOrder): Grown {
  const { stdout, stderr } = spawnSync(execPath, [script, JSON.stringify(order)], { encoding: "utf8" });
  if (stderr !== "") throw new Error(stderr);
  return JSON.parse(stdout) as Grown;
}

export function benchGrowth({ isQuick }: BenchOptions): void {
  for (const { title: what, shape, sizes, few, bound } of growths) {
    title(`What it costs: ${what}`);
    const costs = new Map<number, number>();
    for (const size of isQuick ? sizes.slice(0, 1) : sizes) {
      // Small ones end so quickly that only several of them show what one costs.
      const rounds = isQuick ? 1 : Math.max(1, Math.min(7, Math.round(3000 / size)));
      const grown = Array.from({ length: rounds }, () => once({ shape, size }));
      const each = sampleOf(grown.map((one) => one.each));
      costs.set(size, each.value);
      tell({ what: `n = ${size}`, value: each, unit: "µs" });
      tell({ what: "  memory", value: middle(grown.map(({ memory }) => memory)) / 2 ** 20, unit: "MB" });
    }
    const many = sizes.at(-1) ?? 0;
    const growth = (costs.get(many) ?? Number.NaN) / (costs.get(few) ?? Number.NaN);
    if (!isQuick) tell({ what: `  ${many} against ${few}`, value: growth, unit: "×", bound });
  }
}
