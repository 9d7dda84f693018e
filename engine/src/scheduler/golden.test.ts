// The rows of the golden table that need a scheduler: which runs it makes while it lives, is paused and goes on.

import { describe, expect, test } from "vitest";
import { DAG } from "../dag.ts";
import { EmptyOperator } from "../operators/empty.ts";
import { FunctionOperator } from "../operators/function.ts";
import { scheduleOf, vectors } from "../schedule/golden.ts";
import { ownerOf } from "../testing.ts";
import { simulate } from "./testing.ts";

const text = (instant: number) => Temporal.Instant.fromEpochMilliseconds(instant).toString();

describe("the runs that a scheduler makes are Airflow's", () => {
  const timelines = vectors.filter((vector) => vector.mode === "timeline");

  test("there are such rows", () => {
    expect(timelines.length).toBeGreaterThanOrEqual(3);
  });

  test.each(timelines)("$id", async (vector) => {
    const dag = new DAG({
      dagId: "golden",
      schedule: scheduleOf(vector),
      startDate: vector.start_date ?? "",
      timeZone: vector.timezone,
      catchup: vector.catchup ?? true,
    });
    const task = new EmptyOperator({ dag, taskId: "nothing" });
    const { store, scheduler } = simulate(ownerOf(task), vector.now ?? "");
    for (const [from, to] of vector.paused ?? []) {
      await scheduler.run({ until: Temporal.Instant.from(from).subtract({ milliseconds: 1 }) });
      scheduler.pause({ dagId: "golden" });
      await scheduler.run({ until: to });
      scheduler.unpause({ dagId: "golden" });
    }
    await scheduler.run({ until: vector.until ?? "" });

    const runs = store.listRuns({ dagId: "golden" });
    const rows = runs.map((run) => [
      run.dataIntervalStart,
      run.dataIntervalEnd,
      run.dataIntervalEnd,
      run.createdAt,
    ]);
    expect(rows.map((row) => row.map(text))).toEqual(vector.expected);
    expect(runs.every((run) => run.state === "success")).toBe(true);
  });
});

describe("run ids and template dates are Airflow's", () => {
  const withContext = vectors.filter(
    (vector) => vector.context && vector.mode !== "timeline" && vector.expected.length > 0,
  );

  test.each(withContext)("$id", async (vector) => {
    const runType = vector.mode === "manual" ? "manual" : "scheduled";
    const dag = new DAG({
      dagId: "golden",
      schedule: scheduleOf(vector),
      startDate: vector.start_date ?? "2000-01-01T00:00Z",
      ...(vector.end_date !== undefined && { endDate: vector.end_date }),
      timeZone: vector.timezone,
      catchup: runType === "scheduled" && (vector.catchup ?? true),
    });
    const seen: unknown[] = [];
    const look = new FunctionOperator({
      dag,
      taskId: "look",
      callable({ ds, nextDs, prevDs, dagRun }) {
        if (dagRun.runType === runType) seen.push({ ds, next_ds: nextDs, prev_ds: prevDs });
      },
    });
    const end = vector.expected.at(-1)?.[2] ?? "";
    const { store, scheduler } = simulate(ownerOf(look), vector.mode === "chain" ? end : (vector.now ?? end));
    if (runType === "manual") scheduler.trigger({ dagId: "golden", logicalDate: vector.logical_date ?? "" });
    await scheduler.run({ until: runType === "manual" ? "idle" : end });

    expect(seen).toEqual(vector.context);
    const ids = store.listRuns({ dagId: "golden", types: [runType] }).map((run) => run.runId);
    expect(ids).toEqual(vector.run_ids ?? ids);
  });
});
