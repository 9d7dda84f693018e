import { beforeEach, describe, expect, test } from "vitest";
import { displayPath } from "@daglings/words";
import type { TaskState } from "../core/states.ts";
import { chain, DAG } from "../dag.ts";
import type { Store } from "../ports.ts";
import { simulate, describeRuns } from "../scheduler/testing.ts";
import { memoryStore } from "../store/memory.ts";
import { refusalOf } from "@daglings/words/testing";
import { attempt, byHand, ownerOf, failureOf, keepRun } from "../testing.ts";
import { EmptyOperator } from "./empty.ts";
import { ExternalTaskSensor, type ExternalTaskSensorOptions } from "./external-task-sensor.ts";

const here = `${displayPath(import.meta.filename)}: task "wait"`;

const sensor = (options: Partial<ExternalTaskSensorOptions> = {}) =>
  new ExternalTaskSensor({ dag: new DAG(byHand), taskId: "wait", externalDagId: "other", ...options });

const other = new DAG({ ...byHand, dagId: "other" });
chain(...["fetch", "send"].map((taskId) => new EmptyOperator({ dag: other, taskId })));

let store: Store;
beforeEach(() => {
  store = memoryStore();
});
const look = async (options: Partial<ExternalTaskSensorOptions> = {}) =>
  (await attempt(sensor(options), { store })).outcome.type;

type State = "success" | "failed" | "running";
const day = (date: string, state: State, tasks: Record<string, TaskState> = {}) =>
  keepRun(store, other, { date: `${date}T00:00Z`, state, tasks });

describe("by default the sensor waits for", () => {
  test("the run of the same logical date, until it is a success", async () => {
    day("2018-12-31", "success");
    expect(await look()).toBe("not yet"); // there is none of that date
    day("2019-01-01", "running");
    expect(await look()).toBe("not yet");
    day("2019-01-01", "failed");
    expect(await look()).toBe("not yet");
    day("2019-01-01", "success");
    expect(await look()).toBe("success");
  });

  test("no run of any other DAG", async () => {
    keepRun(store, new DAG({ ...byHand, dagId: "third" }), { date: "2019-01-01T00:00Z", state: "success" });
    expect(await look()).toBe("not yet");
  });
});

describe("it may wait for", () => {
  test("a task, or several", async () => {
    day("2019-01-01", "running", { fetch: "success", send: "running" });
    expect(await look({ externalTaskId: "fetch" })).toBe("success");
    expect(await look({ externalTaskId: "send" })).toBe("not yet");
    expect(await look({ externalTaskIds: ["fetch", "send"] })).toBe("not yet");
    expect(await look({ externalTaskId: "missing" })).toBe("not yet");
    day("2019-01-01", "success", { fetch: "success", send: "success" });
    expect(await look({ externalTaskIds: ["fetch", "send"] })).toBe("success");
  });

  test("an earlier run", async () => {
    day("2018-12-31", "success");
    expect(await look({ executionDelta: { days: 1 } })).toBe("success");
    expect(await look({ executionDelta: "P2D" })).toBe("not yet");
  });

  test("the runs of dates that a function gives", async () => {
    day("2018-12-30", "success");
    day("2018-12-31", "success");
    const executionDateFn = (date: Temporal.ZonedDateTime) => date.subtract({ days: 1 });
    expect(await look({ executionDateFn })).toBe("success");
    expect(await look({ executionDateFn: () => ["2018-12-30", "2018-12-31T00:00Z"] })).toBe("success");
    expect(await look({ executionDateFn: () => ["2018-12-31", "2019-01-01"] })).toBe("not yet");
    expect(await look({ executionDateFn: (_, { dataIntervalEnd }) => dataIntervalEnd })).toBe("not yet");
  });

  test("other states than success", async () => {
    day("2019-01-01", "failed", { fetch: "skipped" });
    expect(await look({ allowedStates: ["success", "failed"] })).toBe("success");
    expect(await look({ externalTaskId: "fetch", allowedStates: ["skipped"] })).toBe("success");
  });

  test("what templates name", async () => {
    const dag = new DAG({ ...byHand, params: { dag: "other", task: "fetch" } });
    day("2019-01-01", "running", { fetch: "success" });
    expect(await look({ dag, externalDagId: "{{ params.dag }}", externalTaskId: "{{ params.task }}" })).toBe(
      "success",
    );
  });
});

