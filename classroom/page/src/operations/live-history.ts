// The runs of a live DAG as a history, so that timeline and graph show them as they show a lesson's. The scheduler tells
// only the latest attempt of each task: when it began, and what came of it. Pure.

import { restoreRun, type Plan, type TaskInstance } from "@daglings/engine/core";
import { History, type RunVersion } from "../../../shared/history.ts";
import type { RunWithTasks, Task } from "./answers.ts";

/** A DAG with more is shown as it is now, without the past of each task. */
const mostTasks = 60;

/** The runs as they were made, one after the other. */
export function liveHistory(
  plan: Plan,
  answers: readonly RunWithTasks[],
  dag: { readonly schedule: string; readonly timeZone: string },
): History {
  const history = new History();
  const { dagId, catchup } = plan;
  const made = answers.toSorted(
    (a, b) =>
      timeOf(a.run.createdAt) - timeOf(b.run.createdAt) ||
      timeOf(a.run.logicalDate) - timeOf(b.run.logicalDate),
  );
  const first = timeOf(made[0]?.run.createdAt ?? null);
  history.add({
    type: "begun",
    lesson: dagId,
    variant: null,
    isOwn: false,
    executor: "subprocess",
    airflow: 2,
    clock: { from: first, until: first },
    dags: [{ dagId, description: "", ...dag, catchup, plan }],
  });
  const pasts = made.map((answer) => versionsOf(plan, answer));
  const versions = pasts.flat().toSorted((a, b) => a.at - b.at);
  const moments = new Map(versions.map((version, index) => [version, index + 1]));
  for (const version of versions) history.instants.push(version.at);
  pasts.forEach((past, number) => {
    const placed = past.map((version) => ({ ...version, moment: moments.get(version) ?? 0 }));
    history.runs.push({ number, dagId, runId: placed[0]?.run.runId ?? "", versions: placed });
  });
  for (const { run, at } of versions) {
    history.first = Math.min(history.first, run.dataIntervalStart, at);
    history.last = Math.max(history.last, run.dataIntervalEnd, at);
  }
  return history;
}

function timeOf(text: string | null): number {
  return text === null ? 0 : Date.parse(text);
}

/** The earliest first. */
function versionsOf(plan: Plan, { run, tasks }: RunWithTasks): RunVersion[] {
  const createdAt = timeOf(run.createdAt);
  const instant = (text: string | null) => (text === null ? createdAt : timeOf(text));
  const known = new Map<string, TaskInstance>();
  const version = (at: number): RunVersion => ({
    moment: 0,
    at,
    changes: [],
    event: null,
    run: restoreRun(plan, {
      dagId: plan.dagId,
      planHash: plan.hash,
      runId: run.runId,
      runType: run.runType,
      state: run.state,
      undated: run.logicalDate === null,
      logicalDate: instant(run.logicalDate),
      dataIntervalStart: instant(run.dataIntervalStart),
      dataIntervalEnd: instant(run.dataIntervalEnd),
      conf: run.conf,
      ignoresPast: false,
      assetEvents: [],
      createdAt,
      startedAt: run.startedAt === null ? null : timeOf(run.startedAt),
      finishedAt: run.finishedAt === null ? null : timeOf(run.finishedAt),
      tasks: Object.fromEntries(known),
    } satisfies Parameters<typeof restoreRun>[1]),
  });
  const steps = tasks.length > mostTasks ? [] : tasks.flatMap(stepsOf).toSorted((a, b) => a.at - b.at);
  for (const { taskId } of tasks) known.set(taskId, instanceOf(null));
  const past: RunVersion[] = steps.length === 0 ? [] : [version(createdAt)];
  for (const { taskId, at, instance } of steps) {
    known.set(taskId, instance);
    past.push(version(Math.max(createdAt, at)));
  }
  for (const task of tasks) known.set(task.taskId, instanceOf(task));
  return [...past, version(past.at(-1)?.at ?? createdAt)];
}

function stepsOf(task: Task): { taskId: string; at: number; instance: TaskInstance }[] {
  const { taskId, startedAt, finishedAt } = task;
  if (startedAt === null) return [];
  const last = instanceOf(task);
  const running = { ...last, state: "running", finishedAt: null, dueAt: null } as const;
  const began = { taskId, at: timeOf(startedAt), instance: running };
  return finishedAt === null ? [began] : [began, { taskId, at: timeOf(finishedAt), instance: last }];
}

function instanceOf(task: Task | null): TaskInstance {
  const time = (text: string | null | undefined) =>
    text === null || text === undefined ? null : timeOf(text);
  return {
    state: task?.state ?? "none",
    tryNumber: task?.tryNumber ?? 0,
    maxTries: task?.maxTries ?? 0,
    dueAt: time(task?.dueAt),
    startedAt: time(task?.startedAt),
    finishedAt: time(task?.finishedAt),
    firstPokeAt: null,
    pokes: 0,
    skips: [],
  };
}

/** The number under which the history has a run. */
export function numberOf(history: History, runId: string | null): number | null {
  return history.runs.find((run) => run.runId === runId)?.number ?? null;
}
