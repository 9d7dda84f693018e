// What an attempt has used of the machine, as cells of a table.

import type { AttemptRecord } from "@daglings/engine";
import type { Screen } from "../screen.ts";
import { durationText, sizeText } from "../words.ts";
import { alignColumns } from "./table.ts";

type Used = Pick<AttemptRecord, "duration" | "usage">;

export const usageHeads: readonly string[] = ["took", "cpu", "memory", "log"];

/** Empty if it is not known: in a process that attempts share, memory belongs to none of them. */
export function usageCells(attempt: Used | undefined): string[] {
  const { duration = null, usage = null } = attempt ?? {};
  return [
    duration === null ? "" : durationText(duration),
    usage === null || usage.cpu === null ? "" : durationText(usage.cpu),
    usage === null || usage.peakMemory === null ? "" : sizeText(usage.peakMemory),
    usage === null ? "" : sizeText(usage.logBytes),
  ];
}

/** For `pnpm lesson NN --verbose`: a line for each task, all its attempts together. */
export function showUsage(attempts: readonly AttemptRecord[], { paint }: Screen): string[] {
  if (attempts.length === 0) return [];
  const byTask = Map.groupBy(attempts, ({ dagId, taskId }) => `${dagId}.${taskId}`);
  const rows = [...byTask].map(([task, own]) => [task, String(own.length), ...usageCells(together(own))]);
  const [head = "", ...lines] = alignColumns([["task", "attempts", ...usageHeads], ...rows]);
  return [
    "",
    paint("bold", "What the attempts have used"),
    `  ${paint("dim", head)}`,
    ...lines.map((line) => `  ${line}`),
  ];
}

/** Sums; of the memory, the largest. */
function together(attempts: readonly Used[]): Used {
  const known = (values: readonly (number | null | undefined)[]) =>
    values.filter((value) => typeof value === "number");
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
  const cpu = known(attempts.map(({ usage }) => usage?.cpu));
  const memory = known(attempts.map(({ usage }) => usage?.peakMemory));
  return {
    duration: sum(known(attempts.map(({ duration }) => duration))),
    usage: {
      cpu: cpu.length === 0 ? null : sum(cpu),
      peakMemory: memory.length === 0 ? null : Math.max(...memory),
      logBytes: sum(known(attempts.map(({ usage }) => usage?.logBytes))),
    },
  };
}
