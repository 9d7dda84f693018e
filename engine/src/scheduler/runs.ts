// The runs of all DAGs: how they come to be, what happens to them, and what follows from it. All of it in memory; when
// it is committed, and when time goes on, is the scheduler's business.

import { suggest, UsageError } from "@daglings/words";
import type { Command, Event, EventWithoutTime } from "../core/events.ts";
import { createRun, restoreRun, stateOf, type RunIdentity, type RunType } from "../core/run.ts";
import { isUnderWay } from "../core/states.ts";
import type { DAG } from "../dag.ts";
import type { Clock, Store } from "../ports.ts";
import type { DueRun } from "../schedule/timetable.ts";
import type { Callbacks } from "./callbacks.ts";
import { DagSchedule } from "../schedule/dag-schedule.ts";
import type { Dispatcher, Landed } from "./dispatcher.ts";
import type { ActiveRun, Ledger } from "./ledger.ts";
import { runKey } from "./ledger.ts";
import { dependsOnPast, heldBy } from "./previous-run.ts";
import { backfillRuns, manualRun, type BackfillOptions, type ManualOptions } from "../schedule/requests.ts";
import { Timers } from "./timers.ts";

export interface RunName {
  readonly dagId: string;
  readonly runId: string;
}

/** Where a DAG stands. */
export interface DagStanding {
  readonly paused: boolean;
  readonly queued: number;
  readonly running: number;
  /** When the schedule makes the next run; null: never, or not before something else happens. */
  readonly nextAt: number | null;
}

export interface RunsParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly dispatcher: Dispatcher;
  readonly callbacks: Callbacks;
}

/** After this many starts in one round the rest of the program gets its turn. */
const runsPerRound = 256;
/** Commit once this many events are waiting. */
const eventsPerCommit = 1024;

export class Runs {
  readonly #parts: RunsParts;
  readonly #schedules = new Map<string, DagSchedule<DAG>>();
  readonly #timers = new Timers();
  #stops: (() => void)[] = [];

  constructor(dags: Iterable<DAG>, parts: RunsParts) {
    this.#parts = parts;
    for (const dag of dags) this.#enroll(dag);
    for (const schedule of this.#schedules.values()) this.#resume(schedule);
  }

  /** When something is due next. */
  get nextAt(): number {
    return Math.min(this.#timers.next, ...[...this.#schedules.values()].map((schedule) => schedule.nextAt));
  }

  get areAllDone(): boolean {
    return [...this.#schedules.values()].every(({ queued, running }) => queued + running === 0);
  }

  standing(dagId: string): DagStanding {
    const { paused, queued, running, nextAt } = this.#schedule(dagId);
    return { paused, queued, running, nextAt: nextAt === Infinity ? null : nextAt };
  }

  upcoming(dagId: string, count: number): DueRun[] {
    const schedule = this.#schedule(dagId);
    schedule.refresh(this.#parts.clock.now());
    return schedule.upcoming().take(count).toArray();
  }

  isPaused({ dag, run }: ActiveRun): boolean {
    return run.runType !== "backfill" && this.#schedule(dag.dagId).paused;
  }

  /** The attempts that are to be stopped, once that is committed. */
  takeStops(): (() => void)[] {
    return this.#stops.splice(0);
  }

  /** Keeps what there is to keep, if there is so much that it is time. */
  commitIfMuch(): void {
    if (this.#parts.ledger.size > eventsPerCommit) this.#parts.ledger.commit();
  }

  // ---------------------------------------------------------------------------------- how runs come to be

  #enroll(dag: DAG): void {
    const { dagId } = dag;
    const paused = this.#parts.store.findDag({ dagId })?.paused ?? false;
    const [last] = this.#parts.store.listRuns({
      dagId,
      types: ["scheduled", "backfill"],
      newestFirst: true,
      limit: 1,
    });
    const queued = this.#parts.store.listRuns({ dagId, states: ["queued"] }).length;
    const schedule = new DagSchedule(dag, { paused, queued, last });
    schedule.refresh(this.#parts.clock.now());
    this.#schedules.set(dagId, schedule);
    this.#parts.ledger.noteDag(schedule.record);
  }

  /** Takes up the runs that another process, which may have crashed, has left running. */
  #resume(schedule: DagSchedule<DAG>): void {
    const { dagId } = schedule.dag;
    const at = this.#parts.clock.now();
    for (const { runId } of this.#parts.store.listRuns({ dagId, states: ["running"] })) {
      const active = this.#load({ dagId, runId });
      schedule.running++;
      for (const attempt of this.#parts.store.listAttempts({ dagId, runId })) {
        if (attempt.finishedAt !== null || !isUnderWay(stateOf(active.run, attempt.taskId))) continue;
        const lost = { state: "failed", finishedAt: at, error: "the process that ran it is gone" } as const;
        this.#parts.ledger.noteAttempt({ ...attempt, ...lost });
      }
      this.#apply(active, { type: "run resumed", at });
    }
  }

  /** Starts queued and due runs, as far as their DAGs have room. Returns true if there is more to start. */
  startAll(now: number): boolean {
    const full = [...this.#schedules.values()].filter((schedule) => this.#startOf(schedule, now));
    return full.length > 0;
  }

  #startOf(schedule: DagSchedule<DAG>, now: number): boolean {
    for (let started = 0; started < runsPerRound; started++) {
      const queued = this.#takeQueued(schedule);
      for (const active of queued) this.#start(active, now);
      started += queued.length;
      const due = queued.length === 0 ? schedule.take(now) : null;
      if (due && !this.#isTaken(schedule.dag.dagId, due)) this.#start(this.#create(schedule, due), now);
      if (queued.length === 0 && !due) return false;
      this.commitIfMuch();
    }
    return true;
  }

  #takeQueued({ dag: { dagId, settings }, queued, running, paused }: DagSchedule<DAG>): ActiveRun[] {
    const room = settings.maxActiveRuns - running;
    if (queued === 0 || room <= 0) return [];
    this.#parts.ledger.commitRunsOf(dagId);
    const types: RunType[] = paused ? ["backfill"] : ["scheduled", "manual", "backfill"];
    const waiting = this.#parts.store.listRuns({ dagId, states: ["queued"], types, limit: room });
    return waiting.map(({ runId }) => this.#load({ dagId, runId }));
  }

  #create(schedule: DagSchedule<DAG>, identity: RunIdentity): ActiveRun {
    schedule.queued++;
    return this.#parts.ledger.open(
      schedule.dag,
      createRun(schedule.dag.plan, identity, this.#parts.clock.now()),
      true,
    );
  }

  /** Loads a run and gives it the DAG's current plan. */
  #load({ dagId, runId }: RunName): ActiveRun {
    this.#parts.ledger.commitRunsOf(dagId);
    const { dag } = this.#schedule(dagId);
    const stored = this.#parts.store.findRun({ dagId, runId });
    if (!stored) throw new UsageError(`${dag.place}: DAG "${dagId}" has no run "${runId}"`);
    const active = this.#parts.ledger.open(dag, restoreRun(dag.plan, stored), false);
    const isOld = stored.planHash !== dag.plan.hash || stored.startedAt === null;
    if (isOld) this.#apply(active, { type: "plan changed", plan: dag.plan, at: this.#parts.clock.now() });
    return active;
  }

  /** Run ids and logical dates are unique in a DAG. */
  #isTaken(dagId: string, { runId, logicalDate }: RunIdentity): boolean {
    const sameDate = this.#parts.store.listRuns({ dagId, from: logicalDate, to: logicalDate, limit: 1 });
    return sameDate.length > 0 || this.#parts.store.findRun({ dagId, runId }) !== null;
  }

