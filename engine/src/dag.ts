// A DAG: tasks, the order among them, and when to run them.

import { basename, dirname, extname, isAbsolute } from "node:path";
import { fileURLToPath } from "node:url";
import { getCallSites } from "node:util";
import { displayPath, show, suggest, UsageError, withPlace } from "@daglings/words";
import { compilePlan, findCycle, type Plan } from "./core/plan.ts";
import { leadsTo } from "./core/reach.ts";
import { parseDagOptions, type DagOptions, type DagSettings } from "./dag-options.ts";
import type { Operator } from "./operators/operator.ts";
import { identifier } from "./options.ts";

export class DAG {
  readonly dagId: string;
  /** Where it was written. */
  readonly file: string | null;
  /** For messages: `lessons/08_templated_path/dag.ts`, or the id if there is no file. */
  readonly place: string;
  readonly settings: DagSettings;
  readonly #tasks = new Map<string, Operator>();
  readonly #downstream = new Map<string, Set<string>>();
  #plan: Plan | null = null;

  constructor(options: DagOptions = {}) {
    this.file = callingFile();
    const path = this.file === null ? null : displayPath(this.file);
    const settings = withPlace(path ?? "DAG", () => parseDagOptions(options));
    this.dagId = withPlace(path ?? "DAG", () => identifier(settings.dagId ?? nameAfter(this.file), "dagId"));
    this.place = path ?? `DAG "${this.dagId}"`;
    this.settings = settings;
  }

  /** In the order in which they were written. */
  get tasks(): Operator[] {
    return [...this.#tasks.values()];
  }

  task(taskId: string): Operator {
    const task = this.#tasks.get(taskId);
    if (task) return task;
    const hint = suggest(taskId, [...this.#tasks.keys()], "its tasks are");
    throw new UsageError(`${this.place}: DAG "${this.dagId}" has no task "${taskId}"${hint}`);
  }

  /** Called by each operator when it is created. */
  addTask(task: Operator): void {
    if (this.#tasks.has(task.taskId)) {
      throw new UsageError(
        `${task.place}: DAG "${this.dagId}" has a task of that name already; give it another taskId`,
      );
    }
    this.#tasks.set(task.taskId, task);
    this.#plan = null;
  }

  /** What the scheduler works with: the DAG as plain data. */
  get plan(): Plan {
    this.#plan ??= this.#compile();
    return this.#plan;
  }

  #compile(): Plan {
    const { startDate, endDate, catchup, maxActiveRuns, maxActiveTasks, dagRunTimeout } = this.settings;
    const dates = {
      startDate: startDate?.epochMilliseconds ?? null,
      endDate: endDate?.epochMilliseconds ?? null,
    };
    return compilePlan(
      { dagId: this.dagId, ...dates, catchup, maxActiveRuns, maxActiveTasks, dagRunTimeout },
      this.tasks.map((task) => task.plan),
    );
  }

  /** Used by `chain`: in each pair, the second task runs after the first. */
  connect(pairs: readonly (readonly [Operator, Operator])[]): void {
    for (const task of pairs.flat()) {
      if (task.dag === this) continue;
      throw new UsageError(
        `${task.place} belongs to DAG "${task.dag.dagId}" and cannot be chained with a task of DAG "${this.dagId}"; ` +
          `to wait for another DAG, use an ExternalTaskSensor`,
      );
    }
    const closing = pairs.filter(([earlier, later]) => !this.#link(earlier, later));
    this.#plan = null;
    if (closing.length === 0) return;
    const path = (findCycle(this.tasks) ?? []).map((id) => `"${id}"`).join(" → ");
    throw new UsageError(
      `${this.place}: task ${path} is a cycle: a task cannot run before itself; take one of these links out`,
    );
  }

  /** Returns false if this link closes a cycle. */
  #link(earlier: Operator, later: Operator): boolean {
    const closes = leadsTo(later.taskId, earlier.taskId, {
      upstream: (taskId) => this.task(taskId).upstream,
      downstream: (taskId) => this.#downstream.get(taskId) ?? [],
    });
    later.addUpstream(earlier.taskId);
    const below = this.#downstream.get(earlier.taskId) ?? new Set();
    this.#downstream.set(earlier.taskId, below.add(later.taskId));
    return !closes;
  }
}

type Link = Operator | readonly Operator[];

/**
 * Sets the order in which tasks run: `chain(a, [b, c], d)` is a, then b and c, then d. Two lists next to each other must
 * have the same length, and are joined one by one.
 */
export function chain(...links: readonly Link[]): void {
  checkTasks(links.flat());
  const pairs = links.slice(1).flatMap((later, index) => pairsOf(links[index] ?? [], later));
  pairs[0]?.[0].dag.connect(pairs);
}

/** In a file that is not type-checked, a link may be anything: Airflow's users think of ids. */
function checkTasks(links: readonly Operator[]): void {
  const isTask = (link: unknown) => typeof link === "object" && link !== null && "addUpstream" in link;
  if (links.every(isTask)) return;
  const place = links.find(isTask)?.dag.place ?? "chain";
  const wrong = show(links.find((link) => !isTask(link)));
  throw new UsageError(
    `${place}: chain got ${wrong}; it takes tasks and lists of tasks, as in chain(a, [b, c], d)`,
  );
}

function pairsOf(earlier: Link, later: Link): [Operator, Operator][] {
  const from = [earlier].flat();
  const to = [later].flat();
  const areLists = Array.isArray(earlier) && Array.isArray(later);
  if (areLists && from.length !== to.length) {
    throw new UsageError(
      `${from[0]?.place ?? "chain"}: chain got a list of ${from.length} tasks next to a list of ${to.length}; ` +
        `they must be equally long, or put a single task between them`,
    );
  }
  const partners = (index: number) => (areLists ? to.slice(index, index + 1) : to);
  return from.flatMap((task, index) => partners(index).map((next): [Operator, Operator] => [task, next]));
}

/** The file whose code creates a DAG. */
function callingFile(): string | null {
  for (const { scriptName } of getCallSites(20)) {
    const file = scriptName.startsWith("file:") ? fileURLToPath(scriptName) : scriptName;
    if (isAbsolute(file) && file !== import.meta.filename) return file;
  }
  return null;
}

function nameAfter(file: string | null): string {
  if (file === null) throw new UsageError(`dagId is missing; write dagId: "my_dag"`);
  const name = basename(file, extname(file));
  return name === "dag" || name === "index" ? basename(dirname(file)) : name;
}
