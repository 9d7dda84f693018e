// The heart of the engine: from a run and something that happened to it, it works out the new run and what must be done.
// It is pure: time arrives in events, and nothing is read, written or waited for. So the same function decides on one
// machine, in a test, and inside a durable workflow that replays its history.

import { finishAttempt, startAttempt } from "./attempt.ts";
import { clearTasks, endRun, markRun, markTask, wakeSensor } from "./by-hand.ts";
import { comeDue, openDraft, setRunState, setTask, setTimer, type Draft } from "./draft.ts";
import type { AttemptFinished, Change, Command, Event } from "./events.ts";
import type { Plan } from "./plan.ts";
import { createRun, inPlanOrder, runTimeoutAt, type Run } from "./run.ts";
import { settle } from "./settle.ts";
import { isUnderWay } from "./states.ts";
import { findTask, taskEntries, taskTable } from "./task-table.ts";
import { countUpstream } from "./upstream.ts";

export interface Step {
  readonly run: Run;
  readonly commands: readonly Command[];
  readonly changes: readonly Change[];
  /** The tasks that have changed. */
  readonly touched: readonly string[];
}

export function step(run: Run, event: Event): Step {
  const draft = openDraft(run, event.at);
  apply(draft, event);
  settle(draft);
  const { commands, changes, touched } = draft;
  return { run: draft.run, commands, changes, touched: [...touched] };
}

function apply(draft: Draft, event: Event): void {
  switch (event.type) {
    case "run started":
      return startRun(draft);
    case "run resumed":
      return resumeRun(draft, event.ended ?? []);
    case "plan changed":
      return adopt(draft, event.plan);
    case "run marked":
      return markRun(draft, event.state);
    case "task queued":
      return setTask(draft, event.taskId, { state: "queued" });
    case "attempt started":
      return startAttempt(draft, event.taskId);
    case "attempt finished":
      return finishAttempt(draft, event);
    case "timer fired":
      return fireTimers(draft);
    case "past changed":
      draft.run.heldByPast = event.heldByPast;
      return unsettleAll(draft);
    case "tasks cleared":
      return clearTasks(draft, event.taskIds, event.downstream);
    case "task marked":
      return markTask(draft, event.taskId, event.state);
    case "sensor woken":
      return wakeSensor(draft, event.taskId);
    default:
      throw new TypeError(`unknown event ${JSON.stringify(event satisfies never)}`);
  }
}

export const processGone = "the process that ran it is gone";

function unsettleAll({ run, unsettled }: Draft): void {
  unsettled.push(...run.plan.tasks.map((task) => task.taskId));
}

function startRun(draft: Draft): void {
  draft.run.startedAt = draft.at;
  setRunState(draft, "running");
  setTimer(draft, runTimeoutAt(draft.run));
  unsettleAll(draft);
}

/** Another process takes over the run: its timers and starts are asked for again, and attempts under way have failed. */
function resumeRun(draft: Draft, ended: readonly AttemptFinished[]): void {
  setTimer(draft, runTimeoutAt(draft.run));
  unsettleAll(draft);
  for (const [taskId, { state, tryNumber, dueAt }] of taskEntries(draft.run.tasks)) {
    if (state === "scheduled" || state === "queued") {
      setTask(draft, taskId, { state: "scheduled" });
      draft.commands.push({ type: "start", taskId, tryNumber });
    } else if (isUnderWay(state)) {
      const outcome = { type: "failed", mayRetry: true, error: processGone } as const;
      const known = ended.find((each) => each.taskId === taskId && each.tryNumber === tryNumber);
      finishAttempt(draft, known ?? { type: "attempt finished", taskId, tryNumber, outcome });
    } else {
      setTimer(draft, dueAt);
    }
  }
}

/** Tasks that are new in the plan join the run; those that have left it stay as a record of what they did. */
function adopt(draft: Draft, plan: Plan): void {
  const { run } = draft;
  const known = new Set(plan.tasks.map((task) => task.taskId));
  const gone = run.tasks.ids.filter((taskId) => !known.has(taskId));
  for (const taskId of gone) setTask(draft, taskId, { state: "removed", dueAt: null });
  const fresh = taskEntries(createRun(plan, run, run.createdAt).tasks);
  for (const [taskId] of fresh) if (!findTask(run.tasks, taskId)) draft.touched.add(taskId);
  run.tasks = taskTable(inPlanOrder(plan, Object.fromEntries([...fresh, ...taskEntries(run.tasks)])));
  run.plan = plan;
  run.upstream = countUpstream(plan, run.tasks);
  unsettleAll(draft);
}

function fireTimers(draft: Draft): void {
  if (runTimeoutAt(draft.run) <= draft.at) return endRun(draft, "failed", "timed_out", () => "skipped");
  for (const [taskId, { dueAt }] of taskEntries(draft.run.tasks)) {
    if (dueAt !== null && dueAt <= draft.at) comeDue(draft, taskId);
  }
}
