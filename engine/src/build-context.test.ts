// What the fields hold as a template prints them, template/golden.test.ts holds against Airflow's own answers.

import { afterEach, describe, expect, test, vi } from "vitest";
import { buildContext } from "./build-context.ts";
import type { TaskContext } from "./context.ts";
import { identity } from "./core/testing.ts";
import { DAG, type DagOptions } from "./index.ts";
import { EmptyOperator } from "./operators/empty.ts";
import type { AttemptOrder, Store, TriggerRequest } from "./ports.ts";
import { memoryStore } from "./store/memory.ts";
import { refusalOf } from "@daglings/words/testing";
import { commitTo, keepRun, orderOf } from "./testing.ts";

const daily = { dagId: "dag", schedule: "@daily", startDate: "2019-01-01" } as const;

interface Parts {
  readonly context: TaskContext;
  readonly store: Store;
  readonly dag: DAG;
  readonly pushed: Record<string, unknown>;
  readonly triggered: TriggerRequest[];
}

function contextOf(own: Partial<AttemptOrder> = {}, options: DagOptions = daily): Parts {
  const dag = new DAG(options);
  const task = new EmptyOperator({ dag, taskId: "work", params: { b: "task's", c: "task's" } });
  const store = memoryStore();
  const pushed: Record<string, unknown> = {};
  const triggered: TriggerRequest[] = [];
  const signal = new AbortController().signal;
  const parts = {
    dag,
    order: orderOf(task, own),
    store,
    signal,
    log: () => {},
    pushed,
    triggered,
    extras: {},
  };
  return { ...parts, context: buildContext(parts) };
}

const run = (own: object) => ({ ...identity, startedAt: null, ...own });

describe("the dates", () => {
  test("of a scheduled run are those of its interval, in UTC", () => {
    const { context } = contextOf();
    expect(context.logicalDate.toString()).toBe("2019-01-01T00:00:00+00:00[UTC]");
    expect(context).toMatchObject({
      ds: "2019-01-01",
      dsNodash: "20190101",
      ts: "2019-01-01T00:00:00+00:00",
      tsNodash: "20190101T000000",
      tsNodashWithTz: "20190101T000000+0000",
      nextDs: "2019-01-02",
      nextDsNodash: "20190102",
      prevDs: "2018-12-31",
      prevDsNodash: "20181231",
      yesterdayDs: "2018-12-31",
      yesterdayDsNodash: "20181231",
      tomorrowDs: "2019-01-02",
      tomorrowDsNodash: "20190102",
    });
    expect(context.dataIntervalEnd.toString()).toBe("2019-01-02T00:00:00+00:00[UTC]");
    expect(context.nextExecutionDate?.equals(context.dataIntervalEnd)).toBe(true);
  });

  test("of the days before and after do not follow the schedule", () => {
    const threeDays = { dataIntervalEnd: identity.dataIntervalStart + 3 * 86_400_000 };
    const { context } = contextOf({ run: run(threeDays) }, { ...daily, schedule: { days: 3 } });
    expect([context.prevDs, context.nextDs]).toEqual(["2018-12-29", "2019-01-04"]);
    expect([context.yesterdayDs, context.tomorrowDs]).toEqual(["2018-12-31", "2019-01-02"]);
  });

  test("of a run by hand have no neighbours but themselves", () => {
    const { context } = contextOf({ run: run({ runType: "manual" }) });
    expect(context).toMatchObject({ nextDs: "2019-01-01", prevDs: "2019-01-01" });
    expect(context.dagRun).toMatchObject({ runType: "manual", externalTrigger: true });
  });

  test("of the only run have no neighbours at all", () => {
    const { context } = contextOf({}, { ...daily, schedule: "@once" });
    expect(context).toMatchObject({
      nextExecutionDate: null,
      nextDs: null,
      nextDsNodash: null,
      prevExecutionDate: null,
      prevDs: null,
      prevDsNodash: null,
    });
  });

  test("of the latest earlier success are there as soon as there is one", () => {
    const { context, store, dag } = contextOf();
    expect(context).toMatchObject({ prevExecutionDateSuccess: null, prevEndDateSuccess: null });
    const hour = 3_600_000;
    const success = { state: "success", startedAt: 3 * hour, finishedAt: 4 * hour } as const;
    keepRun(store, dag, { date: "2018-12-28T00:00Z", ...success });
    keepRun(store, dag, { date: "2018-12-29T00:00Z", ...success, finishedAt: 5 * hour });
    keepRun(store, dag, { date: "2018-12-30T00:00Z", state: "failed" });
    keepRun(store, dag, { date: "2019-01-01T00:00Z", ...success });
    expect(String(context.prevExecutionDateSuccess?.toInstant())).toBe("2018-12-29T00:00:00Z");
    expect(String(context.prevDataIntervalStartSuccess?.toInstant())).toBe("2018-12-29T00:00:00Z");
    expect(String(context.prevDataIntervalEndSuccess?.toInstant())).toBe("2018-12-30T00:00:00Z");
    expect(String(context.prevStartDateSuccess?.toInstant())).toBe("1970-01-01T03:00:00Z");
    expect(String(context.prevEndDateSuccess?.toInstant())).toBe("1970-01-01T05:00:00Z");
  });

  test("of now and of the attempt are the scheduler's", () => {
    const { context } = contextOf({ at: 2000, startedAt: 1000, run: run({ startedAt: 500 }) });
    expect(context.now().epochMilliseconds).toBe(2000);
    expect(context.ti.startDate.epochMilliseconds).toBe(1000);
    expect(context.dagRun.startDate?.epochMilliseconds).toBe(500);
  });
});

