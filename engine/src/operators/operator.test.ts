import { describe, expect, test } from "vitest";
import { displayPath } from "@daglings/words";
import { DAG } from "../dag.ts";
import type { DagOptions } from "../dag-options.ts";
import { refusalOf } from "@daglings/words/testing";
import { byHand } from "../testing.ts";
import { EmptyOperator } from "./empty.ts";
import { text } from "../options.ts";
import { Operator } from "./operator.ts";
import { readTask, type TaskOptions } from "./task-options.ts";

const here = `${displayPath(import.meta.filename)}: task "work"`;

class Echo extends Operator<{ text: string }> {
  constructor(options: TaskOptions & { text: string }) {
    const settings = readTask(options, { text });
    super(settings, { text: settings.text });
  }

  execute(): void {}
}

const echo = (options: object = {}, dag: DagOptions = byHand) =>
  new Echo({ dag: new DAG(dag), taskId: "work", text: "hi", ...options });

describe("a task", () => {
  test("may have a trigger rule by its former name, but not in Airflow 3", () => {
    expect(echo({ triggerRule: "dummy" }).plan.triggerRule).toBe("always");
    const former = { triggerRule: "none_failed_or_skipped" };
    expect(echo(former).plan.triggerRule).toBe("none_failed_min_one_success");
    expect(refusalOf(() => echo(former, { ...byHand, airflow: 3 }))).toBe(
      `UsageError: ${here}: triggerRule "none_failed_or_skipped" has a new name, the only one in Airflow 3; ` +
        'write "none_failed_min_one_success"',
    );
  });

  test("that says nothing is as in Airflow", () => {
    const task = echo();
    expect(task).toMatchObject({
      taskId: "work",
      params: {},
      doXComPush: true,
      heedsSignal: false,
      place: here,
    });
    expect(task.plan).toEqual({
      taskId: "work",
      operator: "Echo",
      upstream: [],
      triggerRule: "all_success",
      retries: 0,
      retryDelay: 300_000,
      exponentialBackoff: false,
      maxRetryDelay: null,
      executionTimeout: null,
      dependsOnPast: false,
      startDate: null,
      endDate: null,
      runsNothing: false,
      sensor: null,
    });
  });

  const given = {
    triggerRule: "all_done",
    retries: 3,
    retryDelay: { seconds: 30 },
    retryExponentialBackoff: true,
    maxRetryDelay: "PT10M",
    executionTimeout: { minutes: 1 },
    dependsOnPast: true,
    startDate: "2019-01-02",
    endDate: "2019-01-03",
    params: { region: "eu" },
    doXComPush: false,
  } as const;
  const planned = {
    triggerRule: "all_done",
    retries: 3,
    retryDelay: 30_000,
    exponentialBackoff: true,
    maxRetryDelay: 600_000,
    executionTimeout: 60_000,
    dependsOnPast: true,
    startDate: 1_546_387_200_000,
    endDate: 1_546_473_600_000,
  };

  test("takes what it is told", () => {
    const task = echo(given);
    expect(task.plan).toMatchObject(planned);
    expect(task).toMatchObject({ params: { region: "eu" }, doXComPush: false });
  });

  test("takes what its DAG says for all tasks, unless it says something else", () => {
    const task = echo({ retries: 1 }, { ...byHand, defaultArgs: given });
    expect(task.plan).toMatchObject({ ...planned, retries: 1 });
    expect(task).toMatchObject({ params: { region: "eu" }, doXComPush: false });
  });

  test("has callbacks of its own before those for all", () => {
    const [own, forAll] = [() => "own", () => "for all"];
    const { callbacks } = echo(
      { onRetry: own },
      { ...byHand, defaultArgs: { onRetry: forAll, onFailure: forAll } },
    );
    expect(callbacks).toMatchObject({ onRetry: own, onFailure: forAll });
    expect(callbacks.onSuccess).toBeUndefined();
  });

  test("is narrowed to its DAG's dates", () => {
    const dates = { startDate: "2019-01-02", endDate: "2019-01-04" };
    const within = (options: object) => {
      const { startDate, endDate } = echo(options, { schedule: "@daily", ...dates }).plan;
      return [startDate, endDate].map(
        (date) => date && Temporal.Instant.fromEpochMilliseconds(date).toString(),
      );
    };
    const [start, end] = ["2019-01-02T00:00:00Z", "2019-01-04T00:00:00Z"];
    expect(within({})).toEqual([start, end]);
    expect(within({ startDate: "2019-01-01", endDate: "2019-01-05" })).toEqual([start, end]);
    expect(within({ startDate: "2019-01-03", endDate: "2019-01-03" })).toEqual([
      "2019-01-03T00:00:00Z",
      "2019-01-03T00:00:00Z",
    ]);
  });

  test("reads its dates in its DAG's time zone", () => {
    const { plan } = echo({ startDate: "2019-01-01" }, { ...byHand, timeZone: "Asia/Kolkata" });
    expect(plan.startDate).toBe(Temporal.Instant.from("2018-12-31T18:30Z").epochMilliseconds);
  });
});

