// The runs of all DAGs: how they are made, what happens to them, and what follows from it. All of this is in memory; the
// scheduler decides when to commit it, and when time goes on.

import { UsageError } from "@daglings/words";
import type { AssetEvent } from "../asset-record.ts";
import type { AttemptFinished, Command, Event, EventWithoutTime, Outcome } from "../core/events.ts";
import {
  createRun,
  restoreRun,
  runTypes,
  stateOf,
  type Run,
  type RunIdentity,
  type RunType,
} from "../core/run.ts";
import type { TaskState } from "../core/states.ts";
import { processGone } from "../core/step.ts";
import { findTask } from "../core/task-table.ts";
import type { DAG } from "../dag.ts";
import { approvalKeys } from "../decision.ts";
import { asError, EnvironmentError, LeaseLostError } from "../errors.ts";
import type {
  AttemptKey,
  AttemptRecord,
  AttemptReport,
  Clock,
  RunRecord,
  Store,
  TriggerRequest,
} from "../ports.ts";
import type { DagSchedule } from "../schedule/dag-schedule.ts";
import {
  alreadyThere,
  backfillRuns,
  checkHas,
  manualRun,
  type BackfillOptions,
  type ManualOptions,
} from "../schedule/requests.ts";
import { awaitedIn, checkWaits, type Awaited, type DecideOptions } from "./approvals.ts";
import type { Assets, AssetEventOptions } from "./assets.ts";
import type { Callbacks } from "./callbacks.ts";
import type { Dispatcher, Landed } from "./dispatcher.ts";
import type { ActiveRun, Ledger } from "./ledger.ts";
import { runKey } from "./ledger.ts";
import { dependsOnPast, heldBy } from "./previous-run.ts";
import type { Roster } from "./roster.ts";
import { Timers } from "./timers.ts";

export interface RunName {
  readonly dagId: string;
  readonly runId: string;
}

export interface RunsParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly assets: Assets;
  readonly roster: Roster;
  readonly dispatcher: Dispatcher;
  readonly callbacks: Callbacks;
}

/** How an attempt ended, and its record. It counts if its run has waited for it. */
interface End extends AttemptFinished {
  readonly record: AttemptRecord;
  readonly counts: boolean;
}

/** The error of an attempt that ended by itself after it was to stop. */
const tooLate = "was cleared, marked, cancelled or removed while it ran; its end does not count";

/** After this many starts in one round the rest of the program gets its turn; a backfill makes as many at a time. */
const runsPerRound = 256;
/** Commit once this many events are waiting. */
const eventsPerCommit = 1024;

export class Runs {
  readonly #parts: RunsParts;
  readonly #timers = new Timers();
  #stops: (() => void)[] = [];

  constructor(parts: RunsParts) {
    this.#parts = parts;
    for (const schedule of parts.roster.all) this.#resume(schedule);
  }

