// A DAG as a workflow that never ends: it makes the runs that are due, as far as there is room, and remembers earlier runs.
// Local activities ask the engine's timetables what is due. Their answers are written down, so that a later change of the
// calendar cannot change the past.

import {
  allHandlersFinished,
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  ParentClosePolicy,
  proxyLocalActivities,
  setHandler,
  startChild,
  workflowInfo,
} from "@temporalio/workflow";
import type { RunRecord } from "@daglings/engine";
import { createRun, isFinished, recordOf, type RunIdentity } from "@daglings/engine/core";
import { selectRuns } from "@daglings/engine/select-runs";
import { dagRun } from "./dag-run.ts";
import { heardAssets } from "./heard-assets.ts";
import {
  addRuns,
  adopt,
  makeRuns,
  renew,
  advance,
  assetsUpdated,
  findRuns,
  pastChanged,
  runMoved,
  runWorkflowId,
  scheduleRuns,
  scheduleStanding,
  setPaused,
  timePassed,
  type NewRun,
  type QueuedRun,
  type ScheduleInput,
  type ScheduleState,
  type Standing,
} from "./messages.ts";
import { pastsOf } from "./pasts.ts";
import type { DueRun, ScheduleActivities } from "./schedule-activities.ts";
import { searchAttributesOf } from "./search.ts";
import { timeOf } from "./time.ts";

/** In events: each run takes about ten. */
const longHistory = 8000;
/** How many runs it remembers; Temporal keeps the others for as long as it is told to. */
const mostRuns = 2000;

const { nextRun, runsFor } = proxyLocalActivities<ScheduleActivities>({ startToCloseTimeout: "10s" });

type Made = Pick<NewRun, "identity" | "assetEvents">;

interface UnderWay {
  nextAt: number;
  /** In played time: it has been told something, and has not yet answered what happened. */
  isBusy: boolean;
}

