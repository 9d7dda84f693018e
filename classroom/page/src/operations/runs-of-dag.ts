// The latest runs of a DAG, each with its tasks. A run is asked for once, and again after it has changed.

import { ask } from "../server.ts";
import type { Run, RunWithTasks } from "./answers.ts";
import { livePath } from "./ask-live.ts";
import { onLiveEvent } from "./live-news.ts";

/** The number of runs that are shown. The timeline draws only those that can be seen. */
export const mostRuns = 60;

export interface RunsOfDag {
  load(): Promise<readonly RunWithTasks[]>;
  close(): void;
}

export function runsOfDag(dagId: string): RunsOfDag {
  const known = new Map<string, RunWithTasks>();
  const stop = onLiveEvent((event) => {
    if (event === null) known.clear();
    else if (event.dagId === dagId && event.runId !== null) known.delete(event.runId);
  });
  return {
    async load() {
      const { runs } = await ask<{ runs: readonly Run[] }>(
        `${livePath("dags", dagId, "runs")}?limit=${mostRuns}`,
      );
      return await Promise.all(
        runs.map(async ({ runId, state, finishedAt }) => {
          const kept = known.get(runId);
          if (kept?.run.state === state && kept.run.finishedAt === finishedAt && finishedAt !== null)
            return kept;
          const answer = await ask<RunWithTasks>(livePath("dags", dagId, "runs", runId));
          known.set(runId, answer);
          return answer;
        }),
      );
    },
    close: stop,
  };
}
