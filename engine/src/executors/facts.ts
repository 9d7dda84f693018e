// What an attempt that is carried out elsewhere may look up, as plain data. Nobody can be asked there, and a wrong answer
// would be worse than none: what has not been given is an error when it is asked for.

import { UsageError } from "@daglings/words";
import type { AssetEvent } from "../asset-record.ts";
import type { StoreReader } from "../context.ts";
import type { Setting, StoredRun, XComRecord } from "../ports.ts";
import { selectRuns } from "../store/select-runs.ts";

export interface AttemptFacts {
  /** The DAGs of which it may ask for a run. */
  readonly dagIds: readonly string[];
  /** By DAG: the runs that it may look at. */
  readonly runs: Readonly<Record<string, readonly StoredRun[]>>;
  /** By DAG and run: what their tasks have pushed. */
  readonly xcoms: Readonly<Record<string, Readonly<Record<string, readonly XComRecord[]>>>>;
  /** Besides those of its environment. */
  readonly settings: readonly Setting[];
  /** Those that its run is for. */
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
