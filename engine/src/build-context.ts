// Builds the context of an attempt. Every field is looked up when it is first used: most tasks need few of them.

import { UsageError, withPlace } from "@daglings/words";
import { missingFields } from "./airflow3.ts";
import { type AttemptExtras, outletEvents, triggeringAssetEvents } from "./asset-context.ts";
import type {
  Connections,
  Lookup,
  StoreReader,
  TaskContext,
  TaskInstanceFacts,
  Variables,
  XComOptions,
} from "./context.ts";
import type { RunIdentity } from "./core/run.ts";
import type { DAG } from "./dag.ts";
import { isoText } from "./instants.ts";
import { lazily, type LazyFields } from "./lazily.ts";
import type { AttemptOrder, TriggerRequest } from "./ports.ts";
import { plainFields } from "./plain-json.ts";
import { connectionNamed, environmentName, variableNamed } from "./settings.ts";
import { asXCom } from "./xcom.ts";

export interface ContextSource {
  readonly dag: DAG;
  readonly order: AttemptOrder;
  readonly store: StoreReader;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
  /** What the task pushes and asks for, kept until its end is recorded. */
  readonly pushed: Record<string, unknown>;
  readonly triggered: TriggerRequest[];
  readonly extras: AttemptExtras;
}

export function buildContext({
  dag,
  order,
  store,
  signal,
  log,
  pushed,
  triggered,
  extras,
}: ContextSource): TaskContext {
  const { run, taskId } = order;
  const { runId, runType, conf } = run;
  const { timetable } = dag.settings;
  const byHand = runType === "manual";
  const date = () => utc(run.logicalDate);
  const ts = () => isoText(run.logicalDate);
  const [start, end] = [() => utc(run.dataIntervalStart), () => utc(run.dataIntervalEnd)];
  const interval = () => ({ start: start().toInstant(), end: end().toInstant() });
  // A run by hand has no neighbours on the schedule: Airflow returns its own date instead.
  const next = () => (byHand ? date() : (timetable.nextDate(interval())?.toZonedDateTimeISO("UTC") ?? null));
  const previous = () =>
    byHand ? date() : (timetable.previousDate(date().toInstant())?.toZonedDateTimeISO("UTC") ?? null);
  const success = () =>
    store.listRuns({
      dagId: dag.dagId,
      states: ["success"],
      before: run.logicalDate,
      newestFirst: true,
      limit: 1,
    })[0];
  const ti = taskInstance(dag, order, store, pushed);

  const fields: LazyFields<TaskContext> = {
    logicalDate: date,
    executionDate: date,
    dataIntervalStart: start,
    dataIntervalEnd: end,
    ...dayFields("ds", date),
    ts,
    tsNodash: () => withoutDashes(ts()).slice(0, 15),
    tsNodashWithTz: () => withoutDashes(ts()),
    nextExecutionDate: next,
    ...dayFields("nextDs", next),
    prevExecutionDate: previous,
    ...dayFields("prevDs", previous),
    ...dayFields("yesterdayDs", () => date().subtract({ days: 1 })),
    ...dayFields("tomorrowDs", () => date().add({ days: 1 })),
    prevExecutionDateSuccess: () => utcOrNull(success()?.logicalDate),
    prevDataIntervalStartSuccess: () => utcOrNull(success()?.dataIntervalStart),
    prevDataIntervalEndSuccess: () => utcOrNull(success()?.dataIntervalEnd),
    prevStartDateSuccess: () => utcOrNull(success()?.startedAt),
    prevEndDateSuccess: () => utcOrNull(success()?.finishedAt),
    dag: () => dag,
    dagRun: () => ({
      dagId: dag.dagId,
      runId,
      runType,
      externalTrigger: byHand,
      // Airflow 2 has none.
      ...(dag.settings.airflow === 3 && {
        runAfter: utc(runType === "manual" ? run.logicalDate : run.dataIntervalEnd),
      }),
      logicalDate: run.undated ? null : date(),
      executionDate: run.undated ? null : date(),
      dataIntervalStart: run.undated ? null : start(),
      dataIntervalEnd: run.undated ? null : end(),
      startDate: utcOrNull(run.startedAt),
      state: "running",
      conf,
    }),
    runId: () => runId,
    task: () => dag.task(taskId),
    ti: () => ti,
    taskInstance: () => ti,
    taskInstanceKeyStr: () => `${dag.dagId}__${taskId}__${run.undated ? runId : withoutDashes(day(date()))}`,
    // What a trigger by hand passes wins over the task's own `params`, and those win over the DAG's.
    params: () => ({ ...dag.settings.params, ...dag.task(taskId).params, ...conf }),
    triggeringAssetEvents: () => triggeringAssetEvents(store, run),
    var: () => variables(store),
    conn: () => connections(store),
    testMode: () => false,
    signal: () => signal,
    log: () => log,
    now: () => () => utc(order.at),
    store: () => store,
    outletEvents: () => outletEvents(dag.task(taskId), extras),
    trigger: () => (request) => {
      const asked = withPlace(dag.task(taskId).place, () => plainFields(request.conf, "conf"));
      triggered.push({ ...request, conf: asked });
    },
  };
  return lazily(fields, missingFields(dag.settings.airflow, run));
}

function utc(instant: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO("UTC");
}

function utcOrNull(instant: number | null | undefined): Temporal.ZonedDateTime | null {
  return instant === null || instant === undefined ? null : utc(instant);
}

function day(date: Temporal.ZonedDateTime): string {
  return date.toPlainDate().toString();
}

function withoutDashes(text: string): string {
  return text.replace(/[-:]/g, "");
}

/** A day as the field `name`, and the same without dashes as `nameNodash`. */
function dayFields<Name extends string, When extends Temporal.ZonedDateTime | null>(
  name: Name,
  date: () => When,
) {
  const textAs = (change: (text: string) => string) => () => {
    const found = date();
    return found && change(day(found));
  };
  return { [name]: textAs(String), [`${name}Nodash`]: textAs(withoutDashes) } as {
    readonly [Field in Name | `${Name}Nodash`]: () => When extends null ? null : string;
  };
}

function taskInstance(
  dag: DAG,
  order: AttemptOrder,
  store: StoreReader,
  pushed: Record<string, unknown>,
): TaskInstanceFacts {
  const { dagId, runId, taskId, tryNumber, maxTries, fencingToken, logFile, run } = order;
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
    fencingToken,
    startDate: utc(order.startedAt),
    logFile,
    xcomPull: (taskIds, options = {}) =>
      typeof taskIds === "string" ? pullOne(taskIds, options) : taskIds.map((id) => pullOne(id, options)),
    xcomPush: (key, value) => {
      pushed[key] = asXCom(dag.task(taskId), key, value);
    },
  };
}

/** The run of another DAG for the same date; with `prior`, this run and all earlier ones, latest first. */
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
    try {
      return text === undefined ? undefined : JSON.parse(text);
    } catch {
      // The value may be secret, so it is not repeated.
      throw new UsageError(`variable "${name}" is not JSON; write it as JSON, or read it with var.value`);
    }
  };
  return { value: lookup("variable", hint, value), json: lookup("variable", hint, json) };
}

function connections(store: StoreReader): Connections {
  const hint = (name: string) =>
    `set ${environmentName("connection", name)} to a URI, or save it in the store`;
  return lookup("connection", hint, (name) => connectionNamed(store, name));
}
