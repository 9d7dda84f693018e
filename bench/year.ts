// One simulated year of a DAG that runs every minute, with one empty task: 525,600 runs.

import { spawnSync } from "node:child_process";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import type { Schedule } from "@daglings/engine";
import { tell, type BenchOptions } from "./measure.ts";
import type { Month } from "./year-once.ts";
import { note, title } from "./report.ts";

const script = fileURLToPath(new URL("./year-once.ts", import.meta.url));
const minutesIn = (month: number) => new Temporal.PlainYearMonth(2019, month).daysInMonth * 1440;

export function benchYear({ isQuick }: BenchOptions): void {
  if (isQuick) return note("a quick measurement leaves this out: a year takes a minute and a half");
  title("A simulated year of a DAG that runs every minute: 525600 runs of one empty task");
  measure("FULL", "* * * * *");
  measure("NORMAL", "* * * * *");
  measure("NORMAL", { minutes: 1 });
}

function measure(synchronous: "FULL" | "NORMAL", schedule: Schedule): void {
  const { stdout, stderr } = spawnSync(execPath, [script, JSON.stringify({ synchronous, schedule })], {
    encoding: "utf8",
  });
  if (stderr !== "") throw new Error(stderr);
  const { months, memory } = JSON.parse(stdout) as { months: Month[]; memory: number };
  const total = months.reduce((sum, { time }) => sum + time, 0);
  const perRun = (month: number) => (months[month - 1]?.work ?? NaN) / minutesIn(month);
  tell({
    what: `synchronous=${synchronous}, schedule ${JSON.stringify(schedule)}`,
    value: total / 1000,
    unit: "s",
    bound: 90,
  });
  tell({ what: "  memory", value: memory / 2 ** 20, unit: "MB", bound: 300 });
  tell({
    what: "  a run in the last month against one in the first",
    value: perRun(12) / perRun(1),
    unit: "×",
    bound: 1.2,
  });
}