describe("an empty task", () => {
  const empty = (options: object, dag: DagOptions = byHand) =>
    new EmptyOperator({ dag: new DAG(dag), taskId: "work", ...options }).plan.runsNothing;

  test("runs nothing, unless somebody wants to hear of it", () => {
    expect(empty({})).toBe(true);
    for (const name of ["onExecute", "onSuccess", "onFailure", "onRetry", "onSkipped"]) {
      expect(empty({ [name]: () => {} })).toBe(false);
      expect(empty({}, { ...byHand, defaultArgs: { [name]: () => {} } })).toBe(false);
    }
  });
});

describe("refused is", () => {
  test.each([
    [{ retrys: 3 }, 'option "retrys" is unknown; did you mean "retries"?'],
    [{ retries: -1 }, "retries is -1; it must be a whole number, 0 or more"],
    [{ retries: "3" }, 'retries is "3"; it must be a whole number, 0 or more'],
    [
      { retryDelay: { minutes: -5 } },
      "retryDelay is -PT5M; it may not be negative; write it without the minus sign",
    ],
    [
      { retryDelay: 300 },
      'retryDelay is 300, which is not a duration; write { minutes: 5 }, "PT5M" or a Temporal.Duration',
    ],
    [{ maxRetryDelay: "P1M" }, "maxRetryDelay is P1M; months and years vary, write it in days or less"],
    [
      { executionTimeout: "-PT1S" },
      "executionTimeout is -PT1S; it may not be negative; write it without the minus sign",
    ],
    [
      { triggerRule: "all_sucess" },
      'triggerRule is "all_sucess"; it must be one of all_success, all_failed, all_done, all_skipped, one_success, ' +
        "one_failed, one_done, none_failed, none_failed_min_one_success, none_skipped, always; " +
        'did you mean "all_success"?',
    ],
    [{ onRetry: 5 }, "onRetry is 5; it must be a function"],
    [
      { startDate: "soon" },
      'startDate is "soon", which is not a date; write "2019-01-01", "2019-01-01T05:00Z" or a Temporal object',
    ],
  ])("%j", (options, message) => {
    expect(refusalOf(() => echo(options))).toBe(`UsageError: ${here}: ${message}`);
  });

  test("a bad default, where a task takes it", () => {
    expect(refusalOf(() => echo({}, { ...byHand, defaultArgs: { retries: -1 } }))).toBe(
      `UsageError: ${here}: retries is -1; it must be a whole number, 0 or more`,
    );
  });

  test("an id that is none", () => {
    expect(refusalOf(() => echo({ taskId: "a b" }))).toMatch(
      /: task "a b": taskId is "a b"; it may have up to/,
    );
  });

  test("a task without a DAG", () => {
    const message =
      'UsageError: task "work": option "dag" is missing; write dag: …, the DAG that it belongs to';
    expect(refusalOf(() => echo({ dag: undefined }))).toBe(message);
    expect(refusalOf(() => echo({ dag: "dag" }))).toBe(message);
  });

  test("a wrong task does not join its DAG", () => {
    const dag = new DAG(byHand);
    expect(() => echo({ dag, retries: -1 })).toThrow("retries is -1");
    expect(dag.tasks).toEqual([]);
  });
});
