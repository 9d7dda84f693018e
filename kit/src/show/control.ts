// Who is in control when: what the DAG did itself and, in between, what Air-Executor had done at each look of the sensor.
// By simulated time, from the run's events and the sensor's log, which counts the lines of the job's journal.

import { existsSync, readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { instantText, type LessonResult } from "@daglings/stage";
import type { Screen } from "../screen.ts";
import { minuteText } from "../words.ts";
import { alignColumns } from "./table.ts";

interface Step {
  /** Milliseconds, by the simulated clock. */
  readonly at: number;
  readonly who: "DAG" | "Air-Executor";
  readonly what: string;
}

/** Nothing, if no work was handed over: then it is the DAG alone. */
export function showControl(result: LessonResult, { paint }: Screen): string[] {
  const { run, folder, events } = result;
  const first = run.dags.at(-1)?.runs[0];
  if (!first || !existsSync(join(folder.path, ".air-executor", "jobs"))) return [];
  const logs = new Map<string, string>();
  for (const { runId, taskId, logFile } of result.attempts) {
    const path = logFile === null || isAbsolute(logFile) ? logFile : join(folder.path, logFile);
    if (runId !== first.runId || path === null || !existsSync(path)) continue;
    logs.set(taskId, `${logs.get(taskId) ?? ""}${readFileSync(path, "utf8")}\n`);
  }
  const starts = events.flatMap(({ at, runId, taskId, state }) =>
    runId === first.runId && taskId !== null && state === "running" ? [{ at, taskId }] : [],
  );
  const rows = joined(stepsOf(starts, logs)).map(({ at, who, what }) => [
    minuteText(instantText(at)),
    who,
    what,
  ]);
  const [head = "", ...lines] = alignColumns([["simulated", "in control", ""], ...rows]);
  return [paint("dim", `  ${head}`), ...lines.map((line) => `  ${line}`)];
}

interface Start {
  readonly at: number;
  readonly taskId: string;
}

/** A task whose log counts tasks is a sensor: each of its looks shows one count, and the last one all that are left. */
export function stepsOf(starts: readonly Start[], logs: ReadonlyMap<string, string>): Step[] {
  const counts = new Map(
    [...logs].map(([taskId, log]) => [taskId, log.match(/^Tasks \d+\/\d+ done$/gm) ?? []] as const),
  );
  const looks = Map.groupBy(starts, ({ taskId }) => taskId);
  return starts.map((start) => {
    const { at, taskId } = start;
    const own = counts.get(taskId) ?? [];
    if (own.length === 0) return { at, who: "DAG", what: taskId };
    const all = looks.get(taskId) ?? [];
    const index = all.indexOf(start);
    const said = own.slice(index, index + 1 === all.length ? undefined : index + 1);
    return { at, who: "Air-Executor", what: said.join(", ") };
  });
}

/** What the DAG does in one instant is one row; so is what Air-Executor has done, however often the sensor looks. */
export function joined(steps: readonly Step[]): Step[] {
  const rows: Step[] = [];
  for (const step of steps) {
    const last = rows.at(-1);
    if (last?.who === "DAG" && step.who === "DAG" && last.at === step.at) {
      rows[rows.length - 1] = { ...last, what: `${last.what}, ${step.what}` };
    } else if (last?.who !== step.who || last.what !== step.what) rows.push(step);
  }
  return rows;
}