export async function dagSchedule(input: ScheduleInput): Promise<void> {
  let { dag } = input;
  const time = timeOf(input.time);
  let { paused, last } = input.state ?? { paused: false, last: null };
  const queue: QueuedRun[] = [...(input.state?.queue ?? [])];
  const runs = new Map((input.state?.runs ?? []).map((run) => [run.runId, run]));
  let heard = heardAssets(dag, input.state?.heard);
  const pasts = pastsOf(runs, input.state?.tasks ?? {});
  const underWay = new Map<string, UnderWay>();
  for (const [runId, nextAt] of Object.entries(input.state?.underWay ?? {})) {
    underWay.set(runId, { nextAt: nextAt ?? Infinity, isBusy: false });
  }
  /** undefined: not asked yet. */
  let due: DueRun | null | undefined;
  let dueAsOf = -Infinity;
  let isNews = true;
  let isWorking = false;
  let moves = input.state?.moves ?? 0;
  const movedAt = new Map(Object.entries(input.state?.movedAt ?? {}));

  const isLong = () =>
    workflowInfo().continueAsNewSuggested || workflowInfo().historyLength > (dag.longHistory ?? longHistory);
  const mayMake = () => !paused && queue.length + underWay.size < dag.plan.maxActiveRuns;
  const dueAt = () => (mayMake() ? (due?.runAfter ?? Infinity) : Infinity);
  /** What is asked for, and has room, has begun. */
  const hasLooked = () => !isNews && !isWorking;
  const isSettled = () => hasLooked() && !underWay.values().some(({ isBusy }) => isBusy);

  // --------------------------------------------------------------------------------------------- how runs are made

  async function startAll(): Promise<void> {
    for (;;) {
      const waiting = takeQueued();
      for (const each of waiting) await start(each);
      const made = waiting.length === 0 ? (takeAssetRun() ?? (await takeDue())) : null;
      if (waiting.length === 0 && !made) return;
      if (made && !isTaken(made.identity)) await start(queued(made));
    }
  }

  /** The oldest first. While the DAG is paused, only its backfills go on. */
  function takeQueued(): QueuedRun[] {
    const room = Math.max(0, dag.plan.maxActiveRuns - underWay.size);
    const mayStart = ({ identity }: QueuedRun) => !paused || identity.runType === "backfill";
    const oldest = queue
      .filter(mayStart)
      .toSorted((a, b) => a.identity.logicalDate - b.identity.logicalDate)
      .slice(0, room);
    for (const each of oldest) queue.splice(queue.indexOf(each), 1);
    return oldest;
  }

  function takeAssetRun(): Made | null {
    return mayMake() ? heard.takeRun(isTaken) : null;
  }

  async function takeDue(): Promise<Made | null> {
    if (!mayMake()) return null;
    await askDue();
    const taken = due;
    if (!taken || taken.runAfter > time.now()) return null;
    last = taken.run;
    due = undefined;
    await askDue();
    // When half an hour is repeated, Airflow 2 may come to the same interval again and again: then it stands still.
    if (due && (due as DueRun).runAfter <= taken.runAfter) due = null;
    return { identity: taken.run };
  }

  /** Without catch-up, the next run depends on what time it is. */
  async function askDue(): Promise<void> {
    if (due !== undefined && (dag.plan.catchup || dueAsOf === time.now())) return;
    dueAsOf = time.now();
    due = await nextRun({ dagId: dag.plan.dagId, last, now: dueAsOf });
  }

  function queued(made: Made): QueuedRun {
    const { identity } = made;
    const createdAt = time.now();
    runs.set(identity.runId, recordOf(createRun(dag.plan, identity, createdAt)));
    return { identity, run: { ...made, createdAt }, events: [] };
  }

  /** Run ids and logical dates are unique in a DAG. */
  function isTaken({ runId, logicalDate }: RunIdentity): boolean {
    return runs.has(runId) || runs.values().some((run) => run.logicalDate === logicalDate);
  }

  async function start({ identity, run, events }: QueuedRun): Promise<void> {
    const { runId } = identity;
    const known = runs.get(runId);
    if (known) runs.set(runId, { ...known, state: "running", finishedAt: null });
    underWay.set(runId, { nextAt: Infinity, isBusy: time.isPlayed });
    const heldByPast = pasts.heldBy(dag.plan, identity);
    const past = heldByPast.length > 0 ? [{ type: "past changed", heldByPast } as const] : [];
    await startChild(dagRun, {
      workflowId: runWorkflowId(dag.plan.dagId, runId),
      args: [{ dag, time: time.kind, run, events: [...events, ...past] }],
      parentClosePolicy: ParentClosePolicy.ABANDON, // the run goes on when this workflow begins a new history
      typedSearchAttributes: searchAttributesOf(dag.plan.dagId, identity),
    });
    if (runs.size > mostRuns) forgetOldest();
  }

  function forgetOldest(): void {
    const over = runs.values().find(({ state }) => isFinished(state));
    if (!over) return;
    runs.delete(over.runId);
    movedAt.delete(over.runId);
    pasts.forget(over.runId);
  }

  /** Lets tasks go on that were waiting for the previous run. */
  async function lookAtPasts(): Promise<void> {
    for (const [runId, each] of underWay) {
      const run = runs.get(runId);
      const heldByPast = run && pasts.changedFor(dag.plan, run);
      if (!heldByPast) continue;
      each.isBusy = time.isPlayed;
      await runNamed(runId).signal(pastChanged, heldByPast, time.now());
    }
  }

  function runNamed(runId: string) {
    return getExternalWorkflowHandle(runWorkflowId(dag.plan.dagId, runId));
  }

  // ----------------------------------------------------------------------------------------- what others tell it

  setHandler(scheduleRuns, (since) => {
    const hasMoved = ({ runId }: RunRecord) => since === 0 || (movedAt.get(runId) ?? 0) > since;
    return { runs: [...runs.values()].filter(hasMoved), moves, queued: heard.queued };
  });
  setHandler(findRuns, (...filters) => filters.flatMap((each) => selectRuns([...runs.values()], each)));
  setHandler(scheduleStanding, standing);
  setHandler(runMoved, ({ record, nextAt, tasks }) => {
    runs.set(record.runId, record);
    pasts.note(record.runId, tasks);
    if (isFinished(record.state)) underWay.delete(record.runId);
    else underWay.set(record.runId, { nextAt: nextAt ?? Infinity, isBusy: false });
    movedAt.set(record.runId, ++moves);
    isNews = true;
  });
  setHandler(assetsUpdated, (told) => {
    for (const { at } of told) time.passTo(at);
    heard.hear(told, paused);
    isNews = true;
  });
  setHandler(renew, () => void (isNews = true));
  setHandler(setPaused, async (value) => {
    paused = value;
    isNews = true;
    await condition(hasLooked);
  });
  setHandler(adopt, (changed) => {
    heard = heardAssets(changed, heard.state());
    dag = changed;
    due = undefined;
    isNews = true;
  });
  setHandler(addRuns, async (asked, at) => {
    if (at !== null) time.passTo(at);
    return await add(asked);
  });
  setHandler(makeRuns, async (request) => {
    const identities = await runsFor(request, time.now());
    const createdAt = time.now();
    return await add(identities.map((identity) => ({ identity, run: { identity, createdAt }, events: [] })));
  });
  async function add(asked: readonly QueuedRun[]): Promise<string[]> {
    const fresh = asked.filter(({ run, identity }) =>
      "record" in run ? !underWay.has(identity.runId) : !isTaken(identity),
    );
    for (const each of fresh) {
      enqueue("record" in each.run ? each : queued(each));
      if (each.identity.runType === "backfill") noteBackfill(each.identity);
    }
    isNews = true;
    await condition(hasLooked);
    return fresh.map(({ identity }) => identity.runId);
  }
  /** A run that waits to begin again, and is acted on once more, begins with both. */
  function enqueue(one: QueuedRun): void {
    const place = queue.findIndex(({ identity }) => identity.runId === one.identity.runId);
    const before = queue[place];
    if (before) queue[place] = { ...before, events: [...before.events, ...one.events] };
    else queue.push(one);
  }
  setHandler(advance, async (at) => {
    time.passTo(at);
    for (const [runId, each] of underWay) {
      if (each.nextAt > at) continue;
      each.isBusy = true;
      await runNamed(runId).signal(timePassed, at);
    }
    isNews = true;
    await condition(isSettled);
    return standing();
  });

  /** A backfill ahead of the schedule moves the schedule on. */
  function noteBackfill(run: RunIdentity): void {
    if (last && last.logicalDate >= run.logicalDate) return;
    last = run;
    due = undefined;
  }

  function standing(): Standing {
    const next = Math.min(dueAt(), ...underWay.values().map(({ nextAt }) => nextAt));
    const nextAt = next === Infinity ? null : next;
    return { paused, queued: queue.length, running: underWay.size, nextAt, moves, isLong: isLong() };
  }

  // ------------------------------------------------------------------------------------------------ from day to day

  for (;;) {
    isNews = false;
    isWorking = true;
    await startAll();
    await lookAtPasts();
    isWorking = false;
    if (isLong() && isSettled() && allHandlersFinished()) {
      const resting = [...underWay].map(([runId, { nextAt }]) => [
        runId,
        nextAt === Infinity ? null : nextAt,
      ]);
      const told = {
        runs: [...runs.values()],
        tasks: pasts.tasks(),
        moves,
        movedAt: Object.fromEntries(movedAt),
      };
      const state = { paused, last, queue, heard: heard.state(), ...told };
      const carried = { ...state, underWay: Object.fromEntries(resting) as ScheduleState["underWay"] };
      await continueAsNew<typeof dagSchedule>({ dag, time: time.kind, state: carried });
    }
    await time.until(() => isNews, dueAt());
  }
}
