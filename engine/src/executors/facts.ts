// What an attempt that is carried out elsewhere may look up, as plain data. It cannot ask anyone there, and a wrong answer
// would be worse than none: asking for something that was not given is an error.

import { UsageError } from "@daglings/words";
import type { AssetEvent } from "../asset-record.ts";
import type { StoreReader } from "../context.ts";
import type { Setting, StoredRun, XComRecord } from "../ports.ts";
import { selectRuns } from "../store/select-runs.ts";

export interface AttemptFacts {
  /** The DAGs for which it may request a run. */
  readonly dagIds: readonly string[];
  /** The runs that it may look at, by DAG. */
  readonly runs: Readonly<Record<string, readonly StoredRun[]>>;
  /** What tasks have pushed, by DAG and run. */
  readonly xcoms: Readonly<Record<string, Readonly<Record<string, readonly XComRecord[]>>>>;
  /** In addition to those of its environment. */
  readonly settings: readonly Setting[];
  /** The events for which its run was made. */
  readonly assetEvents: readonly AssetEvent[];
}

export function readerOf({ dagIds, runs, xcoms, settings, assetEvents }: AttemptFacts): StoreReader {
  const runsOf = (dagId: string) => given(runs, dagId, `the runs of DAG "${dagId}"`);
  return {
    findDag: ({ dagId }) => (dagIds.includes(dagId) ? { dagId } : null),
    findRun: ({ dagId, runId }) => runsOf(dagId).find((run) => run.runId === runId) ?? null,
    listRuns: (filter) => selectRuns(runsOf(filter.dagId), filter),
    findXCom({ dagId, runId, taskId, key }) {
      const what = `the XComs of run "${runId}" of DAG "${dagId}"`;
      const all = given(given(xcoms, dagId, what), runId, what);
      const found = all.find((each) => each.taskId === taskId && each.key === key);
      return found ? { value: found.value } : null;
    },
    listSettings: () => [...settings],
    listAssetEvents: ({ ids }) => assetEvents.filter(({ id }) => ids?.includes(id) ?? true),
  };
}

function given<T>(facts: Readonly<Record<string, T>>, name: string, what: string): T {
  const found = Object.hasOwn(facts, name) ? facts[name] : undefined;
  if (found !== undefined) return found;
  throw new UsageError(`${what} were not given to this attempt, which is carried out elsewhere`);
}
