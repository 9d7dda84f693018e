// A record that ends with the process: for a flow that a script simply calls, and for tests.

import {
  deploymentName,
  type Deployment,
  type FlowRecord,
  type FlowRunRow,
  type Kept,
  type TaskRow,
} from "./record.ts";

/** `keepsRuns` false: nobody looks at the runs, and they would fill the memory of a long-running script. */
export function memoryRecord({ keepsRuns = true } = {}): FlowRecord {
  const runs = new Map<string, FlowRunRow>();
  const tasks = new Map<string, Map<string, TaskRow>>();
  const cache = new Map<string, { readonly result: Kept; readonly expiresAt: number | null }>();
  const cancels = new Set<string>();
  const deployments = new Map<string, Deployment>();
  return {
    saveRun(run) {
      if (keepsRuns) runs.set(run.flowRunId, run);
    },
    takeRun({ flowRunId, check }) {
      const found = runs.get(flowRunId) ?? null;
      if (found) check(found);
      return found;
    },
    findRun: ({ flowRunId }) => runs.get(flowRunId) ?? null,
    listRuns: ({ flow, limit }) =>
      [...runs.values()]
        .filter((run) => run.parentRunId === null && (flow === undefined || run.flow === flow))
        .toReversed()
        .slice(0, limit),
    saveTask(task) {
      if (!keepsRuns) return;
      const own = tasks.get(task.flowRunId) ?? new Map<string, TaskRow>();
      tasks.set(task.flowRunId, own.set(`${task.flowTry} ${task.name} ${task.call}`, task));
    },
    listTasks: ({ flowRunId, flowTry }) =>
      [...(tasks.get(flowRunId)?.values() ?? [])].filter(
        (task) => flowTry === undefined || task.flowTry === flowTry,
      ),
    findCached({ key, now }) {
      const found = cache.get(key);
      return found && (found.expiresAt === null || found.expiresAt > now) ? found.result : null;
    },
    saveCached: ({ key, ...entry }) => void cache.set(key, entry),
    askToCancel: ({ flowRunId }) => void cancels.add(flowRunId),
    isAskedToCancel: ({ flowRunId }) => cancels.has(flowRunId),
    saveDeployment: (each) => void deployments.set(deploymentName(each), each),
    listDeployments: () => [...deployments.values()],
    listSettings: () => [], // there are still those of the environment
    close() {},
  };
}
