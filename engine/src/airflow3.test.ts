// A DAG in Airflow 3, seen from its runs: their names, their dates, and what a task knows about them.

import { expect, test } from "vitest";
import { BashOperator } from "./operators/bash.ts";
import { DAG } from "./dag.ts";
import type { DagOptions } from "./dag-options.ts";
import { FunctionOperator } from "./operators/function.ts";
import { simulate } from "./scheduler/testing.ts";
import { CronDataIntervalTimetable } from "./schedule/named.ts";

const daily: DagOptions = { dagId: "daily", airflow: 3, schedule: "@daily", startDate: "2019-01-01" };

function runsOf(options: DagOptions, until = "2019-01-07") {
  const dag = new DAG(options);
  const task = new FunctionOperator({ dag, taskId: "nothing", callable() {} });
  const { store, scheduler } = simulate(dag, "2019-01-04T05:00Z");
  const list = async () => {
    await scheduler.run({ until });
    return store.listRuns({ dagId: task.dag.dagId }).map(({ runId, dataIntervalStart, dataIntervalEnd }) => {
      const [start, end] = [dataIntervalStart, dataIntervalEnd].map((instant) =>
        Temporal.Instant.fromEpochMilliseconds(instant).toString().slice(0, 10),
      );
      return `${runId} ${start} ${end}`;
    });
  };
  return { list, scheduler, store };
}

test("a cron schedule starts its runs at their instants, and leaves the past alone", async () => {
  expect(await runsOf(daily).list()).toEqual([
    "scheduled__2019-01-04T00:00:00+00:00 2019-01-04 2019-01-04",
    "scheduled__2019-01-05T00:00:00+00:00 2019-01-05 2019-01-05",
    "scheduled__2019-01-06T00:00:00+00:00 2019-01-06 2019-01-06",
    "scheduled__2019-01-07T00:00:00+00:00 2019-01-07 2019-01-07",
  ]);
});

test("the end date is the last instant, and nothing is run when it is over", async () => {
  const options = { ...daily, endDate: "2019-01-05" };
  expect(await runsOf({ ...options, catchup: true }).list()).toHaveLength(5);
  expect(await runsOf({ ...options, endDate: "2019-01-03" }).list()).toEqual([]);
});

test("a run of a named interval is called after the time when it is due", async () => {
  const options = { ...daily, schedule: new CronDataIntervalTimetable("@daily") };
  expect((await runsOf(options).list())[0]).toBe(
    "scheduled__2019-01-04T00:00:00+00:00 2019-01-03 2019-01-04",
  );
});

test("a backfill makes no run of an interval that is not over", () => {
  const { scheduler } = runsOf({ ...daily, schedule: null });
  expect(() => scheduler.backfill({ dagId: "daily", from: "2019-01-01", to: "2019-01-09" })).toThrow(
    /no interval of the schedule "none"/,
  );
  const made = runsOf(daily).scheduler.backfill({ dagId: "daily", from: "2019-01-02", to: "2019-01-09" });
  expect(made).toEqual(
    ["2019-01-02", "2019-01-03", "2019-01-04"].map((day) => `backfill__${day}T00:00:00+00:00`),
  );
});

test("a run by hand has no date, unless it is given one; all its tasks run, even when the end date is over", async () => {
  const { scheduler, store, list } = runsOf({ ...daily, schedule: null, endDate: "2019-01-02" });
  const undated = scheduler.trigger({ dagId: "daily" });
  const dated = scheduler.trigger({ dagId: "daily", logicalDate: "2019-01-02", runId: "dated" });
  await list();
  expect(undated).toBe("manual__2019-01-04T05:00:00+00:00");
  expect(store.findRun({ dagId: "daily", runId: undated })).toMatchObject({
    undated: true,
    tasks: { nothing: { state: "success" } },
  });
  expect(store.findRun({ dagId: "daily", runId: dated })).toMatchObject({ undated: false, state: "success" });
});

async function errorOf(make: (dag: DAG) => void, options: DagOptions = daily): Promise<string | null> {
  const dag = new DAG(options);
  make(dag);
  const { store, scheduler } = simulate(dag, "2019-01-04T05:00Z");
  if (options.schedule === null) scheduler.trigger({ dagId: "daily" });
  await scheduler.run({ until: options.schedule === null ? "idle" : "2019-01-04T06:00Z" });
  const [run] = store.listRuns({ dagId: "daily" });
  const [attempt] = run ? store.listAttempts(run) : [];
  return attempt?.error?.replace(/^.*task "\w+": /, "") ?? null;
}

const bash = (bashCommand: string) => (dag: DAG) =>
  void new BashOperator({ dag, taskId: "show", bashCommand: bashCommand as "" });

test.each([
  [
    "echo {{ next_ds }}",
    'template variable "next_ds" does not exist in Airflow 3; write {{ data_interval_end | ds }}',
  ],
  [
    "echo {{ execution_date }}",
    'template variable "execution_date" does not exist in Airflow 3; write {{ logical_date }}',
  ],
  [
    "echo {{ prev_ds }}",
    'template variable "prev_ds" does not exist in Airflow 3; write {{ macros.ds_add(ds, -1) }}',
  ],
  ["echo {{ ds }} {{ data_interval_end | ds }}", null],
])("%s: %s", async (command, error) => {
  expect(await errorOf(bash(command))).toBe(error);
});

test("a run without a date has no ds", async () => {
  expect(await errorOf(bash("echo {{ ds }}"), { ...daily, schedule: null })).toBe(
    'template variable "ds" does not exist: in Airflow 3 a run by hand has no logical date unless it is given one; ' +
      "trigger it with a date, or go by run_id",
  );
  expect(await errorOf(bash("echo {{ run_id }}"), { ...daily, schedule: null })).toBeNull();
});

test("code hears the same", async () => {
  const look = (dag: DAG) =>
    void new FunctionOperator({ dag, taskId: "look", callable: ({ nextDs }) => nextDs });
  expect(await errorOf(look)).toBe('"nextDs" does not exist in Airflow 3; take it from dataIntervalEnd');
});
