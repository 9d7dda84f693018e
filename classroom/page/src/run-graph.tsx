// The tasks of a DAG, with their states in one of its runs.

import { findTask, type Plan, type Run } from "@daglings/engine/core";
import { Graph } from "./graph.tsx";
import { stateText } from "./words.ts";

interface RunGraphProps {
  readonly plan: Plan;
  /** null: no run is made yet. */
  readonly run: Run | null;
  readonly taskId: string | null;
  readonly onChoose: (taskId: string) => void;
}

export function RunGraph({ plan, run, taskId, onChoose }: RunGraphProps) {
  const lookOf = (id: string) => {
    const instance = run ? findTask(run.tasks, id) : undefined;
    const state = instance?.state ?? "none";
    if (!run) return { state, words: plan.tasks.find((task) => task.taskId === id)?.operator ?? "" };
    const tries = (instance?.tryNumber ?? 0) > 1 ? `, try ${instance?.tryNumber}` : "";
    return { state, words: `${stateText(state)}${tries}` };
  };
  return (
    <Graph
      name={plan.dagId}
      hash={plan.hash}
      tasks={plan.tasks}
      lookOf={lookOf}
      taskId={taskId}
      onChoose={onChoose}
    />
  );
}
