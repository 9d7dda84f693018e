// What all operators share: a task's place in its DAG, its settings, and the contract of `execute`.

import {
  type DateInput,
  type DurationInput,
  parseInstant,
  show,
  UsageError,
  withPlace,
} from "@daglings/words";
import { type Asset, readAssets } from "../asset.ts";
import type { DagFacts, TaskContext, TaskFacts } from "../context.ts";
import type { Outcome } from "../core/events.ts";
import type { TaskPlan } from "../core/plan.ts";
import type { PokePolicy } from "../core/poke.ts";
import type { TriggerRule } from "../core/trigger-rule.ts";
import * as read from "../options.ts";
import { readTriggerRule, refuseFormerTriggerRule, type FormerTriggerRule } from "./trigger-rule-name.ts";

/** The DAG, as an operator needs it: dag.ts knows operators, and not the other way round. */
export interface TaskOwner extends DagFacts {
  readonly settings: DagFacts["settings"] & { readonly defaultArgs: DefaultArgs };
  /** Called by each operator as it is made. */
  addTask(task: Operator): void;
  /** For `chain`: of each pair, the second task runs after the first. */
  connect(pairs: readonly (readonly [Operator, Operator])[]): void;
}

export interface TaskOptions {
  readonly dag: TaskOwner;
  readonly taskId: string;
  /** Tries after the first; default 0. */
  readonly retries?: number;
  /** Default 5 minutes. */
  readonly retryDelay?: DurationInput;
  /** Double the delay with each try, and spread it. */
  readonly retryExponentialBackoff?: boolean;
  readonly maxRetryDelay?: DurationInput;
  /** Real time that one try may take. */
  readonly executionTimeout?: DurationInput;
  readonly triggerRule?: TriggerRule | FormerTriggerRule;
  /** Run only after the same task of the previous run has succeeded. */
  readonly dependsOnPast?: boolean;
  readonly startDate?: DateInput;
  readonly endDate?: DateInput;
  readonly params?: Readonly<Record<string, unknown>>;
  /** What the task updates: each success is an event of each of these assets. */
  readonly outlets?: readonly Asset[];
  /** Keep what the task returns for other tasks to pull; default true. */
  readonly doXComPush?: boolean;
  readonly onExecute?: TaskCallbackFunction;
  readonly onSuccess?: TaskCallbackFunction;
  readonly onFailure?: TaskCallbackFunction;
  readonly onRetry?: TaskCallbackFunction;
  readonly onSkipped?: TaskCallbackFunction;
}

type TaskCallbackFunction = (context: TaskContext & { readonly exception?: Error }) => unknown;

/** What `defaultArgs` of a DAG may set for all its tasks. */
export type DefaultArgs = Omit<TaskOptions, "dag" | "taskId">;

const callback = read.optional(read.callback as read.Reader<TaskCallbackFunction>);
const callbacks = {
  onExecute: callback,
  onSuccess: callback,
  onFailure: callback,
  onRetry: callback,
  onSkipped: callback,
};

export const defaultArgs = {
  retries: read.optional(read.count(0), 0),
  retryDelay: read.optional(read.delay, 300_000),
  retryExponentialBackoff: read.optional(read.flag, false),
  maxRetryDelay: read.optional(read.delay, null),
  executionTimeout: read.optional(read.delay, null),
  triggerRule: read.optional(readTriggerRule, "all_success"),
  dependsOnPast: read.optional(read.flag, false),
  startDate: read.asWritten as read.Reader<DateInput | undefined>,
  endDate: read.asWritten as read.Reader<DateInput | undefined>,
  params: read.optional(read.dictionary, {}),
  outlets: readOutlets,
  doXComPush: read.optional(read.flag, true),
  ...callbacks,
} satisfies read.ReadersOf<DefaultArgs>;

const taskOptions = {
  dag: read.asWritten as read.Reader<TaskOwner>,
  taskId: read.identifier,
  ...defaultArgs,
} satisfies read.ReadersOf<TaskOptions>;

export type TaskSettings = read.SettingsOf<typeof taskOptions>;

/**
 * Reads what an operator's constructor is given: the options of all tasks, for which the DAG may have defaults, and
 * those of the operator itself.
 */
export function readTask<Own extends Readonly<Record<string, read.Reader<unknown>>>>(
  options: TaskOptions,
  own: Own,
): read.SettingsOf<typeof taskOptions & Own> {
  return withPlace(placeOf(options), () => {
    const given = { ...options.dag.settings.defaultArgs, ...options };
    if (options.dag.settings.airflow === 3) refuseFormerTriggerRule(given.triggerRule);
    return read.options(given, { ...taskOptions, ...own });
  });
}

interface OperatorTraits {
  /** A template field that ends so names a file, which holds the template. */
  readonly templateExtensions?: readonly string[];
  readonly sensor?: PokePolicy;
  readonly runsNothing?: boolean;
  /** It ends soon after the context's signal is aborted, and is waited for. */
  readonly heedsSignal?: boolean;
}

/**
 * `Fields` are the template fields: rendered for each attempt and handed to `execute`. An operator itself is shared by
 * all attempts and never changes.
 */
export abstract class Operator<Fields extends object = object> implements TaskFacts {
  readonly dag: TaskOwner;
  readonly taskId: string;
  readonly fields: Fields;
  readonly templateExtensions: readonly string[];
  readonly heedsSignal: boolean;
  readonly params: Readonly<Record<string, unknown>>;
  readonly outlets: readonly Asset[];
  readonly doXComPush: boolean;
  readonly callbacks: Pick<TaskSettings, keyof typeof callbacks>;
  readonly #upstream = new Set<string>();
  readonly #plan: Omit<TaskPlan, "upstream">;

  /** `settings`: what `readTask` has made of the options. */
  constructor(settings: TaskSettings, fields: Fields, traits: OperatorTraits = {}) {
    const { dag, taskId, onExecute, onSuccess, onFailure, onRetry, onSkipped } = settings;
    this.dag = dag;
    this.taskId = taskId;
    this.fields = fields;
    this.templateExtensions = traits.templateExtensions ?? [];
    this.heedsSignal = traits.heedsSignal ?? false;
    this.params = settings.params;
    this.outlets = settings.outlets;
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

  /** Carries out one attempt. What it returns is the task's result; what it throws fails the attempt. */
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

export function placeOf(options: Pick<TaskOptions, "dag" | "taskId">): string {
  const { dag, taskId } = { ...options };
  const name = `task ${show(taskId)}`;
  if (typeof dag?.addTask === "function") return `${dag.place}: ${name}`;
  throw new UsageError(`${name}: option "dag" is missing; write dag: …, the DAG that it belongs to`);
}

function readOutlets(value: unknown, option: string): readonly Asset[] {
  return value === undefined ? [] : readAssets(value, option);
}

/** Whoever wants to hear of its end needs an attempt that ends. */
function isHeardOf({ outlets, ...settings }: TaskSettings): boolean {
  const names = Object.keys(callbacks) as (keyof typeof callbacks)[];
  return outlets.length > 0 || names.some((name) => settings[name] !== undefined);
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
