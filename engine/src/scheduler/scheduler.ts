// The shell around the core: it asks timetables what is due, passes what happens to `step`, and carries out its
// commands. The changes of a round are committed before anything outside can notice them.

import { setImmediate as nextTurn } from "node:timers/promises";
import { type DateInput, parseInstant, UsageError } from "@daglings/words";
import type { AssetEvent } from "../asset-record.ts";
import { repeat } from "../clocks/stopwatch.ts";
import { systemClock } from "../clocks/system.ts";
import type { DAG } from "../dag.ts";
import { asError } from "../errors.ts";
import type { ExecutorFactory } from "../executors/executor.ts";
import { inProcess } from "../executors/in-process.ts";
import type { FilesFolder } from "../lineage.ts";
import type { AttemptReport, Clock, EventRecord, Executor, Store } from "../ports.ts";
import type { BackfillOptions, TriggerOptions } from "../schedule/requests.ts";
import type { DueRun } from "../schedule/timetable.ts";
import { beatInterval, takeLease, type HeldLease } from "../store/lease.ts";
import { memoryStore } from "../store/memory.ts";
import type { Awaited, DecideOptions } from "./approvals.ts";
import { Assets, type AssetEventOptions } from "./assets.ts";
import { Callbacks } from "./callbacks.ts";
import { Dispatcher } from "./dispatcher.ts";
import { Ledger, type ActiveRun, type OnStep } from "./ledger.ts";
import { byId, Roster, type DagStanding } from "./roster.ts";
import { Runs, type RunName, type RunsParts } from "./runs.ts";

export interface SchedulerOptions {
  readonly dags: readonly DAG[];
  /** Default: in memory; it is lost when the process ends. */
  readonly store?: Store;
  /** Default: real time. */
  readonly clock?: Clock;
  /** Default: in this process. */
  readonly executor?: ExecutorFactory;
  /** Where the logs of attempts are written; default: nowhere. */
  readonly logsFolder?: string;
  /** The folder where tasks write, to record which files each attempt changes; default: nobody looks. */
  readonly files?: FilesFolder;
  /** DAGs that the store does not know start out paused. Default: false. */
  readonly pausesNew?: boolean;
  /** Called with every event, after it is committed. An error in it ends `run`. */
  readonly onEvent?: (event: Omit<EventRecord, "id">) => void;
  /** Hears of every step of the core, before it is committed: what a run can be played again from. */
  readonly onStep?: OnStep;
}

export interface RunOptions {
  /** Up to and including this instant; "idle": until no run is queued or running, whatever the schedule brings later. */
  readonly until?: DateInput | "idle";
  /** Ends it early. Attempts under way are stopped, and count as lost when the store is opened again. */
  readonly signal?: AbortSignal;
  /** Also ends it early, but lets attempts under way finish. No new ones start. */
  readonly drain?: AbortSignal;
}

type Ends = { readonly [Name in "signal" | "drain"]: AbortSignal | undefined };

export class Scheduler {
  /** The DAGs as they are now; an adopted one is among them as soon as it has replaced the old one. */
  readonly dags: ReadonlyMap<string, DAG>;
  readonly #lease: HeldLease;
  readonly #executor: Executor;
  readonly #parts: RunsParts;
  readonly #runs: Runs;
  #wake = Promise.withResolvers<void>();
  /** Why there can be no further round: an error in one, or beside them. */
  #trouble: Error | null = null;
  #isRoundBroken = false;

