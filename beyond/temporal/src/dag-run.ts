// A run of a DAG as a workflow. The engine's pure core decides what happens, and Temporal remembers it: each event goes
// into `step`, and each command becomes an activity, a timer or a cancellation. After a crash Temporal replays the events,
// and the same function comes to the same commands.

import {
  allHandlersFinished,
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  setHandler,
  workflowInfo,
} from "@temporalio/workflow";
import {
  findPlanned,
  findTask,
  isFinished,
  positionOf,
  step,
  type Command,
  type EventWithoutTime,
  type Outcome,
} from "@daglings/engine/core";
import type { AttemptReport, CallbackCall } from "@daglings/engine";
import { attemptsOf, type Start } from "./attempts.ts";
import { askForRun, callBack, noteUpdates } from "./commands.ts";
import {
  doByHand,
  pastChanged,
  runMoved,
  runState,
  timePassed,
  type Decision,
  type RunInput,
  type RunState,
} from "./messages.ts";
import { openRecord } from "./run-record.ts";
import { timeOf } from "./time.ts";

/** In events. Temporal itself warns at 10,240. */
const longHistory = 4000;

export async function dagRun({ dag, time: kind, run, events }: RunInput): Promise<RunState> {
  const { plan } = dag;
  const time = timeOf(kind);
  const record = openRecord(plan, run);
  const inbox: EventWithoutTime[] = [...record.catchUp(), ...events];
  const waiting: Start[] = [];
  const attempts = attemptsOf(time, () => (isNews = true));
  const dependsOnPast = plan.tasks.some((task) => task.dependsOnPast);
  let timers: number[] = [];
  let callbacks = Promise.resolve();
  let callbacksUnderWay = 0;
  let isNews = false;
  let isToTell = true;

  const isOver = () => isFinished(record.run.state);
  /** A history must not grow for ever: what is under way ends, nothing begins, and then a new execution takes over. */
  const isDraining = () =>
    !isOver() &&
    (workflowInfo().continueAsNewSuggested ||
      workflowInfo().historyLength > (dag.longHistory ?? longHistory));
  const isQuiet = () =>
    inbox.length + attempts.count + callbacksUnderWay === 0 && (waiting.length === 0 || isDraining());
  const nextAt = () => Math.min(Infinity, ...timers);

  // ------------------------------------------------------------------------------------ from events to commands

  /** A run that is new or was cleared begins as soon as it knows what happened before. */
  const nextEvent = (): EventWithoutTime | undefined =>
    inbox.shift() ?? (record.run.state === "queued" ? { type: "run started" } : undefined);

  function apply(event: EventWithoutTime): void {
    const at = time.now();
    const { run: next, commands, changes } = step(record.run, { ...event, at });
    record.note(next, changes, at);
    for (const command of commands) obey(command);
  }

  function obey(command: Command): void {
    switch (command.type) {
      case "start":
        return void waiting.push(command);
      case "stop":
        return attempts.stop(command);
      case "timer":
        return void timers.push(command.at);
      case "notify":
        return call(command.taskId, { of: "task", callback: command.callback, error: command.error ?? null });
      case "finish": {
        isToTell = true;
        const callback = command.state === "success" ? "onSuccess" : "onFailure";
        return call(null, { of: "run", callback, reason: command.reason });
      }
      default:
        throw new TypeError(`unknown command ${JSON.stringify(command satisfies never)}`);
    }
  }

  /** One after the other, in the order in which things ended. The run's own callback gets the context of the last task. */
  function call(of: string | null, what: CallbackCall): void {
    if (!dag.callbacks.includes(of === null ? what.callback : `${of} ${what.callback}`)) return;
    const taskId = of ?? plan.tasks.findLast((task) => findTask(record.run.tasks, task.taskId))?.taskId;
    if (taskId === undefined) return;
    const order = { attempt: record.orderOf(taskId, time.now()), call: what };
    callbacksUnderWay++;
    callbacks = callbacks.then(async () => {
      await callBack(order);
      callbacksUnderWay--;
      isNews = true;
    });
  }

  /** Starts what the DAG's limit leaves room for. No task has two attempts at once. */
  function startWaiting(): void {
    for (const start of waiting.splice(0)) {
      if (!record.waitsFor(start)) continue;
      if (isDraining() || attempts.count >= plan.maxActiveTasks || attempts.has(start.taskId)) {
        waiting.push(start);
        continue;
      }
      apply({ type: "attempt started", taskId: start.taskId });
      const limit = findPlanned(plan, start.taskId)?.executionTimeout ?? null;
      attempts.begin(record.begin(start, time.now()), limit);
    }
  }

  // -------------------------------------------------------------------------------------------- how attempts end

  /** Played time takes them in all at once, in plan order: which of them came first depends on the machine. */
  async function takeLanded(): Promise<void> {
    if (time.isPlayed && attempts.areUnderWay) return;
    const place = ({ taskId }: AttemptReport) => positionOf(record.run.tasks, taskId) ?? 0;
    for (const report of attempts.landed().toSorted((a, b) => place(a) - place(b))) {
      const counts = record.expects(report);
      const outcome = counts ? await accept(report) : report.outcome;
      attempts.take(report);
      const { type, taskId, tryNumber } = report;
      apply({ type, taskId, tryNumber, outcome });
      record.end({ ...report, outcome }, counts, time.now());
      if (dependsOnPast) isToTell = true;
    }
  }

  /** If one of its requests cannot be carried out, the attempt has failed. */
  async function accept(report: AttemptReport): Promise<Outcome> {
    for (const request of report.triggers) {
      const answer = await askForRun(request, time.now());
      if (typeof answer !== "string") return answer;
      record.push(report.taskId, { [request.xcomKey]: answer });
    }
    const outcome = record.accept(report);
    if (outcome.type === "success") await updateAssets(report);
    return outcome;
  }

  async function updateAssets({ taskId, tryNumber, extras }: AttemptReport): Promise<void> {
    const { runId, dataIntervalStart: start, dataIntervalEnd: end } = record.run;
    const source = {
      dagId: plan.dagId,
      runId,
      taskId,
      tryNumber,
      at: time.now(),
      key: null,
      span: { start, end },
    };
    const updates = dag.assets?.updated[taskId]?.map((asset) => ({
      ...source,
      asset,
      extra: extras[asset] ?? {},
    }));
    if (updates) await noteUpdates(updates);
  }

  // ----------------------------------------------------------------------------------------- what others tell it

  function hear(at: number | null, event?: EventWithoutTime): void {
    if (at !== null) time.passTo(at);
    if (event) inbox.push(event);
    isNews = isToTell = true;
  }

  setHandler(runState, () => record.state());
  setHandler(pastChanged, (heldByPast, at) => hear(at, { type: "past changed", heldByPast }));
  setHandler(timePassed, (at) => hear(at));
  setHandler(
    doByHand,
    async ({ event, xcoms, at }) => {
      for (const { taskId, key, value } of xcoms) record.push(taskId, { [key]: value });
      hear(at, event);
      await condition(() => (time.isPlayed ? isQuiet() : inbox.length === 0));
      isNews = true;
    },
    { validator: ({ event }: Decision) => record.checkTasks(event) },
  );

  /** In real time its schedule only wants to hear of its end, unless the next run waits for its tasks. */
  async function tellSchedule(): Promise<void> {
    isToTell = false;
    if (!time.isPlayed && !isOver() && !dependsOnPast) return;
    const { record: own, tasks } = record.state();
    const due = isOver() ? Infinity : nextAt();
    await getExternalWorkflowHandle(plan.dagId).signal(runMoved, {
      record: own,
      nextAt: due === Infinity ? null : due,
      tasks: dependsOnPast ? tasks : null,
    });
  }

  for (;;) {
    isNews = false;
    await takeLanded();
    for (let event = nextEvent(); event; event = nextEvent()) apply(event);
    if (nextAt() <= time.now()) {
      timers = timers.filter((at) => at > time.now());
      apply({ type: "timer fired" });
    }
    record.closeGivenUp(attempts.has, time.now());
    startWaiting();
    if (isQuiet() && isToTell) await tellSchedule();
    if (isQuiet() && !isToTell && !isNews && allHandlersFinished()) {
      if (isOver()) return record.state();
      if (isDraining()) {
        const resumed = [{ type: "run resumed" } as const];
        await continueAsNew<typeof dagRun>({ dag, time: time.kind, run: record.state(), events: resumed });
      }
    }
    await time.until(() => isNews, isOver() ? Infinity : nextAt());
  }
}