describe("what it should not see", () => {
  test("fails the sensor, which may be tried again", async () => {
    day("2019-01-01", "failed");
    const { outcome, lines } = await attempt(sensor({ failedStates: ["failed"] }), { store });
    expect(outcome).toMatchObject({ type: "failed", mayRetry: true });
    expect(lines[0]).toMatch(/^Failed: a run or task of DAG "other" that it waits for is failed/);
  });

  test("skips a soft one", async () => {
    day("2019-01-01", "failed");
    expect(await look({ failedStates: ["failed"], softFail: true })).toBe("skipped");
  });
});

test("each look is logged with how much has arrived", async () => {
  day("2019-01-01", "running", { fetch: "success", send: "skipped" });
  const task = sensor({ externalTaskIds: ["fetch", "send"], allowedStates: ["success", "failed"] });
  expect((await attempt(task, { store })).lines).toEqual([
    '1 of 2 in DAG "other" are success or failed',
    "Not yet",
  ]);
});

test("in simulated time it ends when the other run has ended", async () => {
  const dag = new DAG({ ...byHand, schedule: "@daily", startDate: "2019-01-01", endDate: "2019-01-01" });
  const late = new DAG({ ...byHand, dagId: "other" });
  const task = new ExternalTaskSensor({
    dag,
    taskId: "wait",
    externalDagId: "other",
    mode: "reschedule",
    timeout: { hours: 3 },
    executionDateFn: () => "2019-01-02T01:00Z",
  });
  const { store: kept, scheduler } = simulate([ownerOf(task), late], "2019-01-02T00:00Z");
  await scheduler.run({ until: "2019-01-02T01:30Z" });
  expect(describeRuns(kept, "dag")).toEqual(["01-01 | 01-02 | running | wait up_for_reschedule 1"]);
  scheduler.trigger({ dagId: "other", logicalDate: "2019-01-02T01:00Z" });
  await scheduler.run();
  expect(describeRuns(kept, "dag")).toEqual(["01-01 | 01-02 | success | wait success 1"]);
});

describe("refused is", () => {
  test.each([
    [{ externalDagId: undefined }, "externalDagId is missing; it must be a text"],
    [
      { externalTaskId: "a", externalTaskIds: ["b"] },
      "externalTaskId and externalTaskIds cannot be used together; keep one of them",
    ],
    [
      { executionDelta: { days: 1 }, executionDateFn: () => "2019-01-01" },
      "executionDelta and executionDateFn cannot be used together; keep one of them",
    ],
    [
      { executionDelta: 5 },
      'executionDelta is 5, which is not a duration; write { minutes: 5 }, "PT5M" or a Temporal.Duration',
    ],
    [
      { external_dag_id: "other" },
      'option "external_dag_id" is called "externalDagId" here; write externalDagId: …',
    ],
    [{ mode: "pole" }, 'mode is "pole"; it must be one of poke, reschedule; did you mean "poke"?'],
  ])("%j", (options, message) => {
    expect(refusalOf(() => sensor(options as object))).toBe(`UsageError: ${here}: ${message}`);
  });

  test("a date that is none, when it looks", async () => {
    expect(await failureOf(sensor({ executionDateFn: () => "yesterday" }))).toBe(
      `${here}: executionDateFn is "yesterday", which is not a date; ` +
        'write "2019-01-01", "2019-01-01T05:00Z" or a Temporal object',
    );
  });
});
