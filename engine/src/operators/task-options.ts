// The options of all tasks: what may be written, how it is read, and what the defaults are.

import { type DateInput, type DurationInput, show, UsageError, withPlace } from "@daglings/words";
import { Asset } from "../asset.ts";
import type { DagFacts, TaskContext, TaskFacts } from "../context.ts";
import type { TriggerRule } from "../core/trigger-rule.ts";
import * as read from "../options.ts";
import { readTriggerRule, refuseFormerTriggerRule, type FormerTriggerRule } from "./trigger-rule-name.ts";

/** The DAG as an operator needs it: dag.ts imports operators, not the other way round. */
export interface TaskOwner extends DagFacts {
  readonly settings: DagFacts["settings"] & { readonly defaultArgs: DefaultArgs };
  /** Called by each operator when it is created. */
  addTask(task: TaskFacts): void;
  /** For `chain`: in each pair, the second task runs after the first. */
  connect(pairs: readonly (readonly [TaskFacts, TaskFacts])[]): void;
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
  /** How long one try may take, in real time. */
  readonly executionTimeout?: DurationInput;
  readonly triggerRule?: TriggerRule | FormerTriggerRule;
  /** Run only after the same task of the previous run has succeeded. */
  readonly dependsOnPast?: boolean;
  readonly startDate?: DateInput;
  readonly endDate?: DateInput;
  readonly params?: Readonly<Record<string, unknown>>;
  /** What the task reads, for its lineage: assets, and paths or addresses, which are templates. */
  readonly inlets?: readonly (Asset | string)[];
  /** What the task writes. Each success is an event for each asset here. */
  readonly outlets?: readonly (Asset | string)[];
  /** Keep the return value so that other tasks can pull it; default true. */
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
export const callbacks = {
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
  inlets: readEnds,
  outlets: readEnds,
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
 * Reads the options that an operator's constructor is given: those of all tasks, for which the DAG may have defaults, and
 * the operator's own.
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

export function placeOf(options: Pick<TaskOptions, "dag" | "taskId">): string {
  const { dag, taskId } = { ...options };
  const name = `task ${show(taskId)}`;
  if (typeof dag?.addTask === "function") return `${dag.place}: ${name}`;
  throw new UsageError(`${name}: option "dag" is missing; write dag: …, the DAG that it belongs to`);
}

/** The ends of a task's lineage, each once. */
function readEnds(value: unknown, option: string): readonly (Asset | string)[] {
  if (value === undefined) return [];
  const given = Array.isArray(value) ? Array.from<unknown>(value) : [value];
  const isEnd = (each: unknown) => each instanceof Asset || (typeof each === "string" && each.trim() !== "");
  const ends = given.filter((each): each is Asset | string => isEnd(each));
  if (Array.isArray(value) && ends.length === given.length) {
    return [
      ...new Map(ends.map((each) => [typeof each === "string" ? `"${each}"` : each.name, each])).values(),
    ];
  }
  const example = `[new Asset("orders"), "data/stats/{{ds}}.csv"]`;
  throw new UsageError(
    `${option} is ${show(value)}; write a list of assets, and of paths or addresses, as in ${example}`,
  );
}
