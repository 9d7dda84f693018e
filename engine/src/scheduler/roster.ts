// The DAGs that a scheduler has, as they are now: how far each one's schedule has come, and whether it is paused. A DAG
// that has changed is replaced between its runs.

import { suggest, UsageError } from "@daglings/words";
import type { DAG } from "../dag.ts";
import type { Clock, Store } from "../ports.ts";
import { DagSchedule } from "../schedule/dag-schedule.ts";
import type { DueRun } from "../schedule/timetable.ts";
import type { Assets } from "./assets.ts";
import type { Ledger } from "./ledger.ts";

/** How far a DAG has come. */
export interface DagStanding {
  readonly paused: boolean;
  readonly queued: number;
  readonly running: number;
  /** When the schedule makes the next run; null: never, or not before something else happens. */
  readonly nextAt: number | null;
}

export interface RosterParts {
  /** The DAGs as they are now; the executor looks here, too. */
  readonly dags: Map<string, DAG>;
  readonly store: Store;
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly assets: Assets;
  /** A DAG that the store does not know starts out paused. */
  readonly pausesNew: boolean;
}

export class Roster {
  readonly #parts: RosterParts;
  readonly #schedules = new Map<string, DagSchedule<DAG>>();
  /** What will replace a DAG as soon as none of its runs is running; null: nothing. */
  readonly #coming = new Map<string, DAG | null>();

  constructor(parts: RosterParts) {
    this.#parts = parts;
    for (const dag of parts.dags.values()) this.#enroll(dag);
  }

  get all(): DagSchedule<DAG>[] {
    return [...this.#schedules.values()];
  }

  /** The DAGs that may start further runs. */
  get ready(): DagSchedule<DAG>[] {
    return this.all.filter(({ dag }) => !this.#coming.has(dag.dagId));
  }

  get(dagId: string): DagSchedule<DAG> {
    const schedule = this.#schedules.get(dagId);
    if (schedule) return schedule;
    const known = [...this.#schedules.keys()];
    throw new UsageError(`there is no DAG "${dagId}"${suggest(dagId, known, "this scheduler has")}`);
  }

  get areAllDone(): boolean {
    return this.all.every(({ queued, running }) => queued + running === 0);
  }

  /** When the next run of any of them may be made. */
  get nextAt(): number {
    return Math.min(...this.ready.map((schedule) => this.#nextOf(schedule)));
  }

  standing(dagId: string): DagStanding {
    const schedule = this.get(dagId);
    const { paused, queued, running } = schedule;
    const nextAt = this.#nextOf(schedule);
    return { paused, queued, running, nextAt: nextAt === Infinity ? null : nextAt };
  }

  #nextOf(schedule: DagSchedule<DAG>): number {
    const due = schedule.mayStart ? this.#parts.assets.dueAt(schedule.dag.dagId) : null;
    return due ?? schedule.nextAt;
  }

  upcoming(dagId: string, count: number): DueRun[] {
    const schedule = this.get(dagId);
    schedule.refresh(this.#parts.clock.now());
    return schedule.upcoming().take(count).toArray();
  }

  setPaused(dagId: string, paused: boolean): void {
    const schedule = this.get(dagId);
    const at = this.#parts.clock.now();
    schedule.paused = paused;
    schedule.refresh(at);
    const nothing = { runId: null, taskId: null, tryNumber: null, detail: null };
    const state = paused ? "paused" : "unpaused";
    this.#parts.ledger.noteDag(schedule.record, { at, dagId, ...nothing, state });
  }

  /** From now on these are the DAGs: a new one at once, a changed or removed one between its runs. */
  adopt(dags: ReadonlyMap<string, DAG>): void {
    for (const [dagId, dag] of dags) {
      if (this.#parts.dags.get(dagId) === dag) this.#coming.delete(dagId);
      else this.#coming.set(dagId, dag);
    }
    for (const dagId of this.#parts.dags.keys()) {
      if (!dags.has(dagId)) this.#coming.set(dagId, null);
    }
  }

  /** Replaces the DAGs that have no running run left. */
  takeComing(): void {
    for (const [dagId, dag] of this.#coming) {
      if ((this.#schedules.get(dagId)?.running ?? 0) > 0) continue;
      this.#coming.delete(dagId);
      if (dag === null) {
        this.#parts.dags.delete(dagId);
        this.#schedules.delete(dagId);
        this.#parts.assets.dismiss(dagId);
      } else {
        this.#parts.ledger.commit(); // now the store knows its latest interval
        this.#parts.dags.set(dagId, dag);
        this.#enroll(dag);
      }
    }
  }

  #enroll(dag: DAG): void {
    const { dagId } = dag;
    const { store, clock, assets, ledger } = this.#parts;
    const paused = store.findDag({ dagId })?.paused ?? this.#parts.pausesNew;
    const [last] = store.listRuns({ dagId, types: ["scheduled", "backfill"], newestFirst: true, limit: 1 });
    const queued = store.listRuns({ dagId, states: ["queued"] }).length;
    const schedule = new DagSchedule(dag, { paused, queued, last });
    schedule.refresh(clock.now());
    this.#schedules.set(dagId, schedule);
    assets.enroll(dag);
    ledger.noteDag(schedule.record);
  }
}

/** No two may have one id. */
export function byId(dags: readonly DAG[]): Map<string, DAG> {
  const found = new Map<string, DAG>();
  for (const dag of dags) {
    const other = found.get(dag.dagId);
    if (other && other !== dag) {
      throw new UsageError(
        `${dag.place} and ${other.place} are both DAG "${dag.dagId}"; give one of them a different dagId`,
      );
    }
    found.set(dag.dagId, dag);
  }
  if (found.size === 0) throw new UsageError("a scheduler needs at least one DAG");
  return found;
}
