// A flow that maps a task over 10,000 numbers, on record: what one of them costs, and what all of them hold in memory.

import { spawnSync } from "node:child_process";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import type { FlowCost } from "./flow-once.ts";
import { converted, median, tell, type BenchOptions } from "./measure.ts";
import { title } from "./report.ts";

const script = fileURLToPath(new URL("./flow-once.ts", import.meta.url));

interface Mapped {
  readonly synchronous: "FULL" | "NORMAL";
  readonly tasks: number;
  /** null: as many as there are. */
  readonly maxWorkers: number | null;
}

function once(mapped: Mapped): FlowCost {
  const { stdout, stderr } = spawnSync(execPath, [script, JSON.stringify(mapped)], { encoding: "utf8" });
  if (stderr !== "") throw new Error(stderr);
  return JSON.parse(stdout) as FlowCost;
}

export async function benchFlow({ isQuick }: BenchOptions): Promise<void> {
  const tasks = isQuick ? 500 : 10_000;
  title(`A flow that maps a task over ${tasks} numbers, each call on record`);
  const each = async (mapped: Mapped, what: "time" | "work") =>
    converted(await median(3, () => Promise.resolve(once(mapped)[what])), (time) => time / mapped.tasks);
  const usual: Mapped = { synchronous: "NORMAL", tasks, maxWorkers: null };
  tell({ what: "a task, synchronous=NORMAL", value: await each(usual, "time"), unit: "ms", bound: 0.2 });
  tell({ what: "  of that at work", value: await each(usual, "work"), unit: "ms" });
  const four: Mapped = { ...usual, maxWorkers: 4 };
  tell({ what: "a task, four at a time", value: await each(four, "time"), unit: "ms", bound: 0.2 });
  const full: Mapped = { ...usual, synchronous: "FULL" };
  tell({ what: "a task, synchronous=FULL", value: await each(full, "time"), unit: "ms" });
  const memory = once(usual).memory / 2 ** 20;
  tell({ what: "memory, all in all", value: memory, unit: "MB", bound: 300 });
  const few = once({ ...usual, tasks: tasks / 10 }).memory / 2 ** 20;
  tell({ what: "  with a tenth of the tasks", value: few, unit: "MB" });
}
