// Lesson 14 as a whole: a run for each minute, hour and day, with real HTTP, files and database. The cost of a run must not
// depend on how many runs came before it.

import { spawnSync } from "node:child_process";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { tell, type BenchOptions } from "./measure.ts";
import { title } from "./report.ts";

const script = fileURLToPath(new URL("./binance-once.ts", import.meta.url));

export function benchBinanceLessons({ isQuick }: BenchOptions): void {
  title("Lesson 14: a run for each minute, hour and day, with real HTTP");
  if (isQuick) {
    const { total } = once(1);
    return tell({ what: "1 day: 1440 + 24 + 1 runs", value: total / 1000, unit: "s" });
  }
  const two = once(2);
  tell({ what: "2 days: 2880 + 48 + 2 runs", value: two.total / 1000, unit: "s", bound: 6 });
  const thirty = once(30);
  tell({ what: "30 days: 43200 + 720 + 30 runs", value: thirty.total / 1000, unit: "s" });
  tell({ what: "  memory", value: thirty.memory / 2 ** 20, unit: "MB" });
  tell({
    what: "  the last day against the first",
    value: (thirty.work.at(-1) ?? 0) / (thirty.work[0] ?? 1),
    unit: "×",
    bound: 1.2,
  });
  // The first day also warms up the program, which flatters the last one.
  tell({
    what: "  the last five days against the second to the sixth",
    value: sum(thirty.work.slice(-5)) / sum(thirty.work.slice(1, 6)),
    unit: "×",
    bound: 1.2,
  });
}

function once(days: number): {
  readonly total: number;
  readonly work: readonly number[];
  readonly memory: number;
} {
  const { stdout, stderr } = spawnSync(execPath, [script, String(days)], { encoding: "utf8" });
  if (stderr !== "") throw new Error(stderr);
  return JSON.parse(stdout) as ReturnType<typeof once>;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