  constructor(options: SchedulerOptions) {
    const {
      store = memoryStore(),
      clock = systemClock(),
      executor = inProcess(),
      logsFolder = null,
      files = null,
      pausesNew = false,
    } = options;
    const dags = byId(options.dags);
    this.dags = dags;
    this.#executor = executor({ dags, store });
    this.#lease = takeLease(store, clock);
    try {
      const tell = (event: Omit<EventRecord, "id">) => this.#tell(event, options);
      const ledger = new Ledger(store, this.#lease.holder, tell, options.onStep);
      const dispatcher = new Dispatcher(
        ledger,
        this.#executor,
        { logs: logsFolder, files },
        store.lastEventId(),
      );
      const assets = new Assets(store, ledger);
      const roster = new Roster({ dags, store, clock, ledger, assets, pausesNew });
      const callbacks = new Callbacks(store, this.#executor, logsFolder);
      this.#parts = { store, clock, ledger, assets, roster, dispatcher, callbacks };
      this.#runs = new Runs(this.#parts);
      ledger.commit();
    } catch (error) {
      this.#lease.drop();
      throw error;
    }
  }

  async run({ until, signal, drain }: RunOptions = {}): Promise<void> {
    if (this.#trouble) throw this.#trouble;
    if (this.#parts.dispatcher.underWayCount > 0 && !signal?.aborted) {
      throw new UsageError(
        "this scheduler was stopped with attempts under way; close it, and make a new one",
      );
    }
    const isBounded = until !== undefined && until !== "idle";
    const end = isBounded ? parseInstant(until, "UTC", "until").epochMilliseconds : Infinity;
    const wake = () => this.#wake.resolve();
    const stopBeating = repeat(beatInterval, () => this.#beat());
    const stopLooking = this.#parts.clock.heartbeat(wake);
    signal?.addEventListener("abort", wake);
    drain?.addEventListener("abort", wake);
    try {
      await this.#goOn(end, until === "idle", { signal, drain });
    } catch (error) {
      this.#trouble ??= asError(error);
      this.#isRoundBroken = true;
    } finally {
      signal?.removeEventListener("abort", wake);
      drain?.removeEventListener("abort", wake);
      stopLooking();
      stopBeating();
    }
    await this.#stop();
    if (this.#trouble) throw this.#trouble;
  }

  /** Runs one round after another, until nothing is left to do or it is told to end. */
  async #goOn(end: number, untilIdle: boolean, { signal, drain }: Ends): Promise<void> {
    const { clock, ledger, dispatcher, callbacks } = this.#parts;
    while (!signal?.aborted && !this.#trouble) {
      this.#wake = Promise.withResolvers();
      const now = clock.now();
      const isDraining = drain?.aborted ?? false;
      const next = this.#round(now, !isDraining);
      const underWay = dispatcher.underWayCount > 0 || callbacks.areUnderWay;
      if (isDraining && !underWay) return;
      if (!underWay && next > now) {
        if (now >= end || (untilIdle && this.#parts.roster.areAllDone)) return;
        // Simulated time goes from event to event: when no event is to come, it is at its end.
        if (clock.isSimulated && Math.min(next, end) === Infinity) return;
      }
      if (dispatcher.hasUnkept) await this.#keepLanded();
      if (underWay || !clock.isSimulated) ledger.commit();
      await clock.wait({ until: Math.min(next, end), underWay, wake: this.#wake.promise });
      // Other attempts that end in this turn are committed together with this one.
      if (!clock.isSimulated && dispatcher.underWayCount > 0) await nextTurn();
    }
  }

  /** On every way out of `run`: nothing keeps running, and what has ended is on record. A broken round is dropped. */
  async #stop(): Promise<void> {
    await this.#executor.close();
    if (this.#isRoundBroken) return;
    try {
      this.#parts.dispatcher.keepLanded();
      this.#parts.ledger.commit();
    } catch (error) {
      this.#trouble ??= asError(error);
    }
  }

  /** The reports of one turn are mostly all of an instant's: then they are committed with what follows from them. */
  async #keepLanded(): Promise<void> {
    await nextTurn();
    if (this.#parts.dispatcher.underWayCount > 0) this.#parts.dispatcher.keepLanded();
  }

  /** Does all there is to do at this instant, and returns when there is something to do next. */
  #round(now: number, mayStart: boolean): number {
    // Simulated time waits for all attempts of an instant, so that their order is the same each time.
    if (!this.#parts.clock.isSimulated || this.#parts.dispatcher.underWayCount === 0) {
      for (const landed of this.#parts.dispatcher.takeLanded()) this.#runs.finishAttempt(landed, now);
    }
    this.#runs.fireTimers(now);
    const isMore = mayStart && this.#runs.startAll(now);
    this.#runs.lookAtPasts(now);
    const isPaused = (active: ActiveRun) => !mayStart || this.#runs.isPaused(active);
    const orders = this.#parts.dispatcher.dispatch(now, isPaused);
    const stops = this.#runs.takeStops();

    if (orders.length > 0 || stops.length > 0 || this.#parts.callbacks.areWaiting)
      this.#parts.ledger.commit();
    else this.#runs.commitIfMuch();
    for (const stop of stops) stop();
    for (const order of orders) this.#executor.start(order, (report) => this.#receive(report));
    this.#parts.callbacks.callAll(() => this.#wake.resolve());
    if (!mayStart) return Infinity;
    return isMore ? now : this.#runs.nextAt;
  }

  #receive(report: AttemptReport): void {
    this.#parts.dispatcher.land(report);
    this.#wake.resolve();
  }

  #beat(): void {
    try {
      this.#lease.renew();
    } catch (error) {
      this.#trouble ??= asError(error);
    }
    this.#wake.resolve();
  }

  /** The events are committed: an error in a listener cannot undo them. */
  #tell(event: Omit<EventRecord, "id">, { onEvent }: SchedulerOptions): void {
    try {
      onEvent?.(event);
    } catch (error) {
      this.#trouble ??= asError(error);
    }
  }

  /** Stops what is under way, and leaves the store to the next scheduler. */
  async close(): Promise<void> {
    await this.#executor.close();
    this.#lease.drop();
  }

  /**
   * From now on these are its DAGs. A new one is taken at once; a changed or removed one as soon as none of its runs is
   * running. Until then it starts no further run.
   */
  adopt({ dags }: { readonly dags: readonly DAG[] }): void {
    this.#ask(() => this.#parts.roster.adopt(byId(dags)));
  }

  /** Tells everyone who looks at the store where this scheduler can be asked. */
  announce({ address }: { readonly address: string }): void {
    this.#lease.announce(address);
  }

  standing({ dagId }: { readonly dagId: string }): DagStanding {
    return this.#parts.roster.standing(dagId);
  }

  /** The next intervals of a DAG's schedule. */
  upcoming({ dagId, count }: { readonly dagId: string; readonly count: number }): DueRun[] {
    return this.#parts.roster.upcoming(dagId, count);
  }

  /** Makes a run for a logical date, by default now, and returns its id. */
  trigger(options: TriggerOptions): string {
    return this.#ask(() => this.#runs.request(options));
  }

  /**
   * Makes a run for each interval of a range, and returns the ids of those that did not exist yet. They are committed in
   * portions of 256 runs. Until all are made, at about 70 µs a run, the process does nothing else.
   */
  backfill(options: BackfillOptions): string[] {
    return this.#ask(() => this.#runs.backfill(options));
  }

  /**
   * Reports an update of an asset that no task has made, and returns the event. Null: one with this key is known already.
   */
  assetEvent(options: AssetEventOptions): AssetEvent | null {
    return this.#ask(() => this.#runs.tellAssetEvent(options));
  }

  /** From now on the schedule makes no runs of this DAG, and none of their tasks starts. Tasks that run go on running. */
  pause({ dagId }: { readonly dagId: string }): void {
    this.#ask(() => this.#parts.roster.setPaused(dagId, true));
  }

  unpause({ dagId }: { readonly dagId: string }): void {
    this.#ask(() => this.#parts.roster.setPaused(dagId, false));
  }

  /** Lets tasks, by default all, run again. Without `downstream`, tasks that failed because of them stay as they are. */
  clear({
    taskIds,
    downstream = false,
    ...name
  }: RunName & { taskIds?: readonly string[]; downstream?: boolean }): void {
    this.#ask(() =>
      this.#runs.doByHand(name, (dag) => ({
        type: "tasks cleared",
        taskIds: (taskIds ?? dag.plan.tasks.map((task) => task.taskId)).map((id) => dag.task(id).taskId),
        downstream,
      })),
    );
  }

  /** Sets a task's state without running it. */
  markTask({ taskId, state, ...name }: RunName & { taskId: string; state: "success" | "failed" }): void {
    this.#ask(() =>
      this.#runs.doByHand(name, (dag) => ({ type: "task marked", taskId: dag.task(taskId).taskId, state })),
    );
  }

  markRun({ state, ...name }: RunName & { state: "success" | "failed" }): void {
    this.#ask(() => this.#runs.doByHand(name, () => ({ type: "run marked", state })));
  }

  /** All tasks that wait for a person's decision. */
  awaited(): Awaited[] {
    return this.#runs.awaited();
  }

  /** Answers a task that waits for a person: it looks at once. */
  decide(options: DecideOptions): void {
    this.#ask(() => this.#runs.decide(options));
  }

  /** Ends a run: what is running is stopped, and the run has failed. */
  cancel(name: RunName): void {
    this.markRun({ ...name, state: "failed" });
  }

  #ask<T>(work: () => T): T {
    const answer = work();
    this.#parts.ledger.commit();
    this.#wake.resolve();
    return answer;
  }
}
