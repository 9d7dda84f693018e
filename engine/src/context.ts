// What a task can know about its run: the arguments of a callable, and, under Airflow's own names, the variables of a
// template.

import type { RunIdentity } from "./core/run.ts";
import type { DAG } from "./dag.ts";
import { UsageError } from "./errors.ts";
import { isoText } from "./instants.ts";
import type { Operator } from "./operators/operator.ts";
import type { AttemptKey, AttemptOrder, Store, TriggerRequest } from "./ports.ts";
import { connectionNamed, environmentName, variableNamed, type Connection } from "./settings.ts";

/** Dates are in UTC. `ds` and its kin are texts: `2019-01-01`; `…Nodash`: `20190101`. */
export interface TaskContext {
  /** The start of the data interval; in a run by hand, the instant of the trigger. */
  readonly logicalDate: Temporal.ZonedDateTime;
  readonly dataIntervalStart: Temporal.ZonedDateTime;
  readonly dataIntervalEnd: Temporal.ZonedDateTime;
  readonly ds: string;
  readonly dsNodash: string;
  readonly ts: string;
  readonly tsNodash: string;
  readonly tsNodashWithTz: string;
  readonly executionDate: Temporal.ZonedDateTime; // the logical date's old name
  readonly nextExecutionDate: Temporal.ZonedDateTime | null;
  readonly nextDs: string | null;
  readonly nextDsNodash: string | null;
  readonly prevExecutionDate: Temporal.ZonedDateTime | null;
  readonly prevDs: string | null;
  readonly prevDsNodash: string | null;
  readonly yesterdayDs: string;
  readonly yesterdayDsNodash: string;
  readonly tomorrowDs: string;
  readonly tomorrowDsNodash: string;
  /** Of the latest earlier run that succeeded. */
  readonly prevExecutionDateSuccess: Temporal.ZonedDateTime | null;
  readonly prevDataIntervalStartSuccess: Temporal.ZonedDateTime | null;
  readonly prevDataIntervalEndSuccess: Temporal.ZonedDateTime | null;
  readonly prevStartDateSuccess: Temporal.ZonedDateTime | null;
  readonly prevEndDateSuccess: Temporal.ZonedDateTime | null;
  readonly dag: DAG;
  readonly dagRun: RunFacts;
  readonly runId: string;
  readonly task: Operator;
  readonly ti: TaskInstanceFacts;
  readonly taskInstance: TaskInstanceFacts;
  readonly taskInstanceKeyStr: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly var: Variables;
  readonly conn: Connections;
  readonly testMode: boolean;
  /** Aborted when the attempt is to stop: its time is up, or it was cleared or cancelled. */
  readonly signal: AbortSignal;
  /** Writes a line into the attempt's log. */
  readonly log: (line: string) => void;
  /** By the scheduler's clock, when this attempt began. A task that goes by it does something else at each rerun. */
  readonly now: () => Temporal.ZonedDateTime;
  /** For operators that look at other runs. */
  readonly store: StoreReader;
  /** Asks for a run of another DAG. It is created together with the record of this attempt's end. */
  readonly trigger: (request: TriggerRequest) => void;
}

export type StoreReader = Pick<Store, "findDag" | "listRuns" | "findRun" | "findXCom" | "listSettings">;

/** Of the context, what only code can use, and no template. */
export type CodeOnly = "signal" | "log" | "now" | "store" | "trigger";

export interface RunFacts {
  readonly dagId: string;
  readonly runId: string;
  readonly runType: RunIdentity["runType"];
  readonly externalTrigger: boolean;
  readonly logicalDate: Temporal.ZonedDateTime;
  readonly executionDate: Temporal.ZonedDateTime;
  readonly dataIntervalStart: Temporal.ZonedDateTime;
  readonly dataIntervalEnd: Temporal.ZonedDateTime;
  readonly startDate: Temporal.ZonedDateTime | null;
  readonly state: "running";
  readonly conf: Readonly<Record<string, unknown>>;
}

