// A job on one line: its name, a bar, and counts; on a narrow terminal on two.

import type { JobSummary } from "./summary.ts";

const barWidth = 24;

export function jobLine(summary: JobSummary): string {
  return `${summary.job} ${barOf(summary)}`;
}

/** No longer than the terminal is wide, unless there is a reason to report. */
export function jobLines(summary: JobSummary, columns = Number.POSITIVE_INFINITY): string[] {
  const line = jobLine(summary);
  return line.length <= columns ? [line] : [summary.job, `  ${barOf(summary)}`];
}

function barOf({ state, total, tasks, why }: JobSummary): string {
  const filled = total === 0 ? 0 : Math.floor((tasks.completed / total) * barWidth);
  const bar = "█".repeat(filled) + "░".repeat(barWidth - filled);
  const counts = [
    `${tasks.completed}/${total} done`,
    `${tasks.running} running`,
    `${tasks.pending} pending`,
    ...(tasks.failed > 0 ? [`${tasks.failed} failed`] : []),
    ...(tasks.upstream_failed > 0 ? [`${tasks.upstream_failed} given up`] : []),
  ];
  return `${bar} ${state}: ${counts.join(", ")}${why === null ? "" : ` (${why})`}`;
}