describe("the context", () => {
  test("names the DAG, the run, the task and the try", () => {
    const { context, dag } = contextOf({ tryNumber: 3, maxTries: 5, fencingToken: 7 });
    const names = { dagId: "dag", runId: identity.runId };
    expect(context).toMatchObject({
      runId: identity.runId,
      taskInstanceKeyStr: "dag__work__20190101",
      testMode: false,
      dagRun: { ...names, runType: "scheduled", externalTrigger: false, state: "running", conf: {} },
      ti: { ...names, taskId: "work", tryNumber: 3, maxTries: 5, fencingToken: 7 },
    });
    expect(context.dag).toBe(dag);
    expect(context.task).toBe(dag.task("work"));
    expect(context.taskInstance).toBe(context.ti);
  });

  test("can be taken apart and copied", () => {
    const { context } = contextOf();
    const { ds, ...rest } = context;
    expect({ ds, nextDs: { ...rest }.nextDs }).toEqual({ ds: "2019-01-01", nextDs: "2019-01-02" });
  });

  test("has the DAG's params, under the task's, under what a trigger says", () => {
    const options = { ...daily, params: { a: "DAG's", b: "DAG's", c: "DAG's" } };
    const { context } = contextOf({ run: run({ conf: { c: "trigger's" } }) }, options);
    expect(context.params).toEqual({ a: "DAG's", b: "task's", c: "trigger's" });
  });

  test("keeps what a task asks for", () => {
    const { context, triggered } = contextOf();
    const what = { dagId: "other", runId: null, logicalDate: null, conf: {}, xcomKey: "key" };
    const request = { ...what, whenTaken: "fail" } as const;
    context.trigger(request);
    expect(triggered).toEqual([request]);
  });
});

