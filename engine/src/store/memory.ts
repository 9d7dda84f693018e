// A store that ends with its process: for tests, and for runs that nobody needs to keep.

import type { AssetEvent, AssetQueueRecord } from "../asset-record.ts";
import type { TaskInstance } from "../core/task-instance.ts";
import type {
  AttemptRecord,
  DagRecord,
  EventRecord,
  Lease,
  RunRecord,
  Setting,
  Store,
  TraceFilter,
  TraceRecord,
} from "../ports.ts";
import { leaseLost } from "./lease.ts";
import { selectRuns } from "./select-runs.ts";

export function memoryStore(): Store {
  const dags = new Map<string, DagRecord>();
  const runs = new Map<string, RunRecord & { tasks: Record<string, TaskInstance> }>();
  const attempts = new Map<string, AttemptRecord>();
  const xcoms = new Map<string, Readonly<Record<string, string>>>();
  const settings = new Map<string, Setting>();
  const traces = new Map<string, TraceRecord>();
  const assetEvents: AssetEvent[] = [];
  const assetQueues = new Map<string, AssetQueueRecord["queued"]>();
  const events: EventRecord[] = [];
  let lease: Lease | null = null;
  const key = (...parts: (string | number)[]) => JSON.stringify(parts);

  return {
    commit(commit) {
      if (lease?.holder !== commit.holder) throw leaseLost();
      // Everything that can fail comes first: then all is kept, or nothing.
      const pushed = commit.xcoms.map((change) => ({
        ...change,
        values: change.values && asJson(change.values),
      }));
      for (const dag of commit.dags) dags.set(dag.dagId, dag);
      for (const run of commit.runs) {
        const id = key(run.dagId, run.runId);
        runs.set(id, { ...run, tasks: runs.get(id)?.tasks ?? {} });
      }
      for (const { dagId, runId, taskId, ...instance } of commit.tasks) {
        const run = runs.get(key(dagId, runId));
        if (run) run.tasks[taskId] = instance;
      }
      for (const attempt of commit.attempts) {
        const id = key(attempt.dagId, attempt.runId, attempt.taskId, attempt.tryNumber);
        if (attempts.get(id)?.finishedAt == null) attempts.set(id, attempt);
      }
      for (const { dagId, runId, taskId, values } of pushed) {
        const id = key(dagId, runId, taskId);
        if (values === null) xcoms.delete(id);
        else xcoms.set(id, { ...xcoms.get(id), ...values });
      }
      for (const trace of commit.traces) {
        const { dagId, runId, taskId, tryNumber, direction, name } = trace;
        traces.set(key(dagId, runId, taskId, tryNumber, direction, name), trace);
      }
      assetEvents.push(...commit.assetEvents);
      for (const { dagId, queued } of commit.assetQueues) assetQueues.set(dagId, queued);
      for (const event of commit.events) events.push({ ...event, id: events.length + 1 });
    },

    findDag: ({ dagId }) => dags.get(dagId) ?? null,
    listDags: () => [...dags.values()].toSorted((a, b) => byText(a.dagId, b.dagId)),
    findRun({ dagId, runId }) {
      const run = runs.get(key(dagId, runId));
      return run ? { ...run, tasks: { ...run.tasks } } : null;
    },
    listRuns: (filter) => selectRuns([...runs.values()], filter),
    listTriedAgain: ({ dagId, runIds }) =>
      runIds
        .filter((runId) => Object.values(runs.get(key(dagId, runId))?.tasks ?? {}).some(isTriedAgain))
        .toSorted(byText),
    listAttempts: ({ dagId, runId }) =>
      [...attempts.values()]
        .filter((attempt) => attempt.dagId === dagId && attempt.runId === runId)
        .toSorted((a, b) => a.startedAt - b.startedAt || byTask(a, b)),
    listOpenAttempts: ({ dagId }) =>
      [...attempts.values()]
        .filter((attempt) => attempt.dagId === dagId && attempt.finishedAt === null)
        .toSorted((a, b) => byText(a.runId, b.runId) || byTask(a, b)),
    findXCom(what) {
      const json = xcoms.get(key(what.dagId, what.runId, what.taskId))?.[what.key];
      return json === undefined ? null : { value: JSON.parse(json) as unknown };
    },
    listTraces({ upTo = Infinity, latest = Infinity, ...own }: TraceFilter) {
      const found = [...traces.values()].filter((trace) => trace.at <= upTo && fits(trace, own));
      return found.slice(Math.max(0, found.length - latest));
    },
    listXComs: ({ dagId, runId }) =>
      [...xcoms]
        .flatMap(([id, values]) => {
          const [ofDag, ofRun, taskId = ""] = JSON.parse(id) as string[];
          if (ofDag !== dagId || ofRun !== runId) return [];
          return Object.entries(values).map(([name, json]) => {
            return { taskId, key: name, value: JSON.parse(json) as unknown };
          });
        })
        .toSorted((a, b) => byText(a.taskId, b.taskId) || byText(a.key, b.key)),
    listAssetEvents({ assets, after = 0, upTo = Infinity, ids, latest = Infinity }) {
      const found = assetEvents.filter(
        ({ id, asset }) =>
          id > after && id <= upTo && (assets?.includes(asset) ?? true) && (ids?.includes(id) ?? true),
      );
      return found.slice(Math.max(0, found.length - latest));
    },
    findAssetEvent: (what) =>
      assetEvents.find(({ asset, key: named }) => asset === what.asset && named === what.key) ?? null,
    lastAssetEventId: () => assetEvents.at(-1)?.id ?? 0,
    findAssetQueue: ({ dagId }) => assetQueues.get(dagId) ?? {},
    listEvents: ({ after, limit }) => events.slice(after, after + limit),
    lastEventId: () => events.length,

    saveSetting: (setting) => void settings.set(key(setting.kind, setting.name), setting),
    dropSetting: ({ kind, name }) => void settings.delete(key(kind, name)),
    listSettings: () =>
      [...settings.values()].toSorted((a, b) => byText(a.kind, b.kind) || byText(a.name, b.name)),

    takeLease(wanted, isGood) {
      if (lease && lease.holder !== wanted.holder && isGood(lease)) return lease;
      return (lease = wanted);
    },
    renewLease({ holder, ...times }) {
      if (lease?.holder !== holder) return false;
      lease = { ...lease, ...times };
      return true;
    },
    dropLease({ holder }) {
      if (lease?.holder === holder) lease = null;
    },
    findLease: () => lease,
    close() {},
  };
}

/** As SQLite sorts: by the letters' codes, not by the rules of a language. */
function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function isTriedAgain({ tryNumber }: TaskInstance): boolean {
  return tryNumber > 1;
}

/** What is not named does not matter. */
function fits(trace: TraceRecord, wanted: TraceFilter): boolean {
  return Object.entries(wanted).every(
    ([field, value]) => value === undefined || trace[field as keyof TraceRecord] === value,
  );
}

function byTask(a: AttemptRecord, b: AttemptRecord): number {
  return byText(a.taskId, b.taskId) || a.tryNumber - b.tryNumber;
}

/** A pulled value is a copy with only what JSON keeps, as from a store on disk. */
function asJson(values: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, JSON.stringify(value) ?? "null"]),
  );
}
