// What all operators share: a task's place in its DAG, its settings, and the contract of `execute`.

import {
  checkKeys,
  type DateInput,
  type DurationInput,
  parseDelay,
  parseInstant,
  UsageError,
  withPlace,
} from "@daglings/words";
import type { DagFacts, TaskContext, TaskFacts } from "../context.ts";
import type { Outcome } from "../core/events.ts";
import type { TaskPlan } from "../core/plan.ts";
import type { PokePolicy } from "../core/poke.ts";
import { triggerRules, type TriggerRule } from "../core/trigger-rule.ts";
import { checkCallback, checkCount, checkId, checkOneOf } from "../options.ts";

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
  readonly triggerRule?: TriggerRule;
  /** Run only after the same task of the previous run has succeeded. */
  readonly dependsOnPast?: boolean;
  readonly startDate?: DateInput;
  readonly endDate?: DateInput;
  readonly params?: Readonly<Record<string, unknown>>;
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

const callbacks = ["onExecute", "onSuccess", "onFailure", "onRetry", "onSkipped"] as const;

export const defaultArgNames: readonly (keyof DefaultArgs)[] = [
  "retries",
  "retryDelay",
  "retryExponentialBackoff",
  "maxRetryDelay",
  "executionTimeout",
  "triggerRule",
  "dependsOnPast",
  "startDate",
  "endDate",
  "params",
  "doXComPush",
  ...callbacks,
];

/** A task's own options, for the operator's constructor to check: their names, and those that are templates. */
export interface OperatorTraits {
  readonly options: readonly string[];
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
  readonly doXComPush: boolean;
  readonly callbacks: Pick<TaskOptions, (typeof callbacks)[number]>;
  readonly #upstream: string[] = [];
  readonly #settings: Omit<TaskPlan, "upstream">;

  constructor(options: TaskOptions, fields: Fields, traits: OperatorTraits) {
    const { dag, taskId } = options;
    const place = placeOf(options);
    this.dag = dag;
    this.taskId = taskId;
    this.fields = fields;
    this.templateExtensions = traits.templateExtensions ?? [];
    this.heedsSignal = traits.heedsSignal ?? false;
    const settings = { ...dag.settings.defaultArgs, ...options };
    this.params = settings.params ?? {};
    this.doXComPush = settings.doXComPush ?? true;
    this.callbacks = Object.fromEntries(callbacks.map((name) => [name, settings[name]]));
    this.#settings = withPlace(place, () => {
      checkKeys(options, ["dag", "taskId", ...defaultArgNames, ...traits.options]);
      checkId(taskId, "taskId");
      for (const name of callbacks) checkCallback(settings[name], name);
      return settingsOf(this, settings, traits);
    });
    dag.addTask(this);
  }

  /** Carries out one attempt. What it returns is the task's result; what it throws fails the attempt. */
  abstract execute(fields: Fields, context: TaskContext): unknown;

  /** For messages: `lessons/08_templated_path/dag.ts: task "fetch_events"`. */
  get place(): string {
    return placeOf(this);
  }

  get upstream(): readonly string[] {
    return this.#upstream;
  }

  /** For `chain`, which checks the whole. */
  addUpstream(taskId: string): void {
    if (!this.#upstream.includes(taskId)) this.#upstream.push(taskId);
  }

  get plan(): TaskPlan {
    return { ...this.#settings, upstream: [...this.#upstream] };
  }
}

export function placeOf({ dag, taskId }: Pick<TaskOptions, "dag" | "taskId">): string {
  if (typeof dag?.addTask !== "function") {
    throw new UsageError(
      `task "${taskId}": option "dag" is missing; write dag: …, the DAG that it belongs to`,
    );
  }
  return `${dag.place}: task "${taskId}"`;
}

function settingsOf(
  { dag, taskId, constructor, callbacks: called }: Operator,
  settings: TaskOptions,
  { sensor, runsNothing = false }: OperatorTraits,
): Omit<TaskPlan, "upstream"> {
  const delay = (value: DurationInput | undefined, what: string) =>
    value === undefined ? null : parseDelay(value, what);
  const date = (value: DateInput | undefined, what: string) =>
    value === undefined ? null : parseInstant(value, dag.settings.timeZone, what).epochMilliseconds;
  return {
    taskId,
    operator: constructor.name,
    triggerRule: checkOneOf(settings.triggerRule ?? "all_success", triggerRules, "triggerRule"),
    retries: checkCount(settings.retries ?? 0, "retries", 0),
    retryDelay: delay(settings.retryDelay, "retryDelay") ?? 300_000,
    exponentialBackoff: settings.retryExponentialBackoff ?? false,
    maxRetryDelay: delay(settings.maxRetryDelay, "maxRetryDelay"),
    executionTimeout: delay(settings.executionTimeout, "executionTimeout"),
    dependsOnPast: settings.dependsOnPast ?? false,
    // A task's dates narrow its DAG's.
    startDate: narrower(Math.max, date(settings.startDate, "startDate"), dag.settings.startDate),
    endDate: narrower(Math.min, date(settings.endDate, "endDate"), dag.settings.endDate),
    runsNothing: runsNothing && Object.values(called).every((callback) => callback === undefined),
    sensor: sensor ?? null,
  };
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