describe("an XCom", () => {
  const key = { dagId: "dag", runId: identity.runId, taskId: "earlier" };

  test("is pulled from a task, or from several", () => {
    const { context, store } = contextOf();
    const values = { return_value: { n: 1 }, size: 5 };
    commitTo(store, {
      xcoms: [
        { ...key, values },
        { ...key, taskId: "other", values: { return_value: 2 } },
      ],
    });
    const { ti } = context;
    expect(ti.xcomPull("earlier")).toEqual({ n: 1 });
    expect(ti.xcomPull("earlier", { key: "size" })).toBe(5);
    expect(ti.xcomPull(["earlier", "missing", "other"])).toEqual([{ n: 1 }, null, 2]);
    expect(ti.xcomPull("earlier", { key: "missing" })).toBeNull();
  });

  test("of the task itself is there at once, and in the store before, as JSON keeps it", () => {
    const { context, store, pushed } = contextOf();
    commitTo(store, { xcoms: [{ ...key, taskId: "work", values: { before: 1 } }] });
    const list: unknown[] = [1, undefined, new Map()];
    context.ti.xcomPush("list", list);
    context.ti.xcomPush("nothing", undefined);
    list.push("too late");
    expect(context.ti.xcomPull("work", { key: "list" })).toEqual([1, null, {}]);
    expect(context.ti.xcomPull("work", { key: "before" })).toBe(1);
    expect(pushed).toEqual({ list: [1, null, {}], nothing: null });
    expect(context.ti.xcomPull("earlier", { key: "list" })).toBeNull();
    expect(context.ti.xcomPull("work", { key: "list", dagId: "other" })).toBeNull();
  });

  test("that JSON cannot hold is refused where it is pushed", () => {
    const { context, dag, pushed } = contextOf();
    const circular: Record<string, unknown> = {};
    circular["self"] = circular;
    for (const value of [circular, 5n]) {
      expect(refusalOf(() => context.ti.xcomPush("mine", value))).toBe(
        `UsageError: ${dag.place}: task "work": its XCom "mine" cannot be written as JSON; ` +
          "return a part of it, or nothing, or set doXComPush: false",
      );
    }
    expect(pushed).toEqual({});
  });

  test("of an earlier run is found only if asked for, the latest first", () => {
    const { context, store, dag } = contextOf();
    for (const date of ["2018-12-29T00:00Z", "2018-12-30T00:00Z", "2019-01-02T00:00Z"]) {
      const { runId } = keepRun(store, dag, { date });
      commitTo(store, { xcoms: [{ ...key, runId, values: { return_value: date } }] });
    }
    keepRun(store, dag, { date: "2018-12-31T00:00Z" });
    expect(context.ti.xcomPull("earlier")).toBeNull();
    expect(context.ti.xcomPull("earlier", { includePriorDates: true })).toBe("2018-12-30T00:00Z");
  });

  test("of another DAG is that of its run of the same date, or of an earlier one", () => {
    const { context, store } = contextOf();
    const other = new DAG({ ...daily, dagId: "other" });
    for (const date of ["2018-12-31T00:00Z", "2019-01-01T00:00Z"]) {
      const { runId } = keepRun(store, other, { date });
      const values = date.startsWith("2019") ? { today: 1 } : { today: 0, before: 2 };
      commitTo(store, { xcoms: [{ dagId: "other", runId, taskId: "t", values }] });
    }
    const pull = (name: string, includePriorDates = false) =>
      context.ti.xcomPull("t", { dagId: "other", key: name, includePriorDates });
    expect([pull("today"), pull("before"), pull("before", true)]).toEqual([1, null, 2]);
  });
});

describe("a setting", () => {
  afterEach(() => vi.unstubAllEnvs());

  test("is found by its name, else by what is given instead", () => {
    vi.stubEnv("DAGLINGS_VAR_REGION", "eu");
    vi.stubEnv("DAGLINGS_VAR_LIMITS", '{"max": 5}');
    vi.stubEnv("DAGLINGS_VAR_NOTHING", "null");
    vi.stubEnv("DAGLINGS_CONN_SHOP", "http://ann@shop");
    const { var: variables, conn } = contextOf().context;
    expect(variables.value.get("region")).toBe("eu");
    expect(variables.value.get("colour", "green")).toBe("green");
    expect(variables.value.get("colour", undefined)).toBeUndefined();
    expect(variables.json.get("limits")).toEqual({ max: 5 });
    expect(variables.json.get("nothing", "else")).toBeNull();
    expect(variables.json.get("colour", 5)).toBe(5);
    expect(conn.get("shop").login).toBe("ann");
    expect(conn.get("bank", null)).toBeNull();
  });

  test("that is not there is an error that says how to set it", () => {
    const { var: variables, conn } = contextOf().context;
    expect(refusalOf(() => variables.value.get("region"))).toBe(
      'UsageError: variable "region" does not exist; set DAGLINGS_VAR_REGION, or save it in the store',
    );
    expect(refusalOf(() => variables.json.get("limits"))).toMatch(
      /^UsageError: variable "limits" does not exist/,
    );
    expect(refusalOf(() => conn.get("shop"))).toBe(
      'UsageError: connection "shop" does not exist; set DAGLINGS_CONN_SHOP to a URI, or save it in the store',
    );
  });

  test("that is not JSON is refused without its value, which may be secret", () => {
    vi.stubEnv("DAGLINGS_VAR_TOKEN", "hunter2");
    expect(refusalOf(() => contextOf().context.var.json.get("token"))).toBe(
      'UsageError: variable "token" is not JSON; write it as JSON, or read it with var.value',
    );
  });
});