  #start(active: ActiveRun, at: number): void {
    if (dependsOnPast(active.dag)) this.#lookAtPast(active, at);
    this.#apply(active, { type: "run started", at });
  }

  #schedule(dagId: string): DagSchedule<DAG> {
    const schedule = this.#schedules.get(dagId);
    if (schedule) return schedule;
    const known = [...this.#schedules.keys()];
    throw new UsageError(`there is no DAG "${dagId}"${suggest(dagId, known, "this scheduler has")}`);
  }

  // ------------------------------------------------------------------------------- what happens to them

  fireTimers(at: number): void {
    for (const key of this.#timers.take(at)) {
      const active = this.#parts.ledger.active.get(key);
      if (active) this.#apply(active, { type: "timer fired", at });
    }
  }

  finishAttempt({ report, held: { active: started, record } }: Landed, at: number): void {
    const { dagId, runId, taskId, tryNumber, outcome, duration } = report;
    const triggered = report.triggers.map((request) => [request.xcomKey, this.request(request)] as const);
    this.#parts.ledger.noteXComs({
      dagId,
      runId,
      taskId,
      values: { ...report.xcoms, ...Object.fromEntries(triggered) },
    });
    // The run may have ended since, and even have begun again: then the report comes too late to count.
    const active = this.#parts.ledger.active.get(started.key);
    if (active) this.#apply(active, { type: "attempt finished", taskId, tryNumber, outcome, at });

    const state = active ? stateOf(active.run, taskId) : "failed";
    if (outcome.type === "not yet" && (state === "running" || state === "up_for_reschedule")) return;
    const ended = outcome.type === "not yet" ? state : outcome.type;
    const error = outcome.type === "failed" ? outcome.error : null;
    this.#parts.ledger.noteAttempt({ ...record, state: ended, finishedAt: at, duration, error });
  }

  /** Lets those go on that have waited for the run before them. */
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
    this.#schedule(active.dag.dagId).moved(before, active.run.state);
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

  // -------------------------------------------------------------------------------------- what is asked for

  request(options: ManualOptions): string {
    const schedule = this.#schedule(options.dagId);
    this.#parts.ledger.commit();
    const run = manualRun(schedule.dag, options, this.#parts.clock.now(), (each) =>
      this.#isTaken(options.dagId, each),
    );
    this.#create(schedule, run);
    return run.runId;
  }

  backfill(options: BackfillOptions): string[] {
    const schedule = this.#schedule(options.dagId);
    this.#parts.ledger.commit();
    const made: string[] = [];
    for (const run of backfillRuns(schedule.dag, options)) {
      if (this.#isTaken(options.dagId, run)) continue;
      this.#create(schedule, run);
      schedule.ranUpTo(run);
      made.push(run.runId);
    }
    schedule.refresh(this.#parts.clock.now());
    return made;
  }

  setPaused(dagId: string, paused: boolean): void {
    const schedule = this.#schedule(dagId);
    const at = this.#parts.clock.now();
    schedule.paused = paused;
    schedule.refresh(at);
    const nothing = { runId: null, taskId: null, tryNumber: null, detail: null };
    this.#parts.ledger.noteDag(schedule.record, {
      at,
      dagId,
      ...nothing,
      state: paused ? "paused" : "unpaused",
    });
  }

  /** Something is done to a run, whether it is running or has long been over. */
  doByHand(name: RunName, eventFor: (dag: DAG) => EventWithoutTime): void {
    const active = this.#parts.ledger.active.get(runKey(name.dagId, name.runId)) ?? this.#load(name);
    this.#apply(active, { ...eventFor(active.dag), at: this.#parts.clock.now() });
  }
}