export interface TaskInstanceFacts extends AttemptKey {
  readonly maxTries: number;
  readonly startDate: Temporal.ZonedDateTime;
  /** What a task of this run has returned or pushed; a list of task ids gives a list. */
  readonly xcomPull: (taskIds: string | readonly string[], options?: XComOptions) => unknown;
  readonly xcomPush: (key: string, value: unknown) => void;
}

export interface XComOptions {
  readonly key?: string;
  readonly dagId?: string;
  /** Look also in earlier runs, latest first. */
  readonly includePriorDates?: boolean;
}

interface Lookup<T> {
  /** Without a fallback, a missing name is an error. */
  readonly get: <F = never>(name: string, ...fallback: [F?]) => T | F;
}

export interface Variables {
  readonly value: Lookup<string>;
  readonly json: Lookup<unknown>;
}

export type Connections = Lookup<Connection>;

export interface ContextSource {
  readonly dag: DAG;
  readonly order: AttemptOrder;
  readonly store: StoreReader;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
  /** What the task pushes and asks for, kept until its end is recorded. */
  readonly pushed: Record<string, unknown>;
  readonly triggered: TriggerRequest[];
}

/** Everything is looked up when it is asked for: most tasks need little. */
export function buildContext({
  dag,
  order,
  store,
  signal,
  log,
  pushed,
  triggered,
}: ContextSource): TaskContext {
  const { run, taskId } = order;
  const task = dag.task(taskId);
  const byHand = run.runType === "manual";
  const logicalDate = utc(run.logicalDate);
  const interval = {
    start: Temporal.Instant.fromEpochMilliseconds(run.dataIntervalStart),
    end: Temporal.Instant.fromEpochMilliseconds(run.dataIntervalEnd),
  };
  const day = (offset: number) => logicalDate.add({ days: offset }).toPlainDate().toString();
  const success = () => {
    const [latest] = store.listRuns({
      dagId: dag.dagId,
      states: ["success"],
      before: run.logicalDate,
      newestFirst: true,
      limit: 1,
    });
    return latest;
  };
  const taskInstance = instanceFacts(order, store, pushed);

  return {
    logicalDate,
    executionDate: logicalDate,
    dataIntervalStart: utc(run.dataIntervalStart),
    dataIntervalEnd: utc(run.dataIntervalEnd),
    ds: day(0),
    get dsNodash() {
      return withoutDashes(this.ds);
    },
    ts: isoText(run.logicalDate),
    get tsNodash() {
      return withoutDashes(this.ts).slice(0, 15);
    },
    get tsNodashWithTz() {
      return withoutDashes(this.ts);
    },
    // A run by hand has no neighbours on the schedule: Airflow answers with its own date.
    get nextExecutionDate() {
      return byHand
        ? logicalDate
        : (dag.settings.timetable.nextDate(interval)?.toZonedDateTimeISO("UTC") ?? null);
    },
    get nextDs() {
      return this.nextExecutionDate && dateText(this.nextExecutionDate);
    },
    get nextDsNodash() {
      return this.nextDs && withoutDashes(this.nextDs);
    },
    get prevExecutionDate() {
      const previous = () => dag.settings.timetable.previousDate(logicalDate.toInstant());
      return byHand ? logicalDate : (previous()?.toZonedDateTimeISO("UTC") ?? null);
    },
    get prevDs() {
      return this.prevExecutionDate && dateText(this.prevExecutionDate);
    },
    get prevDsNodash() {
      return this.prevDs && withoutDashes(this.prevDs);
    },
    get yesterdayDs() {
      return day(-1);
    },
    get yesterdayDsNodash() {
      return withoutDashes(day(-1));
    },
    get tomorrowDs() {
      return day(1);
    },
    get tomorrowDsNodash() {
      return withoutDashes(day(1));
    },
    get prevExecutionDateSuccess() {
      return utcOrNull(success()?.logicalDate);
    },
    get prevDataIntervalStartSuccess() {
      return utcOrNull(success()?.dataIntervalStart);
    },
    get prevDataIntervalEndSuccess() {
      return utcOrNull(success()?.dataIntervalEnd);
    },
    get prevStartDateSuccess() {
      return utcOrNull(success()?.startedAt);
    },
    get prevEndDateSuccess() {
      return utcOrNull(success()?.finishedAt);
    },
    dag,
    dagRun: {
      dagId: dag.dagId,
      runId: run.runId,
      runType: run.runType,
      externalTrigger: byHand,
      logicalDate,
      executionDate: logicalDate,
      dataIntervalStart: utc(run.dataIntervalStart),
      dataIntervalEnd: utc(run.dataIntervalEnd),
      startDate: utcOrNull(run.startedAt),
      state: "running",
      conf: run.conf,
    },
    runId: run.runId,
    task,
    ti: taskInstance,
    taskInstance,
    get taskInstanceKeyStr() {
      return `${dag.dagId}__${taskId}__${this.dsNodash}`;
    },
    // What a trigger by hand says wins over the task's own, and that over the DAG's.
    params: { ...dag.settings.params, ...task.params, ...run.conf },
    var: variables(store),
    conn: connections(store),
    testMode: false,
    signal,
    log,
    now: () => utc(order.at),
    store,
    trigger: (request) => triggered.push(request),
  };
}

