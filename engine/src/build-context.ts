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
import { lazily } from "./lazily.ts";
import { plainFields } from "./plain-json.ts";
import type { AttemptOrder, RunRecord, TriggerRequest } from "./ports.ts";
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

export function buildContext(source: ContextSource): TaskContext {
  const { dag, order } = source;
  const subject = { ...source, ti: taskInstance(source) };
  return contextOf(subject, missingFields(dag.settings.airflow, order.run));
}

/** What the fields are computed from. */
interface Subject extends ContextSource {
  readonly ti: TaskInstanceFacts;
}

const date = ({ order: { run } }: Subject) => utc(run.logicalDate);
const ts = ({ order: { run } }: Subject) => isoText(run.logicalDate);
const start = ({ order: { run } }: Subject) => utc(run.dataIntervalStart);
const end = ({ order: { run } }: Subject) => utc(run.dataIntervalEnd);
const task = ({ dag, order }: Subject) => dag.task(order.taskId);
const isByHand = ({ order: { run } }: Subject) => run.runType === "manual";

/** A run by hand has no neighbours on the schedule: Airflow returns its own date instead. */
function next(subject: Subject): Temporal.ZonedDateTime | null {
  if (isByHand(subject)) return date(subject);
  const interval = { start: start(subject).toInstant(), end: end(subject).toInstant() };
  return subject.dag.settings.timetable.nextDate(interval)?.toZonedDateTimeISO("UTC") ?? null;
}

function previous(subject: Subject): Temporal.ZonedDateTime | null {
  if (isByHand(subject)) return date(subject);
  const { timetable } = subject.dag.settings;
  return timetable.previousDate(date(subject).toInstant())?.toZonedDateTimeISO("UTC") ?? null;
}

/** The latest earlier run that succeeded. */
function success({ dag: { dagId }, order: { run }, store }: Subject): RunRecord | undefined {
  const before = run.logicalDate;
  return store.listRuns({ dagId, states: ["success"], before, newestFirst: true, limit: 1 })[0];
}

const contextOf = lazily<TaskContext, Subject>({
  logicalDate: date,
  executionDate: date,
  dataIntervalStart: start,
  dataIntervalEnd: end,
  ...dayFields("ds", date),
  ts,
  tsNodash: (subject) => withoutDashes(ts(subject)).slice(0, 15),
  tsNodashWithTz: (subject) => withoutDashes(ts(subject)),
  nextExecutionDate: next,
  ...dayFields("nextDs", next),
  prevExecutionDate: previous,
  ...dayFields("prevDs", previous),
  ...dayFields("yesterdayDs", (subject) => date(subject).subtract({ days: 1 })),
  ...dayFields("tomorrowDs", (subject) => date(subject).add({ days: 1 })),
  prevExecutionDateSuccess: (subject) => utcOrNull(success(subject)?.logicalDate),
  prevDataIntervalStartSuccess: (subject) => utcOrNull(success(subject)?.dataIntervalStart),
  prevDataIntervalEndSuccess: (subject) => utcOrNull(success(subject)?.dataIntervalEnd),
  prevStartDateSuccess: (subject) => utcOrNull(success(subject)?.startedAt),
  prevEndDateSuccess: (subject) => utcOrNull(success(subject)?.finishedAt),
  dag: ({ dag }) => dag,
  dagRun(subject) {
    const { dag, order } = subject;
    const { runId, runType, undated, startedAt, conf } = order.run;
    return {
      dagId: dag.dagId,
      runId,
      runType,
      externalTrigger: isByHand(subject),
      // Airflow 2 has none.
      ...(dag.settings.airflow === 3 && { runAfter: isByHand(subject) ? date(subject) : end(subject) }),
      logicalDate: undated ? null : date(subject),
      executionDate: undated ? null : date(subject),
      dataIntervalStart: undated ? null : start(subject),
      dataIntervalEnd: undated ? null : end(subject),
      startDate: utcOrNull(startedAt),
      state: "running",
      conf,
    };
  },
  runId: ({ order }) => order.run.runId,
  task,
  ti: ({ ti }) => ti,
  taskInstance: ({ ti }) => ti,
  taskInstanceKeyStr(subject) {
    const { dagId, taskId, run } = subject.order;
    return `${dagId}__${taskId}__${run.undated ? run.runId : withoutDashes(day(date(subject)))}`;
  },
  // What a trigger by hand passes wins over the task's own `params`, and those win over the DAG's.
  params: (subject) => ({
    ...subject.dag.settings.params,
    ...task(subject).params,
    ...subject.order.run.conf,
  }),
  triggeringAssetEvents: ({ store, order }) => triggeringAssetEvents(store, order.run),
  var: ({ store }) => variables(store),
  conn: ({ store }) => connections(store),
  testMode: () => false,
  signal: ({ signal }) => signal,
  log: ({ log }) => log,
  now:
    ({ order }) =>
    () =>
      utc(order.at),
  store: ({ store }) => store,
  outletEvents: (subject) => outletEvents(task(subject), subject.extras),
  trigger: (subject) => (request) => {
    const asked = withPlace(task(subject).place, () => plainFields(request.conf, "conf"));
    subject.triggered.push({ ...request, conf: asked });
  },
});

function utc(instant: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO("UTC");
}

function utcOrNull(instant: number | null | undefined): Temporal.ZonedDateTime | null {
  return instant === null || instant === undefined ? null : utc(instant);
}

function day(at: Temporal.ZonedDateTime): string {
  return at.toPlainDate().toString();
}

function withoutDashes(text: string): string {
  return text.replace(/[-:]/g, "");
}

/** A day as the field `name`, and the same without dashes as `nameNodash`. */
function dayFields<Name extends string, When extends Temporal.ZonedDateTime | null>(
  name: Name,
  dateOf: (subject: Subject) => When,
) {
  const textAs = (change: (text: string) => string) => (subject: Subject) => {
    const found = dateOf(subject);
    return found && change(day(found));
  };
  return { [name]: textAs(String), [`${name}Nodash`]: textAs(withoutDashes) } as {
    readonly [Field in Name | `${Name}Nodash`]: (subject: Subject) => When extends null ? null : string;
  };
}

function taskInstance({ dag, order, store, pushed }: ContextSource): TaskInstanceFacts {
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
    get startDate() {
      return utc(order.startedAt);
    },
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
