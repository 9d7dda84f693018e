// Writes what workflows know about runs into the engine's store, so that everything that reads a store can show them.

import { join } from "node:path";
import {
  logFileOf,
  type AttemptRecord,
  type DagRecord,
  type EventRecord,
  type RunRecord,
  type Store,
  type TraceRecord,
} from "@daglings/engine";
import type { TaskInstance } from "@daglings/engine/core";
import type { RunState } from "./messages.ts";

export interface StoredOptions {
  readonly store: Store;
  /** The holder of the store's lease. */
  readonly holder: string;
  readonly logs: string | null;
  readonly onEvent: ((event: Omit<EventRecord, "id">) => void) | undefined;
}

export function openStored({ store, holder, logs, onEvent }: StoredOptions) {
  /** How many changes and traces of each run are already in the store. */
  const written = new Map<string, { changes: number; traces: number }>();
  return {
    write(
      states: readonly RunState[],
      dags: readonly DagRecord[] = [],
      assets: AssetChanges = { assetEvents: [], assetQueues: [] },
    ): void {
      const events: Omit<EventRecord, "id">[] = [];
      const traces: TraceRecord[] = [];
      for (const { record, ...state } of states) {
        const key = join(record.dagId, record.runId);
        const before = written.get(key) ?? { changes: 0, traces: 0 };
        events.push(...state.changes.slice(before.changes));
        traces.push(...state.traces.slice(before.traces));
        written.set(key, { changes: state.changes.length, traces: state.traces.length });
      }
      const ordered = events.toSorted((a, b) => a.at - b.at);
      store.commit({
        holder,
        dags,
        runs: states.map(({ record }) => record),
        tasks: states.flatMap(({ record, tasks }) => tasksOf(record, tasks)),
        attempts: states.flatMap(({ attempts }) => attempts.map((each) => withLog(each, logs))),
        xcoms: states.flatMap(({ record: { dagId, runId }, xcoms, tasks }) =>
          Object.keys(tasks).flatMap((taskId) => {
            const own = xcoms.filter((each) => each.taskId === taskId).map(({ key, value }) => [key, value]);
            const name = { dagId, runId, taskId };
            return [
              { ...name, values: null },
              { ...name, values: Object.fromEntries(own) as object as Values },
            ];
          }),
        ),
        traces,
        ...assets,
        events: ordered,
      });
      for (const event of ordered) onEvent?.(event);
    },
  };
}

type AssetChanges = Pick<Parameters<Store["commit"]>[0], "assetEvents" | "assetQueues">;

type Values = Readonly<Record<string, unknown>>;

function tasksOf({ dagId, runId }: RunRecord, tasks: Readonly<Record<string, TaskInstance>>) {
  return Object.entries(tasks).map(([taskId, instance]) => ({ dagId, runId, taskId, ...instance }));
}

function withLog(attempt: AttemptRecord, logs: string | null): AttemptRecord {
  return { ...attempt, logFile: logs === null ? null : logFileOf(logs, attempt) };
}