  /** When something is due next. */
  get nextAt(): number {
    return Math.min(this.#timers.next, this.#parts.roster.nextAt);
  }

  isPaused({ dag, run }: ActiveRun): boolean {
    return run.runType !== "backfill" && this.#parts.roster.get(dag.dagId).paused;
  }

  /** The attempts that must be stopped, once that is committed. */
  takeStops(): (() => void)[] {
    return this.#stops.splice(0);
  }

  /** Commits if enough has changed to make it worth it. */
  commitIfMuch(): void {
    if (this.#parts.ledger.size > eventsPerCommit) this.#parts.ledger.commit();
  }

  // ---------------------------------------------------------------------------------- how runs are made

  /** Takes over the runs that another process, perhaps after a crash, has left running, and closes what it left open. */
  #resume(schedule: DagSchedule<DAG>): void {
    const { dagId } = schedule.dag;
    const at = this.#parts.clock.now();
    const open = Map.groupBy(this.#parts.store.listOpenAttempts({ dagId }), ({ runId }) => runId);
    for (const { runId } of this.#parts.store.listRuns({ dagId, states: ["running"] })) {
      const active = this.#load({ dagId, runId });
      schedule.running++;
      const left = (open.get(runId) ?? [])
        .filter((record) => !rests(active.run, record))
        .map((record) => this.#endOf(record, active.run));
      this.#apply(active, { type: "run resumed", ended: left, at });
      for (const end of left) this.#noteEnd(end, active.run, at);
      open.delete(runId);
    }
    // Their runs were over, or were cleared: nobody waits for these any more.
    for (const record of [...open.values()].flat()) this.#noteEnd(this.#endOf(record, null), null, at);
  }

  /** How an attempt ended that another process left open, or that nobody can know. */
  #endOf(record: AttemptRecord, run: Run | null): End {
    const { taskId, tryNumber, report } = record;
    const type = "attempt finished";
    const lost = { type: "failed", mayRetry: true, error: processGone } as const;
    if (!report) return { type, taskId, tryNumber, outcome: lost, record, counts: false };
    this.#parts.ledger.noteTraces(report, this.#parts.clock.now());
    const counts = run !== null && expects(run, report);
    const outcome = counts ? this.#accept(report) : report.outcome;
    return {
      type,
      taskId,
      tryNumber,
      outcome,
      record: { ...record, duration: report.duration, usage: report.usage },
      counts,
    };
  }

  /** Starts queued and due runs, as far as their DAGs have room. Returns true if there is more to start. */
  startAll(now: number): boolean {
    const { roster } = this.#parts;
    roster.takeComing();
    return roster.ready.filter((schedule) => this.#startOf(schedule, now)).length > 0;
  }

  #startOf(schedule: DagSchedule<DAG>, now: number): boolean {
    for (let started = 0; started < runsPerRound; started++) {
      const queued = this.#takeQueued(schedule);
      for (const active of queued) this.#start(active, now);
      started += queued.length;
      const due = queued.length === 0 ? (this.#takeAssetRun(schedule) ?? schedule.take(now)) : null;
      if (due && !this.#takenBy(schedule.dag.dagId, due)) this.#start(this.#create(schedule, due), now);
      if (queued.length === 0 && !due) return false;
      this.commitIfMuch();
    }
    return true;
  }

  #takeAssetRun({ dag: { dagId }, mayStart }: DagSchedule<DAG>): RunIdentity | null {
    return mayStart ? this.#parts.assets.takeRun(dagId, (run) => this.#knownBy(dagId, run) !== null) : null;
  }

  #takeQueued({ dag: { dagId, settings }, queued, running, paused }: DagSchedule<DAG>): ActiveRun[] {
    const room = settings.maxActiveRuns - running;
    if (queued === 0 || room <= 0) return [];
    this.#parts.ledger.commitRunsOf(dagId);
    const types: readonly RunType[] = paused ? ["backfill"] : runTypes;
    const waiting = this.#parts.store.listRuns({ dagId, states: ["queued"], types, limit: room });
    return waiting.map(({ runId }) => this.#load({ dagId, runId }));
  }

  #create(schedule: DagSchedule<DAG>, identity: RunIdentity): ActiveRun {
    schedule.queued++;
    const run = createRun(schedule.dag.plan, identity, this.#parts.clock.now());
    return this.#parts.ledger.open(schedule.dag, run, null);
  }

  /** Loads a run and gives it the DAG's current plan. */
  #load({ dagId, runId }: RunName): ActiveRun {
    this.#parts.ledger.commitRunsOf(dagId);
    const { dag } = this.#parts.roster.get(dagId);
    const stored = this.#parts.store.findRun({ dagId, runId });
    if (!stored) throw new UsageError(`${dag.place}: DAG "${dagId}" has no run "${runId}"`);
    const active = this.#parts.ledger.open(dag, restoreRun(dag.plan, stored), stored);
    const isOld = stored.planHash !== dag.plan.hash || stored.startedAt === null;
    if (isOld) this.#apply(active, { type: "plan changed", plan: dag.plan, at: this.#parts.clock.now() });
    return active;
  }

  /** Run ids and logical dates are unique in a DAG. */
  #takenBy(dagId: string, { runId, runType, logicalDate }: RunIdentity): RunRecord | null {
    const [sameDate] = this.#parts.store.listRuns({ dagId, from: logicalDate, to: logicalDate, limit: 1 });
    if (sameDate) return sameDate;
    return runType === "manual" ? this.#parts.store.findRun({ dagId, runId }) : null; // the others' ids are dates
  }

  /** The same, without a commit: what a task asks for is committed together with the task's end. */
  #knownBy(dagId: string, run: RunIdentity): RunIdentity | null {
    return this.#takenBy(dagId, run) ?? this.#parts.ledger.findNew(dagId, run);
  }

