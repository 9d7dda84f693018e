// What all operators share: a task's place in its DAG, its settings, and the contract of `execute`.

import { type DateInput, parseInstant, withPlace } from "@daglings/words";
import { Asset } from "../asset.ts";
import type { TaskContext, TaskFacts } from "../context.ts";
import type { Outcome } from "../core/events.ts";
import type { TaskPlan } from "../core/plan.ts";
import type { PokePolicy } from "../core/poke.ts";
import { callbacks, placeOf, type TaskOwner, type TaskSettings } from "./task-options.ts";

/** What a task says that it reads and writes, as templates. */
export interface Declared {
  readonly inlets: readonly string[];
  readonly outlets: readonly string[];
}

interface OperatorTraits {
  /** A template field with one of these endings names a file that holds the template. */
  readonly templateExtensions?: readonly string[];
  readonly sensor?: PokePolicy;
  readonly runsNothing?: boolean;
  /** It ends soon after the context's signal is aborted, and the executor waits for it. */
  readonly heedsSignal?: boolean;
}

/**
 * `Fields` are the template fields: they are rendered for each attempt and passed to `execute`. An operator itself is
 * shared by all attempts and never changes.
 */
export abstract class Operator<Fields extends object = object> implements TaskFacts {
  readonly dag: TaskOwner;
  readonly taskId: string;
  readonly fields: Fields;
  readonly templateExtensions: readonly string[];
  readonly heedsSignal: boolean;
  readonly params: Readonly<Record<string, unknown>>;
  readonly outlets: readonly Asset[];
  readonly declared: Declared | null;
  readonly doXComPush: boolean;
  readonly callbacks: Pick<TaskSettings, keyof typeof callbacks>;
  readonly #upstream = new Set<string>();
  readonly #plan: Omit<TaskPlan, "upstream">;

  /** `settings`: what `readTask` returned for the options. */
  constructor(settings: TaskSettings, fields: Fields, traits: OperatorTraits = {}) {
    const { dag, taskId, onExecute, onSuccess, onFailure, onRetry, onSkipped } = settings;
    this.dag = dag;
    this.taskId = taskId;
    this.fields = fields;
    this.templateExtensions = traits.templateExtensions ?? [];
    this.heedsSignal = traits.heedsSignal ?? false;
    this.params = settings.params;
    this.outlets = settings.outlets.filter((each) => each instanceof Asset);
    this.declared = declaredBy(settings);
    this.doXComPush = settings.doXComPush;
    this.callbacks = { onExecute, onSuccess, onFailure, onRetry, onSkipped };
    this.#plan = withPlace(this.place, () => this.#planOf(settings, traits));
    dag.addTask(this);
  }

  #planOf(
    settings: TaskSettings,
    { sensor, runsNothing = false }: OperatorTraits,
  ): Omit<TaskPlan, "upstream"> {
    const { startDate, endDate, timeZone } = this.dag.settings;
    const date = (value: DateInput | undefined, option: string) =>
      value === undefined ? null : parseInstant(value, timeZone, option).epochMilliseconds;
    return {
      taskId: this.taskId,
      operator: this.constructor.name,
      triggerRule: settings.triggerRule,
      retries: settings.retries,
      retryDelay: settings.retryDelay,
      exponentialBackoff: settings.retryExponentialBackoff,
      maxRetryDelay: settings.maxRetryDelay,
      executionTimeout: settings.executionTimeout,
      dependsOnPast: settings.dependsOnPast,
      // A task's dates narrow its DAG's.
      startDate: narrower(Math.max, date(settings.startDate, "startDate"), startDate),
      endDate: narrower(Math.min, date(settings.endDate, "endDate"), endDate),
      runsNothing: runsNothing && !isHeardOf(settings),
      sensor: sensor ?? null,
    };
  }

  /** Carries out one attempt. Its return value is the task's result; an error fails the attempt. */
  abstract execute(fields: Fields, context: TaskContext): unknown;

  /** For messages: `lessons/08_templated_path/dag.ts: task "fetch_events"`. */
  get place(): string {
    return placeOf(this);
  }

  get upstream(): readonly string[] {
    return [...this.#upstream];
  }

  /** For `chain`, which checks the whole. */
  addUpstream(taskId: string): void {
    this.#upstream.add(taskId);
  }

  get plan(): TaskPlan {
    return { ...this.#plan, upstream: this.upstream };
  }
}

/** A task with callbacks, inlets or outlets needs an attempt that ends. */
function isHeardOf(settings: TaskSettings): boolean {
  const names = Object.keys(callbacks) as (keyof typeof callbacks)[];
  return declaredBy(settings) !== null || names.some((name) => settings[name] !== undefined);
}

function declaredBy({ inlets, outlets }: Pick<TaskSettings, "inlets" | "outlets">): Declared | null {
  if (inlets.length === 0 && outlets.length === 0) return null;
  const namesOf = (ends: typeof inlets) => ends.map((each) => (typeof each === "string" ? each : each.name));
  return { inlets: namesOf(inlets), outlets: namesOf(outlets) };
}

function narrower(
  choose: (a: number, b: number) => number,
  own: number | null,
  dag: Temporal.Instant | null,
) {
  const outer = dag?.epochMilliseconds ?? null;
  return own === null || outer === null ? (own ?? outer) : choose(own, outer);
}

/** What `execute` returns when a plain result does not say enough: how the attempt ends, and its result. */
export class Ending {
  readonly outcome: Outcome;
  readonly result: unknown;

  constructor(outcome: Outcome, result: unknown = null) {
    this.outcome = outcome;
    this.result = result;
  }
}
