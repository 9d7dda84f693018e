// The names that a template can use. They have a file of their own, because commands that render nothing need them.

import type { SnakeCase } from "@daglings/words";
import type { CodeOnly, TaskContext } from "../context.ts";

/** What TypeScript's check of template strings knows. */
export type TemplateVariable = SnakeCase<Exclude<keyof TaskContext, CodeOnly>> | TemplateOnly;

type TemplateOnly = "macros" | "triggering_dataset_events" | keyof typeof withoutMeaning;

/** Names that Airflow has and that mean nothing here: no datasets, no mapped tasks, no airflow.cfg. */
export const withoutMeaning = {
  conf: {},
  inlets: [],
  outlets: [],
  inlet_events: {},
  outlet_events: {},
  expanded_ti_count: null,
  map_index_template: null,
};

export const withoutMeaningInAirflow3 = {
  inlets: [],
  outlets: [],
  inlet_events: {},
  outlet_events: {},
  map_index_template: null,
  partition_key: null,
  partition_date: null,
  task_reschedule_count: 0,
  task_state_store: {},
};

const nameTable = {
  macros: true,
  logical_date: true,
  data_interval_start: true,
  data_interval_end: true,
  ds: true,
  ds_nodash: true,
  ts: true,
  ts_nodash: true,
  ts_nodash_with_tz: true,
  execution_date: true,
  next_execution_date: true,
  next_ds: true,
  next_ds_nodash: true,
  prev_execution_date: true,
  prev_ds: true,
  prev_ds_nodash: true,
  yesterday_ds: true,
  yesterday_ds_nodash: true,
  tomorrow_ds: true,
  tomorrow_ds_nodash: true,
  prev_execution_date_success: true,
  prev_data_interval_start_success: true,
  prev_data_interval_end_success: true,
  prev_start_date_success: true,
  prev_end_date_success: true,
  dag: true,
  dag_run: true,
  run_id: true,
  task: true,
  ti: true,
  task_instance: true,
  task_instance_key_str: true,
  params: true,
  var: true,
  conn: true,
  test_mode: true,
  conf: true,
  inlets: true,
  outlets: true,
  inlet_events: true,
  outlet_events: true,
  triggering_dataset_events: true,
  triggering_asset_events: true,
  expanded_ti_count: true,
  map_index_template: true,
} satisfies Record<TemplateVariable, true>;

/** What a template can name, in Airflow 2 or 3: for its check before the first run. */
export const templateNames: readonly string[] = Object.keys({ ...nameTable, ...withoutMeaningInAirflow3 });
