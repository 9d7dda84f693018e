// How far a job has come: its tasks, and the lines of its journal applied to them one after the other. Pure: the same tasks
// and lines give the same state to every reader. Each change costs the same, however many tasks there are.

import type { JobState, Line, TaskLine, TaskState } from "./journal.ts";
import type { TaskDefinition } from "./task-file.ts";

export interface TaskRecord {
  readonly definition: TaskDefinition;
  readonly state: TaskState;
  /** The number of the latest try; 0 before the first. */
  readonly number: number;
  readonly failures: number;
  readonly why: string | null;
}

export type Counts = Readonly<Record<TaskState, number>>;

export class Progress {
  readonly #tasks = new Map<string, TaskRecord>();
  readonly #counts: Record<TaskState, number> = {
    pending: 0,
    running: 0,
    completed: 0,
    failed: 0,
    upstream_failed: 0,
  };
  /** For each pending task, the dependencies that are not completed yet. */
  readonly #unmet = new Map<string, Set<string>>();
  /** For each task, the dependencies that have failed. */
  readonly #failed = new Map<string, Set<string>>();
  readonly #dependents = new Map<string, string[]>();
  readonly #ready = new Set<string>();
  /** Pending, though something that they wait for has failed. */
  readonly #doomed = new Map<string, string>();
  /** Given up because nobody had queued what they wait for, and now somebody has. */
  readonly #revived = new Set<string>();
  readonly #damage = new Map<string, string>();
  #job: JobState = "waiting";
  #why: string | null = null;

  get tasks(): ReadonlyMap<string, TaskRecord> {
    return this.#tasks;
  }

  get counts(): Counts {
    return this.#counts;
  }

  /** What the journal says; it may lag behind what the tasks say. */
  get job(): JobState {
    return this.#job;
  }

  get why(): string | null {
    return this.#why;
  }

  /** In the order in which they were queued. */
  get ready(): Iterable<string> {
    return this.#ready;
  }

  get hasReady(): boolean {
    return this.#ready.size > 0;
  }

  get doomed(): ReadonlyMap<string, string> {
    return this.#doomed;
  }

  get revived(): ReadonlySet<string> {
    return this.#revived;
  }

  /** The files in set-aside/, and what is wrong with them. A task's file that has arrived again, whole, is left out. */
  get damage(): ReadonlyMap<string, string> {
    const isMended = (file: string) => this.#tasks.has(/^tasks\/(.*)\.json$/.exec(file)?.[1] ?? "");
    return new Map([...this.#damage].filter(([file]) => !isMended(file)));
  }

  /** Its dependencies that nobody has queued. */
  missingOf(id: string): string[] {
    return [...(this.#unmet.get(id) ?? [])].filter((each) => !this.#tasks.has(each));
  }

  dependentsOf(id: string): readonly string[] {
    return this.#dependents.get(id) ?? [];
  }

  /** A task that was queued. One that is known already stays as it is. */
  define(definition: TaskDefinition): void {
    const { id, dependencies = [] } = definition;
    if (this.#tasks.has(id)) return;
    this.#tasks.set(id, { definition, state: "pending", number: 0, failures: 0, why: null });
    this.#counts.pending++;
    const stateOf = (each: string) => this.#tasks.get(each)?.state ?? "pending";
    this.#unmet.set(id, new Set(dependencies.filter((each) => stateOf(each) !== "completed")));
    this.#failed.set(id, new Set(dependencies.filter((each) => isFailure(stateOf(each)))));
    for (const each of new Set(dependencies)) {
      const others = this.#dependents.get(each);
      if (others) others.push(id);
      else this.#dependents.set(each, [id]);
    }
    this.#place(id);
    for (const waiting of this.dependentsOf(id)) this.#place(waiting);
  }

  apply(line: Line): void {
    if ("task" in line) return this.#applyTo(line);
    if ("damaged" in line) {
      this.#damage.set(line.damaged, line.why);
      return;
    }
    this.#job = line.job;
    this.#why = line.why ?? null;
    if (line.job === "waiting") this.#damage.clear();
  }

  /** A line about a try that is over changes nothing: two processes have noticed the same end. */
  #applyTo({ task: id, state, try: number, failures, why }: TaskLine): void {
    const task = this.#tasks.get(id);
    if (!task) return;
    if (number !== undefined) {
      if (number < task.number || (number === task.number && task.state !== "running")) return;
    } else if (state === "upstream_failed" && task.state !== "pending") return;
    const next = {
      ...task,
      state,
      number: number ?? task.number,
      failures: failures ?? task.failures,
      why: why ?? null,
    };
    this.#tasks.set(id, next);
    this.#counts[task.state]--;
    this.#counts[state]++;
    this.#place(id);
    if (task.state === state) return;
    for (const dependent of this.dependentsOf(id)) {
      if (state === "completed") this.#unmet.get(dependent)?.delete(id);
      else this.#unmet.get(dependent)?.add(id);
      if (isFailure(state)) this.#failed.get(dependent)?.add(id);
      else this.#failed.get(dependent)?.delete(id);
      this.#place(dependent);
    }
  }

  /** Is it to be started, given up, or taken up again? */
  #place(id: string): void {
    const state = this.#tasks.get(id)?.state;
    const [cause] = this.#failed.get(id) ?? [];
    this.#ready.delete(id);
    this.#doomed.delete(id);
    this.#revived.delete(id);
    if (state === "pending" && cause !== undefined) this.#doomed.set(id, cause);
    else if (state === "pending" && this.#unmet.get(id)?.size === 0) this.#ready.add(id);
    else if (state === "upstream_failed" && cause === undefined && this.missingOf(id).length === 0)
      this.#revived.add(id);
  }
}

function isFailure(state: TaskState): boolean {
  return state === "failed" || state === "upstream_failed";
}