  #start(active: ActiveRun, at: number): void {
    if (dependsOnPast(active.dag)) this.#lookAtPast(active, at);
    this.#apply(active, { type: "run started", at });
  }

  // ------------------------------------------------------------------------------- what happens to them

  fireTimers(at: number): void {
    for (const key of this.#timers.take(at)) {
      const active = this.#parts.ledger.active.get(key);
      if (!active) continue;
      this.#apply(active, { type: "timer fired", at });
      if (active.run.state !== "running") this.#closeGivenUp(active, at); // its time was up
    }
  }

  finishAttempt({ report, held: { active: started, record }, isKept }: Landed, at: number): void {
    // The run may have ended since, and even have begun again: then the report comes too late to count.
    const active = this.#parts.ledger.active.get(started.key);
    const counts = active !== undefined && expects(active.run, report);
    const outcome = counts ? this.#accept(report) : report.outcome;
    const { type, taskId, tryNumber, duration, usage } = report;
    if (active) this.#apply(active, { type, taskId, tryNumber, outcome, at });
    this.#parts.ledger.noteTraces(report, at);
    const noted = { ...record, duration, usage, report: isKept ? report : null };
    this.#noteEnd({ type, taskId, tryNumber, outcome, record: noted, counts }, active?.run ?? null, at);
    if (active && outcome.type === "success" && outcome.skip) this.#closeGivenUp(active, at);
  }

  /** Takes in what an attempt has pushed and asked for. If a request of its cannot be met, the attempt has failed. */
  #accept(report: AttemptReport): Outcome {
    const { dagId, runId, taskId, xcoms, triggers, outcome } = report;
    let accepted = outcome;
    let values = xcoms;
    for (const request of triggers) {
      const made = this.#tryRequest(request);
      if (typeof made === "string") values = { ...values, [request.xcomKey]: made };
      else accepted = made;
      if (accepted !== outcome) break;
    }
    this.#parts.ledger.noteXComs({ dagId, runId, taskId, values });
    if (accepted.type === "success") {
      this.#parts.assets.succeeded(
        report,
        this.#parts.clock.now(),
        (each) => this.#parts.roster.get(each).paused,
      );
    }
    return accepted;
  }

  #tryRequest(request: TriggerRequest): string | Outcome {
    try {
      return this.#requestOf(request) ?? { type: "skipped" };
    } catch (thrown) {
      // An error of the store is not the task's.
      if (thrown instanceof EnvironmentError || thrown instanceof LeaseLostError) throw thrown;
      return { type: "failed", mayRetry: false, error: asError(thrown).message };
    }
  }

  /** Records how it ended. An end that does not count is recorded as a failure, whatever the attempt has reported. */
  #noteEnd({ outcome, record, counts }: End, run: Run | null, at: number): void {
    const state = run ? stateOf(run, record.taskId) : "failed";
    const isOpen = outcome.type === "not yet" && (state === "running" || state === "up_for_reschedule");
    if (counts && isOpen) {
      if (record.report)
        this.#parts.ledger.noteAttempt({ ...record, duration: null, usage: null, report: null });
      return;
    }
    const ended = { ...record, report: null, finishedAt: at };
    if (outcome.type === "failed") {
      this.#parts.ledger.noteAttempt({ ...ended, state: "failed", error: outcome.error });
    } else if (!counts) {
      this.#parts.ledger.noteAttempt({ ...ended, state: "failed", error: tooLate });
    } else {
      this.#parts.ledger.noteAttempt({ ...ended, state: outcome.type === "not yet" ? state : outcome.type });
    }
  }

  /** Lets tasks go on that have waited for the previous run. */
  lookAtPasts(at: number): void {
    for (const active of this.#parts.ledger.active.values()) {
      if (active.run.heldByPast.length > 0) this.#lookAtPast(active, at);
    }
  }

  #lookAtPast(active: ActiveRun, at: number): void {
    this.#parts.ledger.commit();
    const heldByPast = heldBy(active.run, this.#parts.ledger, this.#parts.store);
    if (heldByPast.join() !== active.run.heldByPast.join())
      this.#apply(active, { type: "past changed", heldByPast, at });
  }

  #apply(active: ActiveRun, event: Event): void {
    const before = active.run.state;
    const commands = this.#parts.ledger.apply(active, event);
    this.#parts.roster.get(active.dag.dagId).moved(before, active.run.state);
    for (const command of commands) this.#obey(active, command, event.at);
  }

  #obey(active: ActiveRun, command: Command, at: number): void {
    switch (command.type) {
      case "start":
        return this.#parts.dispatcher.add({ active, ...command });
      case "stop":
        return void this.#stops.push(() => this.#parts.dispatcher.stop({ active, ...command }));
      case "timer":
        return this.#timers.add(command.at, active.key);
      case "notify":
        return this.#parts.callbacks.afterTask(active, at, command);
      case "finish":
        return this.#parts.callbacks.afterRun(active, at, command);
      default:
        throw new TypeError(`unknown command ${JSON.stringify(command satisfies never)}`);
    }
  }

  // -------------------------------------------------------------------------------------- what others ask for

  request(options: ManualOptions): string {
    const { schedule, run, taken } = this.#asked(options);
    if (taken) throw alreadyThere(schedule.dag, run);
    this.#create(schedule, run);
    return run.runId;
  }

  /** The same, when a task asks. Null: there is such a run already, and the task wants to be skipped in that case. */
  #requestOf({ whenTaken, ...options }: TriggerRequest): string | null {
    const { schedule, run, taken } = this.#asked({ ...options, isDated: true });
    if (!taken) {
      this.#create(schedule, run);
      return run.runId;
    }
    if (whenTaken === "fail") throw alreadyThere(schedule.dag, run);
    if (whenTaken === "skip") return null;
    const taskIds = schedule.dag.plan.tasks.map(({ taskId }) => taskId);
    const name = { dagId: options.dagId, runId: taken.runId };
    this.doByHand(name, () => ({ type: "tasks cleared", taskIds, downstream: false }));
    return taken.runId;
  }

  #asked(options: ManualOptions): {
    schedule: DagSchedule<DAG>;
    run: RunIdentity;
    taken: RunIdentity | null;
  } {
    const schedule = this.#parts.roster.get(options.dagId);
    const takenBy = (run: RunIdentity) => this.#knownBy(options.dagId, run);
    const run = manualRun(schedule.dag, options, this.#parts.clock.now(), takenBy);
    return { schedule, run, taken: takenBy(run) };
  }

  /** Null: this event has been reported before. */
  tellAssetEvent(options: AssetEventOptions): AssetEvent | null {
    return this.#parts.assets.tell(
      options,
      this.#parts.clock.now(),
      (dagId) => this.#parts.roster.get(dagId).paused,
    );
  }

  backfill(options: BackfillOptions): string[] {
    const schedule = this.#parts.roster.get(options.dagId);
    const made: string[] = [];
    // However long the range is, only a part of it is in memory, or uncommitted, at any time.
    for (const runs of inPortions(
      backfillRuns(schedule.dag, options, this.#parts.clock.now()),
      runsPerRound,
    )) {
      this.#parts.ledger.commit();
      const dates = { from: runs[0]?.logicalDate ?? 0, to: runs.at(-1)?.logicalDate ?? 0 };
      const existing = this.#parts.store.listRuns({ dagId: options.dagId, ...dates });
      const taken = new Set(existing.map(({ logicalDate }) => logicalDate));
      for (const run of runs) {
        if (taken.has(run.logicalDate)) continue;
        this.#create(schedule, run);
        schedule.ranUpTo(run);
        made.push(run.runId);
      }
    }
    schedule.refresh(this.#parts.clock.now());
    return made;
  }

  awaited(): Awaited[] {
    return awaitedIn(this.#parts.ledger.active.values(), this.#parts.store);
  }

  /** The decision is committed together with the task's waking. */
  decide({ taskId, approved, by, note, ...name }: DecideOptions): void {
    checkWaits(this.#find(name), taskId);
    const values = { [approvalKeys.decision]: { approved, by, note: note ?? null } };
    this.#parts.ledger.noteXComs({ ...name, taskId, values });
    this.doByHand(name, () => ({ type: "sensor woken", taskId }));
  }

  #find(name: RunName): ActiveRun {
    return this.#parts.ledger.active.get(runKey(name.dagId, name.runId)) ?? this.#load(name);
  }

  /** Changes a run by hand, whether it is running or has long been over. */
  doByHand(name: RunName, eventFor: (dag: DAG) => EventWithoutTime): void {
    const active = this.#find(name);
    const at = this.#parts.clock.now();
    const event = eventFor(active.dag);
    if (event.type === "task marked") checkHas(active.run, event.taskId);
    this.#apply(active, { ...event, at });
    this.#closeGivenUp(active, at);
  }

  /** Closes the attempts that were given up and will not report an end: a sensor's try between two looks. */
  #closeGivenUp({ dag, run }: ActiveRun, at: number): void {
    for (const record of this.#parts.store.listOpenAttempts(dag)) {
      if (record.runId !== run.runId || this.#parts.dispatcher.willReport(record)) continue;
      if (rests(run, record) || expects(run, record)) continue;
      this.#parts.ledger.noteAttempt({ ...record, finishedAt: at, state: "failed", error: tooLate });
    }
  }
}

function* inPortions<T>(all: Iterable<T>, size: number): Generator<T[]> {
  let portion: T[] = [];
  for (const each of all) {
    if (portion.push(each) < size) continue;
    yield portion;
    portion = [];
  }
  if (portion.length > 0) yield portion;
}

/** Returns false if the attempt was given up in the meantime. */
function expects(run: Run, { taskId, tryNumber }: AttemptKey): boolean {
  const instance = findTask(run.tasks, taskId);
  return instance?.state === "running" && instance.tryNumber === tryNumber;
}

/** A sensor's try without a slot: it looks again when it is time, or when a slot is free. */
function rests(run: Run, { taskId, tryNumber }: AttemptKey): boolean {
  const instance = findTask(run.tasks, taskId);
  const states: readonly TaskState[] = ["up_for_reschedule", "scheduled", "queued"];
  return instance?.tryNumber === tryNumber && states.includes(instance.state);
}