function utc(instant: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO("UTC");
}

function utcOrNull(instant: number | null | undefined): Temporal.ZonedDateTime | null {
  return typeof instant === "number" ? utc(instant) : null;
}

function dateText(date: Temporal.ZonedDateTime): string {
  return date.toPlainDate().toString();
}

function withoutDashes(text: string): string {
  return text.replace(/[-:]/g, "");
}

function instanceFacts(
  order: AttemptOrder,
  store: StoreReader,
  pushed: Record<string, unknown>,
): TaskInstanceFacts {
  const { dagId, runId, taskId, tryNumber, maxTries, run } = order;
  const pullOne = (
    id: string,
    { key = "return_value", dagId: otherDag = dagId, includePriorDates = false }: XComOptions,
  ) => {
    if (otherDag === dagId && id === taskId && Object.hasOwn(pushed, key)) return pushed[key];
    const runIds =
      otherDag === dagId && !includePriorDates ? [runId] : runsUpTo(store, otherDag, run, includePriorDates);
    for (const each of runIds) {
      const found = store.findXCom({ dagId: otherDag, runId: each, taskId: id, key });
      if (found) return found.value;
    }
    return null;
  };
  return {
    dagId,
    runId,
    taskId,
    tryNumber,
    maxTries,
    startDate: utc(order.startedAt),
    xcomPull: (taskIds, options = {}) =>
      typeof taskIds === "string" ? pullOne(taskIds, options) : taskIds.map((id) => pullOne(id, options)),
    xcomPush: (key, value) => {
      pushed[key] = value;
    },
  };
}

/** Of another DAG, the run of the same date; with `prior`, this run and all earlier ones, latest first. */
function runsUpTo(store: StoreReader, dagId: string, run: RunIdentity, prior: boolean): string[] {
  const runs = store.listRuns({
    dagId,
    to: run.logicalDate,
    ...(prior ? {} : { from: run.logicalDate }),
    newestFirst: true,
  });
  return runs.map((other) => other.runId);
}

function lookup<T>(
  what: string,
  hint: (name: string) => string,
  find: (name: string) => T | undefined,
): Lookup<T> {
  return {
    get: <F>(name: string, ...fallback: [F?]) => {
      const found = find(name);
      if (found !== undefined) return found;
      if (fallback.length > 0) return fallback[0] as F;
      throw new UsageError(`${what} "${name}" does not exist; ${hint(name)}`);
    },
  };
}

function variables(store: StoreReader): Variables {
  const hint = (name: string) => `set ${environmentName("variable", name)}, or save it in the store`;
  const value = (name: string) => variableNamed(store, name);
  const json = (name: string): unknown => {
    const text = value(name);
    return text === undefined ? undefined : JSON.parse(text);
  };
  return { value: lookup("variable", hint, value), json: lookup("variable", hint, json) };
}

function connections(store: StoreReader): Connections {
  const hint = (name: string) =>
    `set ${environmentName("connection", name)} to a URI, or save it in the store`;
  return lookup("connection", hint, (name) => connectionNamed(store, name));
}
