import { describe, expect, test } from "vitest";
import { displayPath } from "@daglings/words";
import { chain, DAG } from "../dag.ts";
import { NonRetryableError, SkipError, TimeoutError } from "../errors.ts";
import { inProcess } from "../executors/in-process.ts";
import { simulate } from "../scheduler/testing.ts";
import { refusalOf } from "@daglings/words/testing";
import { attempt, byHand, ownerOf } from "../testing.ts";
import { EmptyOperator } from "./empty.ts";
import { FunctionSensor, type SensorOptions } from "./sensor.ts";
import { ShortCircuitOperator } from "./short-circuit.ts";

const here = `${displayPath(import.meta.filename)}: task "wait"`;

const sensor = (look: () => unknown, options: SensorOptions = {}) =>
  new FunctionSensor({ dag: new DAG(byHand), taskId: "wait", callable: look, ...options });

const throws = (error: Error) => () => {
  throw error;
};

describe("a look", () => {
  test.each([true, "seen", 1, Promise.resolve({})])(
    "that gives %j ends the waiting, without a result",
    async (seen) => {
      const { outcome, xcoms, lines } = await attempt(sensor(() => seen));
      expect(outcome).toEqual({ type: "success" });
      expect(xcoms).toEqual({});
      expect(lines).toEqual(["Seen"]);
    },
  );

  test.each([false, "", 0, null, undefined, Promise.resolve(false)])(
    "that gives %j is to be repeated",
    async (seen) => {
      const { outcome, lines } = await attempt(sensor(() => seen));
      expect(outcome).toEqual({ type: "not yet" });
      expect(lines).toEqual(["Not yet"]);
    },
  );

  test("may have a result, which counts when the waiting is over", async () => {
    const seen = await attempt(sensor(() => ({ isDone: true, xcomValue: [1, 2] })));
    expect(seen).toMatchObject({ outcome: { type: "success" }, xcoms: { return_value: [1, 2] } });
    const unseen = await attempt(sensor(() => ({ isDone: false, xcomValue: [1, 2] })));
    expect(unseen).toMatchObject({ outcome: { type: "not yet" }, xcoms: {} });
    expect((await attempt(sensor(() => ({ isDone: true })))).xcoms).toEqual({});
  });

  test("gets its arguments, rendered", async () => {
    const task = new FunctionSensor({
      dag: new DAG(byHand),
      taskId: "wait",
      opArgs: ["{{ds}}"],
      opKwargs: { path: "{{ds}}.csv" },
      callable: (day, { path, ds }) => ({ isDone: true, xcomValue: [day, path, ds] }),
    });
    expect((await attempt(task)).xcoms).toEqual({
      return_value: ["2019-01-01", "2019-01-01.csv", "2019-01-01"],
    });
  });

  test("that fails, fails the task, which may be tried again", async () => {
    const { outcome } = await attempt(sensor(throws(new Error("no connection"))));
    expect(outcome).toMatchObject({ type: "failed", mayRetry: true });
  });
});

describe("a soft sensor", () => {
  test.each([
    [new NonRetryableError("no use"), "skipped"],
    [new TimeoutError("too slow"), "skipped"],
    [new SkipError("not today"), "skipped"],
    [new Error("no connection"), "failed"], // anything else is still a failure
  ])("after %s is %s", async (error, type) => {
    expect((await attempt(sensor(throws(error), { softFail: true }))).outcome.type).toBe(type);
  });

  test("is the only one that makes a skip of it", async () => {
    expect((await attempt(sensor(throws(new NonRetryableError("no use"))))).outcome).toMatchObject({
      type: "failed",
      mayRetry: false,
    });
  });
});

