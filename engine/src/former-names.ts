// Options by the names that Airflow and Prefect have, or had, for them: the message for such a name gives today's name.

import { camelCase, UsageError } from "@daglings/words";

/** In camelCase. A name that differs only in its underscores needs no entry. */
const renamed: Readonly<Record<string, string>> = {
  cron: "schedule",
  concurrency: "maxActiveTasks",
  dagConcurrency: "maxActiveTasks",
  dagrunTimeout: "dagRunTimeout",
  timezone: "timeZone",
  pythonCallable: "callable",
  templates: "templatesDict",
  retryDelaySeconds: "retryDelay",
  timeoutSeconds: "executionTimeout",
  onExecuteCallback: "onExecute",
  onSuccessCallback: "onSuccess",
  onFailureCallback: "onFailure",
  onRetryCallback: "onRetry",
  onSkippedCallback: "onSkipped",
  emailOnFailure: "onFailure",
  emailOnRetry: "onRetry",
};

/** Airflow 2 still accepts them, with a warning. */
const formerInAirflow: Readonly<Record<string, string>> = {
  scheduleInterval: "schedule",
  timetable: "schedule",
};

const leftOut: Readonly<Record<string, string>> = {
  provideContext: "a callable always gets its context",
  sla: "executionTimeout ends what takes too long, and onFailure reports it",
  pool: "maxActiveTasks limits a DAG, and slots an executor",
  priorityWeight: "the earlier logical date goes first",
  queue: "all attempts go to one executor",
};

export function refuseFormerNames(given: object, known: readonly string[]): void {
  for (const key of Object.keys(given)) {
    if (known.includes(key)) continue;
    const name = camelCase(key);
    const now = formerInAirflow[name];
    if (now !== undefined && known.includes(now)) {
      throw new UsageError(`option "${key}" has a new name, the only one in Airflow 3; write ${now}`);
    }
    const today = known.includes(name) ? name : renamed[name];
    if (today !== undefined && known.includes(today)) {
      throw new UsageError(`option "${key}" is called "${today}" here; write ${today}: …`);
    }
    const why = leftOut[name];
    if (why !== undefined) throw new UsageError(`option "${key}" does not exist here: ${why}; leave it out`);
  }
}
