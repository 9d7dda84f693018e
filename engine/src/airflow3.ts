// What a task knew in Airflow 2 and no longer knows in Airflow 3, and what to write instead.

import { camelCase, UsageError } from "@daglings/words";
import type { TaskContext } from "./context.ts";
import type { RunIdentity } from "./core/run.ts";
import type { AirflowVersion } from "./schedule/airflow.ts";

type Name = keyof TaskContext;

interface Instead {
  /** In a template. */
  readonly template: string;
  /** In code: the field to use instead. */
  readonly field: Name;
}

const dayBefore = { template: "macros.ds_add(ds, -1)", field: "logicalDate" } as const;
const dayBeforePlain = {
  template: "logical_date.subtract(days=1) | ds_nodash",
  field: "logicalDate",
} as const;
const dayAfter = { template: "macros.ds_add(ds, 1)", field: "logicalDate" } as const;
const dayAfterPlain = { template: "logical_date.add(days=1) | ds_nodash", field: "logicalDate" } as const;
const lastSuccess = {
  template: "prev_data_interval_start_success",
  field: "prevDataIntervalStartSuccess",
} as const;

const gone: Partial<Readonly<Record<Name, Instead>>> = {
  executionDate: { template: "logical_date", field: "logicalDate" },
  nextExecutionDate: { template: "data_interval_end", field: "dataIntervalEnd" },
  nextDs: { template: "data_interval_end | ds", field: "dataIntervalEnd" },
  nextDsNodash: { template: "data_interval_end | ds_nodash", field: "dataIntervalEnd" },
  prevExecutionDate: lastSuccess,
  prevDs: dayBefore,
  prevDsNodash: dayBeforePlain,
  yesterdayDs: dayBefore,
  yesterdayDsNodash: dayBeforePlain,
  tomorrowDs: dayAfter,
  tomorrowDsNodash: dayAfterPlain,
  prevExecutionDateSuccess: lastSuccess,
  testMode: { template: "params", field: "params" },
};

/** Fields that only Airflow 2 has. */
export const goneFields = Object.keys(gone);

const ofTheDate: readonly Name[] = [
  "logicalDate",
  "dataIntervalStart",
  "dataIntervalEnd",
  "ds",
  "dsNodash",
  "ts",
  "tsNodash",
  "tsNodashWithTz",
  "prevDataIntervalStartSuccess",
  "prevDataIntervalEndSuccess",
];

const noDate =
  "in Airflow 3 a run by hand has no logical date unless it is given one; trigger it with a date, or go by";

/** For code: what is missing in this run, and why. A template learns it from `explainMissing`. */
export function missingFields(airflow: AirflowVersion, run: RunIdentity): ReadonlyMap<string, string> {
  if (airflow === 2) return new Map();
  const removed = Object.entries(gone).map(
    ([name, { field }]) => [name, `"${name}" does not exist in Airflow 3; take it from ${field}`] as const,
  );
  const undated = ofTheDate.map((name) => [name, `"${name}" does not exist: ${noDate} runId`] as const);
  return new Map([...removed, ...(run.undated ? undated : [])]);
}

/** Adds to an error about an unknown template variable that Airflow 2 has it, if so. */
export function explainMissing(error: unknown, missing: ReadonlyMap<string, string>): unknown {
  if (!(error instanceof UsageError) || missing.size === 0) return error;
  const [, variable = ""] = /template variable "(\w+)" is unknown/.exec(error.message) ?? [];
  const name = camelCase(variable);
  if (!missing.has(name)) return error;
  const instead = Object.entries(gone).find(([each]) => each === name)?.[1].template;
  const why =
    instead === undefined
      ? `does not exist: ${noDate} run_id`
      : `does not exist in Airflow 3; write {{ ${instead} }}`;
  return new UsageError(`template variable "${variable}" ${why}`, { cause: error });
}
