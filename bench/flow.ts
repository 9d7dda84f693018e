// A flow that maps a task over 10,000 numbers, on record: what one call costs, and how much memory all of them hold.

import { spawnSync } from "node:child_process";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import type { FlowCost, ManyCalls } from "./flow-once.ts";
import { converted, median, tell, type BenchOptions } from "./measure.ts";
import { title } from "./report.ts";

const script = fileURLToPath(new URL("./flow-once.ts", import.meta.url));

function once(calls: ManyCalls): FlowCost {
  const { stdout, stderr } = spawnSync(execPath, [script, JSON.stringify(calls)], { encoding: "utf8" });
  if (stderr !== "") throw new Error(stderr);
  return JSON.parse(stdout) as FlowCost;
}

export async function benchFlow({ isQuick }: BenchOptions): Promise<void> {
  const tasks = isQuick ? 500 : 10_000;
  title(`A flow that maps a task over ${tasks} numbers, each call on record`);
  const each = async (calls: ManyCalls, what: "time" | "work") =>
    converted(await median(3, () => Promise.resolve(once(calls)[what])), (time) => time / calls.tasks);
  const usual: ManyCalls = { synchronous: "NORMAL", tasks, maxWorkers: null, how: "map, and Promise.all" };
  tell({ what: "a task, synchronous=NORMAL", value: await each(usual, "time"), unit: "ms", bound: 0.2 });
  tell({ what: "  of that, at work", value: await each(usual, "work"), unit: "ms" });
  const four: ManyCalls = { ...usual, maxWorkers: 4 };
  tell({ what: "a task, four at a time", value: await each(four, "time"), unit: "ms", bound: 0.2 });
  const full: ManyCalls = { ...usual, synchronous: "FULL" };
  tell({ what: "a task, synchronous=FULL", value: await each(full, "time"), unit: "ms" });
  tell({ what: "memory, all in all", value: once(usual).memory / 2 ** 20, unit: "MB", bound: 200 });
  for (const how of ["call", "submit", "map", "map, and Promise.all"] as const) {
    const [most = 0, few = 0] = [tasks, tasks / 10].map(
      (count) => once({ ...usual, tasks: count, how }).memory,
    );
    // The ten thousand promises belong to the program, and take some of the room that the last case is given.
    const bound = how === "map, and Promise.all" ? 40 : 20;
    tell({
      what: `  more than with a tenth of them: ${how}`,
      value: (most - few) / 2 ** 20,
      unit: "MB",
      bound,
    });
  }
}
