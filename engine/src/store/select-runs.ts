// Applies a filter to runs that are in memory.

import type { RunFilter, RunRecord, StoredRun } from "../ports.ts";

export function selectRuns(runs: readonly (RunRecord | StoredRun)[], filter: RunFilter): RunRecord[] {
  const { dagId, states, types, before = Infinity, from = -Infinity, to = Infinity } = filter;
  const found = runs.filter(
    (run) =>
      run.dagId === dagId &&
      (states?.includes(run.state) ?? true) &&
      (types?.includes(run.runType) ?? true) &&
      run.logicalDate < before &&
      run.logicalDate >= from &&
      run.logicalDate <= to,
  );
  const direction = filter.newestFirst ? -1 : 1;
  const sorted = found.toSorted((a, b) => direction * (a.logicalDate - b.logicalDate));
  return sorted
    .slice(0, filter.limit)
    .map(({ tasks: _tasks, ...run }: RunRecord & Partial<StoredRun>) => run);
}
