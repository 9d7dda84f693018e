// A job in a line: a bar, and counts.

import type { JobSummary } from "./summary.ts";

const columns = 24;

export function jobLine({ job, state, total, tasks, why }: JobSummary): string {
  const filled = total === 0 ? 0 : Math.floor((tasks.completed / total) * columns);
  const bar = "█".repeat(filled) + "░".repeat(columns - filled);
  const counts = [
    `${tasks.completed}/${total} done`,
    `${tasks.running} running`,
    `${tasks.pending} pending`,
    ...(tasks.failed > 0 ? [`${tasks.failed} failed`] : []),
    ...(tasks.upstream_failed > 0 ? [`${tasks.upstream_failed} given up`] : []),
  ];
  return `${job} ${bar} ${state}: ${counts.join(", ")}${why === null ? "" : ` (${why})`}`;
}
