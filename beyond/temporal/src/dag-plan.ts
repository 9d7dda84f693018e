// A DAG as its workflows know it: its plan, and which callbacks it has.

import { findCallback, type DAG } from "@daglings/engine";
import type { DagPlan } from "./messages.ts";

const ofTasks = ["onSuccess", "onFailure", "onRetry", "onSkipped"] as const;
const ofRuns = ["onSuccess", "onFailure"] as const;

export function dagPlanOf(dag: DAG): DagPlan {
  const own = dag.plan.tasks.flatMap(({ taskId }) =>
    ofTasks
      .filter((callback) => findCallback(dag, taskId, { of: "task", callback, error: null }))
      .map((callback) => `${taskId} ${callback}`),
  );
  const ofRun = ofRuns.filter((callback) => dag.settings[callback]);
  const assets = assetsOf(dag);
  return { plan: dag.plan, callbacks: [...own, ...ofRun], ...(assets && { assets }) };
}

function assetsOf({ tasks, settings: { assets, airflow } }: DAG): DagPlan["assets"] | null {
  const outlets = tasks.map(({ taskId, outlets: own }) => [taskId, own.map(({ name }) => name)] as const);
  const updated = outlets.filter(([, names]) => names.length > 0);
  if (assets.length + updated.length === 0) return null;
  return { awaited: assets.map(({ name }) => name), updated: Object.fromEntries(updated), airflow };
}
