// One attempt of a task: how it starts, how it is stopped, and what its end means for the task.

import { pythonText } from "../instants.ts";
import { setTask, setTimer, type Draft } from "./draft.ts";
import type { AttemptFinished, Skip, TaskCallback } from "./events.ts";
import { descendants, plannedTask } from "./plan.ts";
import { nextPoke } from "./poke.ts";
import { mayRetry, retryDelay } from "./retry.ts";
import { instanceOf, type Run } from "./run.ts";
import { unsettleDownstream } from "./settle.ts";
import { isUnderWay } from "./states.ts";
import type { TaskInstance } from "./task-instance.ts";
import { findTask } from "./task-table.ts";

export function startAttempt(draft: Draft, taskId: string): void {
  const { pokes, startedAt, firstPokeAt } = instanceOf(draft.run, taskId);
  setTask(draft, taskId, {
    state: "running",
    startedAt: pokes === 0 ? draft.at : startedAt, // a sensor's second look belongs to the same attempt
    finishedAt: null,
    firstPokeAt: firstPokeAt ?? draft.at,
  });
}

export function stopAttempt(draft: Draft, taskId: string): void {
  const instance = instanceOf(draft.run, taskId);
  if (!hasAttempt(instance) && instance.state !== "queued") return;
  draft.commands.push({ type: "stop", taskId, tryNumber: instance.tryNumber });
}

/** A sensor that waits for its next poke is `running`, but there is nothing to stop. */
export function hasAttempt({ state, dueAt }: TaskInstance): boolean {
  return isUnderWay(state) && dueAt === null;
}

export function finishAttempt(draft: Draft, { taskId, tryNumber, outcome }: AttemptFinished): void {
  const instance = instanceOf(draft.run, taskId);
  // A report from an attempt that was given up in the meantime changes nothing.
  if (!isUnderWay(instance.state) || instance.tryNumber !== tryNumber) return;
  if (instance.state === "restarting") return retryLater(draft, taskId, "cleared while it was running");

  switch (outcome.type) {
    case "success":
      endAttempt(draft, taskId, "success");
      if (outcome.skip) skipTasks(draft, taskId, outcome.skip);
      return notify(draft, taskId, "onSuccess");
    case "skipped":
      endAttempt(draft, taskId, "skipped");
      notify(draft, taskId, "onSkipped");
      return notify(draft, taskId, "onSuccess"); // Airflow 2 calls both
    case "failed":
      return failAttempt(draft, taskId, outcome.error, outcome.mayRetry);
    case "not yet":
      return pokeLater(draft, taskId);
    default:
      throw new TypeError(`unknown outcome ${JSON.stringify(outcome satisfies never)}`);
  }
}

function endAttempt(
  draft: Draft,
  taskId: string,
  state: "success" | "failed" | "skipped",
  error?: string,
): void {
  const ended = { state, dueAt: null, finishedAt: draft.at, firstPokeAt: null, pokes: 0 };
  setTask(draft, taskId, ended, error);
  unsettleDownstream(draft, taskId);
}

function failAttempt(draft: Draft, taskId: string, error: string, retryAllowed: boolean): void {
  const { tryNumber, maxTries } = instanceOf(draft.run, taskId);
  if (retryAllowed && mayRetry(plannedTask(draft.run.plan, taskId), tryNumber, maxTries)) {
    retryLater(draft, taskId, error);
    notify(draft, taskId, "onRetry", error);
  } else {
    endAttempt(draft, taskId, "failed", error);
    notify(draft, taskId, "onFailure", error);
  }
}

function retryLater(draft: Draft, taskId: string, error: string): void {
  const { tryNumber, firstPokeAt } = instanceOf(draft.run, taskId);
  const task = plannedTask(draft.run.plan, taskId);
  const dueAt = draft.at + retryDelay(task, tryNumber, attemptKey(draft.run, taskId));
  const keepsWaiting = task.sensor?.mode === "reschedule"; // its timeout spans its retries
  const waiting = { dueAt, finishedAt: draft.at, pokes: 0, firstPokeAt: keepsWaiting ? firstPokeAt : null };
  setTask(draft, taskId, { state: "up_for_retry", ...waiting }, error);
  setTimer(draft, dueAt);
}

function attemptKey(run: Run, taskId: string): string {
  return `${run.plan.dagId}#${taskId}#${pythonText(run.logicalDate)}`;
}

function pokeLater(draft: Draft, taskId: string): void {
  const instance = instanceOf(draft.run, taskId);
  const { sensor } = plannedTask(draft.run.plan, taskId);
  if (!sensor) return failAttempt(draft, taskId, "only a sensor may end with 'not yet'", false);

  const pokes = instance.pokes + 1;
  const waited = instance.firstPokeAt === null ? 0 : draft.at - instance.firstPokeAt;
  const wait = nextPoke(sensor, { number: pokes + 1, waited, key: attemptKey(draft.run, taskId) });
  if (wait === null) {
    const error = `saw nothing for longer than its timeout of ${sensor.timeout / 1000} s`;
    endAttempt(draft, taskId, sensor.softFail ? "skipped" : "failed", error);
    return notify(draft, taskId, sensor.softFail ? "onSkipped" : "onFailure", error);
  }
  const state = sensor.mode === "poke" ? "running" : "up_for_reschedule";
  setTask(draft, taskId, { state, dueAt: draft.at + wait, pokes });
  setTimer(draft, draft.at + wait);
}

/** A branch's decision. As in Airflow it overrules whatever a child has become in the meantime, even if it is running. */
function skipTasks(draft: Draft, taskId: string, skip: Skip): void {
  const { plan } = draft.run;
  let skips = plannedTask(plan, taskId).downstream;
  if (skip === "descendants") skips = [...descendants(plan, [taskId])];
  else if (skip !== "children") {
    // A child to which a chosen one leads is not skipped.
    const followed = new Set([...skip.follow, ...descendants(plan, skip.follow)]);
    skips = skips.filter((id) => !followed.has(id));
  }
  setTask(draft, taskId, { skips });
  for (const id of skips) {
    const { state = "removed" } = findTask(draft.run.tasks, id) ?? {};
    if (state === "removed") continue;
    stopAttempt(draft, id);
    setTask(draft, id, { state: "skipped", dueAt: null, finishedAt: draft.at });
    unsettleDownstream(draft, id);
  }
}

function notify(draft: Draft, taskId: string, callback: TaskCallback, error?: string): void {
  draft.commands.push({ type: "notify", callback, taskId, ...(error === undefined ? {} : { error }) });
}