describe("in simulated time", () => {
  async function looksOf(options: SensorOptions & { retries?: number }) {
    const looks: string[] = [];
    const dag = new DAG({ ...byHand, defaultArgs: { retryDelay: { minutes: 1 } } });
    const task = new FunctionSensor({
      dag,
      taskId: "wait",
      callable({ now }) {
        looks.push(now().toPlainTime().toString().slice(0, 5));
        return false;
      },
      ...options,
    });
    const { store, scheduler } = simulate(ownerOf(task), "2019-01-01", { executor: inProcess() });
    const runId = scheduler.trigger({ dagId: "dag" });
    await scheduler.run();
    const { state, tryNumber } = store.findRun({ dagId: "dag", runId })?.tasks["wait"] ?? {};
    return { looks, state, tryNumber };
  }
  const quarterly = { pokeInterval: { minutes: 15 }, timeout: { minutes: 40 } };

  test.each(["poke", "reschedule"] as const)(
    "%s: a sensor whose time is up fails, without another try",
    async (mode) => {
      expect(await looksOf({ ...quarterly, mode, retries: 3 })).toEqual({
        looks: ["00:00", "00:15", "00:30", "00:45"],
        state: "failed",
        tryNumber: 1,
      });
    },
  );

  test("a soft one is skipped", async () => {
    expect(await looksOf({ ...quarterly, softFail: true })).toMatchObject({ state: "skipped" });
  });

  test("each wait is longer with exponential back-off, up to maxWait", async () => {
    const { looks } = await looksOf({
      pokeInterval: { minutes: 1 },
      timeout: { hours: 3 },
      exponentialBackoff: true,
      maxWait: { minutes: 30 },
    });
    const minutes = looks.map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
    const waits = minutes.slice(1).map((minute, index) => minute - (minutes[index] ?? 0));
    expect(waits.slice(0, 4)).toEqual(waits.slice(0, 4).toSorted((a, b) => a - b));
    expect(Math.max(...waits)).toBe(30);
    expect(looks.length).toBeLessThan(15);
  });
});

describe("the plan", () => {
  test("of a sensor that says nothing is Airflow's", () => {
    expect(sensor(() => true).plan.sensor).toEqual({
      mode: "poke",
      pokeInterval: 60_000,
      timeout: 7 * 86_400_000,
      softFail: false,
      exponentialBackoff: false,
      maxWait: null,
    });
  });

  test("has what it is told", () => {
    const options = { mode: "reschedule", softFail: true, exponentialBackoff: true } as const;
    const { plan } = sensor(() => true, {
      ...options,
      pokeInterval: "PT5S",
      timeout: "PT1M",
      maxWait: "PT9S",
    });
    expect(plan.sensor).toEqual({ ...options, pokeInterval: 5000, timeout: 60_000, maxWait: 9000 });
  });
});

describe("refused is", () => {
  test.each([
    [{ mode: "pole" }, 'mode is "pole"; it must be one of poke, reschedule; did you mean "poke"?'],
    [{ timeout: "-PT1S" }, "timeout is -PT1S; it may not be negative; write it without the minus sign"],
    [
      { pokeInterval: 60 },
      'pokeInterval is 60, which is not a duration; write { minutes: 5 }, "PT5M" or a Temporal.Duration',
    ],
    [{ maxWait: "P1M" }, "maxWait is P1M; months and years vary, write it in days or less"],
    [{ poke_interval: 60 }, 'option "poke_interval" is called "pokeInterval" here; write pokeInterval: …'],
    [{ callable: undefined }, 'option "callable" is missing; write callable() { … }'],
  ])("%j", (options, message) => {
    expect(refusalOf(() => sensor(() => true, options as SensorOptions))).toBe(
      `UsageError: ${here}: ${message}`,
    );
  });
});

test("a sensor that is skipped between two looks has ended its attempt", async () => {
  const dag = new DAG(byHand);
  const first = new EmptyOperator({ dag, taskId: "first" });
  const check = new ShortCircuitOperator({
    dag,
    taskId: "check",
    retries: 1,
    retryDelay: { seconds: 30 },
    callable({ ti }) {
      if (ti.tryNumber === 1) throw new Error("once");
      return false;
    },
  });
  const options = { mode: "reschedule", triggerRule: "one_success", callable: () => false } as const;
  chain([first, check], new FunctionSensor({ dag, taskId: "wait", ...options }));
  const { store, scheduler } = simulate(dag, "2019-01-01");
  const runId = scheduler.trigger({ dagId: "dag" });
  await scheduler.run({ until: "2019-01-01T01:00" });
  const run = store.findRun({ dagId: "dag", runId });
  expect(run).toMatchObject({ state: "success", tasks: { wait: { state: "skipped" } } });
  const attempts = store.listAttempts({ dagId: "dag", runId }).filter(({ taskId }) => taskId === "wait");
  expect(attempts).toMatchObject([{ state: "failed", finishedAt: run?.finishedAt }]);
});
