import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { simulatedClock } from "../clocks/simulated.ts";
import type { TaskContext } from "../context.ts";
import { chain, DAG } from "../dag.ts";
import type { DagOptions } from "../dag-options.ts";
import { inProcess } from "../executors/in-process.ts";
import { EmptyOperator } from "../operators/empty.ts";
import { FunctionOperator } from "../operators/function.ts";
import { FunctionSensor } from "../operators/sensor.ts";
import type { TaskOptions } from "../operators/task-options.ts";
import { memoryStore } from "../store/memory.ts";
import { leaseOf, ownerOf } from "../testing.ts";
import { Scheduler } from "./scheduler.ts";
import { describeDates, describeRuns, simulate } from "./testing.ts";

const daily = { dagId: "dag", schedule: "@daily", startDate: "2019-01-01", endDate: "2019-01-05" } as const;
const enabledAt = "2019-01-04T05:00Z";

function dagOf(options: DagOptions = daily, tasks: Record<string, Callable> = { work: () => {} }): DAG {
  const dag = new DAG(options);
  chain(...Object.entries(tasks).map(([taskId, task]) => functionOf(dag, taskId, task)));
  return dag;
}

type Callable = (() => unknown) | (Partial<TaskOptions> & { callable: (context: TaskContext) => unknown });

function functionOf(dag: DAG, taskId: string, task: Callable): FunctionOperator {
  return new FunctionOperator({ dag, taskId, ...(typeof task === "function" ? { callable: task } : task) });
}

const fail = () => {
  throw new Error("it broke");
};

describe("on schedule", () => {
  test("a DAG catches up at once, and then runs at the end of each interval", async () => {
    const { store, scheduler } = simulate(dagOf(), enabledAt);
    await scheduler.run({ until: "2019-01-07" });
    expect(describeRuns(store, "dag")).toEqual([
      "01-01 | 01-04T05:00 | success | work success 1",
      "01-02 | 01-04T05:00 | success | work success 1",
      "01-03 | 01-04T05:00 | success | work success 1",
      "01-04 | 01-05 | success | work success 1",
      "01-05 | 01-06 | success | work success 1",
    ]);
  });

  test("without catch-up only the latest complete interval is made up for", async () => {
    const { store, scheduler } = simulate(dagOf({ ...daily, catchup: false }), enabledAt);
    await scheduler.run({ until: "2019-01-07" });
    expect(describeDates(store, "dag")).toEqual(["01-03 | 01-04T05:00", "01-04 | 01-05", "01-05 | 01-06"]);
  });

  test("simulated time ends when nothing is to come any more", async () => {
    const { store, scheduler } = simulate(dagOf(), enabledAt);
    await scheduler.run();
    expect(store.listRuns({ dagId: "dag" })).toHaveLength(5);
  });

  test("no more runs are active than the DAG allows", async () => {
    let active = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++active);
      await wait(1);
      active--;
    };
    const { store, scheduler } = simulate(dagOf({ ...daily, maxActiveRuns: 2 }, { work }), "2019-01-09");
    await scheduler.run();
    expect(store.listRuns({ dagId: "dag", states: ["success"] })).toHaveLength(5);
    expect(most).toBe(2);
  });

  test("a catch-up of a thousand runs goes through", async () => {
    const dag = new DAG({ dagId: "dag", schedule: "@hourly", startDate: "2019-01-01" });
    chain(new EmptyOperator({ dag, taskId: "nothing" }));
    const { store, scheduler } = simulate(dag, "2019-02-11T16:00Z");
    await scheduler.run({ until: "2019-02-11T16:00Z" });
    expect(store.listRuns({ dagId: "dag", states: ["success"] })).toHaveLength(1000);
  });

  test("a run that was made by hand for that date is not made again", async () => {
    const { store, scheduler } = simulate(dagOf(), enabledAt);
    scheduler.trigger({ dagId: "dag", logicalDate: "2019-01-02" });
    await scheduler.run({ until: "2019-01-07" });
    expect(store.listRuns({ dagId: "dag" }).map((run) => run.runType)).toEqual([
      "scheduled",
      "manual",
      "scheduled",
      "scheduled",
      "scheduled",
    ]);
  });

  test("a later scheduler goes on where the earlier one ended", async () => {
    const store = memoryStore();
    const first = simulate(dagOf(), enabledAt, { store });
    await first.scheduler.run({ until: "2019-01-05" });
    await first.scheduler.close();
    const second = simulate(dagOf(), "2019-01-10", { store });
    await second.scheduler.run();
    expect(describeDates(store, "dag")).toEqual([
      "01-01 | 01-04T05:00",
      "01-02 | 01-04T05:00",
      "01-03 | 01-04T05:00",
      "01-04 | 01-05",
      "01-05 | 01-10",
    ]);
  });
});

describe("tasks", () => {
  test("run one after the other, and the next sees what the one before returned", async () => {
    const dag = new DAG({ ...daily, endDate: "2019-01-01" });
    const first = new FunctionOperator({ dag, taskId: "first", callable: ({ ds }) => ({ ds }) });
    const seen: unknown[] = [];
    const second = new FunctionOperator({
      dag,
      taskId: "second",
      callable: ({ ti }) => seen.push(ti.xcomPull("first")),
    });
    chain(first, second);
    await simulate(dag, enabledAt).scheduler.run();
    expect(seen).toEqual([{ ds: "2019-01-01" }]);
  });

  test("that fail are tried again after their delay, in simulated time", async () => {
    let tries = 0;
    const flaky = () => {
      if (++tries < 3) throw new Error("not now");
    };
    const options = { ...daily, endDate: "2019-01-01" } as const;
    const dag = dagOf(options, { work: { callable: flaky, retries: 2, retryDelay: { hours: 2 } } });
    const { store, scheduler } = simulate(dag, enabledAt);
    await scheduler.run();
    expect(describeRuns(store, "dag")).toEqual(["01-01 | 01-04T05:00 | success | work success 3"]);
    const attempts = store.listAttempts({ dagId: "dag", runId: "scheduled__2019-01-01T00:00:00+00:00" });
    const hours = attempts.map(({ startedAt, state }) => [
      new Temporal.Instant(BigInt(startedAt) * 1_000_000n).toString(),
      state,
    ]);
    expect(hours).toEqual([
      ["2019-01-04T05:00:00Z", "failed"],
      ["2019-01-04T07:00:00Z", "failed"],
      ["2019-01-04T09:00:00Z", "success"],
    ]);
  });

  test("never run more at once than their DAG allows, nor than there are slots", async () => {
    for (const [limits, expected] of [
      [{ maxActiveTasks: 3, slots: 16 }, 3],
      [{ maxActiveTasks: 16, slots: 2 }, 2],
    ] as const) {
      let active = 0;
      let most = 0;
      const dag = new DAG({ ...daily, endDate: "2019-01-01", maxActiveTasks: limits.maxActiveTasks });
      for (let index = 0; index < 10; index++) {
        functionOf(dag, `work_${index}`, async () => {
          most = Math.max(most, ++active);
          await wait(1);
          active--;
        });
      }
      const { store, scheduler } = simulate(dag, enabledAt, { executor: inProcess({ slots: limits.slots }) });
      await scheduler.run();
      expect(store.listRuns({ dagId: "dag", states: ["success"] })).toHaveLength(1);
      expect(most).toBe(expected);
    }
  });

  test("that are queued already count, whichever run is older", async () => {
    let active = 0;
    let most = 0;
    const limited = new DAG({ dagId: "limited", schedule: null, maxActiveTasks: 1 });
    functionOf(limited, "work", async () => {
      most = Math.max(most, ++active);
      await wait(1);
      active--;
    });
    const other = new DAG({ dagId: "other", schedule: null });
    functionOf(other, "keeps_a_slot", () => wait(1));
    functionOf(other, "asks_for_more", () => {
      scheduler.trigger({ dagId: "limited", logicalDate: "2019-01-01" });
    });
    const { store, scheduler } = simulate([limited, other], enabledAt, { executor: inProcess({ slots: 2 }) });
    scheduler.trigger({ dagId: "other", logicalDate: "2019-01-01" });
    scheduler.trigger({ dagId: "limited", logicalDate: "2019-01-02" });
    await scheduler.run();
    expect(store.listRuns({ dagId: "limited", states: ["success"] })).toHaveLength(2);
    expect(most).toBe(1);
  });

  test("wait as queued when there is no free slot, and as scheduled when their DAG has enough", async () => {
    const seen: string[] = [];
    const dag = new DAG({ ...daily, endDate: "2019-01-01", maxActiveTasks: 2 });
    for (const taskId of ["a", "b", "c"]) functionOf(dag, taskId, () => {});
    const { scheduler } = simulate(dag, enabledAt, {
      executor: inProcess({ slots: 1 }),
      onEvent: ({ taskId, state }) => seen.push(`${taskId ?? "run"} ${state}`),
    });
    await scheduler.run();
    const first = seen.indexOf("a success");
    expect(seen.slice(0, first)).toContain("b queued");
    expect(seen.slice(0, first)).not.toContain("c queued");
    expect(seen.at(-1)).toBe("run success");
  });

  test("of one instant are noted in plan order, whichever ends first", async () => {
    const events = async () => {
      const seen: string[] = [];
      const dag = new DAG({ ...daily, endDate: "2019-01-02" });
      const tasks = [5, 1, 3, 0, 2].map((delay) => functionOf(dag, `after_${delay}`, () => wait(delay * 3)));
      chain(
        tasks,
        functionOf(dag, "join", () => {}),
      );
      const onEvent = ({
        runId,
        taskId,
        state,
      }: {
        runId: string | null;
        taskId: string | null;
        state: string;
      }) => {
        seen.push(`${runId ?? ""} ${taskId ?? "run"} ${state}`);
      };
      await simulate(dag, enabledAt, { onEvent }).scheduler.run();
      return seen;
    };
    const first = await events();
    expect(await events()).toEqual(first);
    expect(
      first.filter(
        (event) => event.includes("-01T") && event.includes("after_") && event.endsWith("success"),
      ),
    ).toEqual([5, 1, 3, 0, 2].map((delay) => `scheduled__2019-01-01T00:00:00+00:00 after_${delay} success`));
  });
});

describe("a run by hand", () => {
  test("has the instant of its trigger as logical date, and the last complete interval", async () => {
    const { store, scheduler } = simulate(
      dagOf({ ...daily, endDate: "2019-02-01", catchup: false }),
      enabledAt,
    );
    const runId = scheduler.trigger({ dagId: "dag", conf: { why: "test" } });
    expect(runId).toBe("manual__2019-01-04T05:00:00+00:00");
    await scheduler.run({ until: enabledAt });
    expect(store.findRun({ dagId: "dag", runId })).toMatchObject({
      state: "success",
      conf: { why: "test" },
      logicalDate: Temporal.Instant.from(enabledAt).epochMilliseconds,
      dataIntervalStart: Temporal.Instant.from("2019-01-03T00:00Z").epochMilliseconds,
    });
  });

  test("after the end date is a success that ran nothing", async () => {
    const { store, scheduler } = simulate(dagOf(), "2019-01-20");
    const runId = scheduler.trigger({ dagId: "dag" });
    await scheduler.run({ until: "idle" });
    expect(store.findRun({ dagId: "dag", runId })).toMatchObject({ state: "success", tasks: {} });
  });

  test("several within a second get dates of their own", async () => {
    const { store, scheduler } = simulate(dagOf({ dagId: "dag", schedule: null }), enabledAt);
    const ids = [1, 2, 3].map(() => scheduler.trigger({ dagId: "dag" }));
    expect(ids[1]).toBe("manual__2019-01-04T05:00:00.001000+00:00");
    await scheduler.run({ until: "idle" });
    expect(store.listRuns({ dagId: "dag", states: ["success"] })).toHaveLength(3);
  });

  test.each([
    [{ count: 10n }, /conf\.count is the BigInt 10n, which JSON cannot keep/],
    [5 as unknown as object, /conf is 5; it must be an object/],
  ])("with a conf that cannot be kept is refused, and all goes on: case %#", async (conf, message) => {
    const { store, scheduler } = simulate(dagOf({ dagId: "dag", schedule: null }), enabledAt);
    expect(() => scheduler.trigger({ dagId: "dag", conf: conf as Record<string, unknown> })).toThrow(message);
    scheduler.trigger({ dagId: "dag" });
    await scheduler.run({ until: "idle" });
    expect(store.listRuns({ dagId: "dag", states: ["success"] })).toHaveLength(1);
  });

  test("several with ids of their own, too", async () => {
    const { store, scheduler } = simulate(dagOf({ dagId: "dag", schedule: null }), enabledAt);
    for (const runId of ["a", "b"]) scheduler.trigger({ dagId: "dag", runId });
    expect(() => scheduler.trigger({ dagId: "dag", runId: "a" })).toThrow(/has a run "a", or another of/);
    await scheduler.run({ until: "idle" });
    expect(store.listRuns({ dagId: "dag", states: ["success"] })).toHaveLength(2);
  });

  test.each([
    [{ runId: "my run" }, /runId "my run" is not acceptable; it may have letters/],
    [{ runId: "scheduled__x" }, /not begin with the name of another type of run/],
    [
      { logicalDate: "2019-01-04T06:00Z" },
      /is in the future \(it is 2019-01-04T05:00:00\+00:00 now\); name an earlier date/,
    ],
    [{ logicalDate: "tomorrow" }, /logicalDate is "tomorrow", which is not a date; write "2019-01-01"/],
    [{ logicalDate: "2019-01-02" }, /has a run .* already; clear that one, or name another date/],
  ])("with %j is refused", (options, message) => {
    const { scheduler } = simulate(dagOf({ dagId: "dag", schedule: null }), enabledAt);
    scheduler.trigger({ dagId: "dag", logicalDate: "2019-01-02" });
    expect(() => scheduler.trigger({ dagId: "dag", ...options })).toThrow(message);
  });

  test("of a DAG that is not there is refused, with the one that may be meant", () => {
    const { scheduler } = simulate(dagOf(), enabledAt);
    expect(() => scheduler.trigger({ dagId: "dga" })).toThrow('there is no DAG "dga"; did you mean "dag"?');
  });
});

describe("a backfill", () => {
  test("makes a run for each interval of a range, before the start date too, and leaves those that exist", async () => {
    const { store, scheduler } = simulate(dagOf({ ...daily, startDate: "2019-01-03" }), enabledAt);
    await scheduler.run({ until: enabledAt });
    const made = scheduler.backfill({ dagId: "dag", from: "2019-01-01", to: "2019-01-04" });
    expect(made).toEqual(["01", "02", "04"].map((day) => `backfill__2019-01-${day}T00:00:00+00:00`));
    await scheduler.run();
    expect(store.listRuns({ dagId: "dag" }).map((run) => `${run.runType} ${run.state}`)).toEqual([
      "backfill success",
      "backfill success",
      "scheduled success",
      "backfill success",
      "scheduled success",
    ]);
  });

  test("beyond the end date makes runs that cannot run anything, and fail", async () => {
    const { store, scheduler } = simulate(dagOf(), "2019-01-20");
    scheduler.backfill({ dagId: "dag", from: "2019-01-06" });
    await scheduler.run({ until: "idle" });
    expect(describeRuns(store, "dag").at(-1)).toBe("01-06 | 01-20 | failed | work none 0");
  });

  test("runs while its DAG is paused", async () => {
    const { store, scheduler } = simulate(dagOf(), enabledAt);
    scheduler.pause({ dagId: "dag" });
    scheduler.backfill({ dagId: "dag", from: "2019-01-01", to: "2019-01-02" });
    await scheduler.run();
    expect(store.listRuns({ dagId: "dag", states: ["success"] })).toHaveLength(2);
  });

  test("moves the schedule on when it goes ahead of it", async () => {
    const { store, scheduler } = simulate(dagOf(), "2019-01-01");
    scheduler.backfill({ dagId: "dag", from: "2019-01-03" });
    await scheduler.run();
    expect(store.listRuns({ dagId: "dag" }).map((run) => run.runId)).toEqual([
      "backfill__2019-01-03T00:00:00+00:00",
      "scheduled__2019-01-04T00:00:00+00:00",
      "scheduled__2019-01-05T00:00:00+00:00",
    ]);
  });

  test("of a range without an interval, or without a range, is refused", () => {
    const { scheduler } = simulate(dagOf(), enabledAt);
    const within = { from: "2019-01-01T01:00Z", to: "2019-01-01T02:00Z" };
    expect(() => scheduler.backfill({ dagId: "dag", ...within })).toThrow(
      /no interval .* starts in .*; name another range/,
    );
    expect(() => scheduler.backfill({ dagId: "dag" })).toThrow(/a backfill needs a range; write from:/);
  });
});

describe("a paused DAG", () => {
  test("makes no runs until it goes on, and then those it has missed", async () => {
    const { store, scheduler } = simulate(dagOf(), enabledAt);
    scheduler.pause({ dagId: "dag" });
    await scheduler.run({ until: "2019-01-05T12:00Z" });
    expect(store.listRuns({ dagId: "dag" })).toEqual([]);
    scheduler.unpause({ dagId: "dag" });
    await scheduler.run();
    expect(describeDates(store, "dag")).toEqual([
      "01-01 | 01-05T12:00",
      "01-02 | 01-05T12:00",
      "01-03 | 01-05T12:00",
      "01-04 | 01-05T12:00",
      "01-05 | 01-06",
    ]);
  });

  test("lets what runs run on, and starts no other task, nor a run by hand", async () => {
    const second: string[] = [];
    let scheduler: Scheduler | undefined;
    const dag = dagOf(
      { ...daily, endDate: "2019-01-01" },
      {
        first: () => scheduler?.pause({ dagId: "dag" }),
        second: () => second.push("ran"),
      },
    );
    const simulation = simulate(dag, enabledAt);
    scheduler = simulation.scheduler;
    await scheduler.run({ until: "2019-01-05" });
    expect(describeRuns(simulation.store, "dag")).toEqual([
      "01-01 | 01-04T05:00 | running | first success 1 | second scheduled 1",
    ]);
    scheduler.trigger({ dagId: "dag", logicalDate: "2019-01-01T12:00Z" });
    await scheduler.run({ until: "2019-01-05" });
    expect(second).toEqual([]);
    scheduler.unpause({ dagId: "dag" });
    await scheduler.run();
    expect(second).toHaveLength(1);
  });

  test("is still paused for the next scheduler", async () => {
    const store = memoryStore();
    const first = simulate(dagOf(), enabledAt, { store });
    first.scheduler.pause({ dagId: "dag" });
    await first.scheduler.close();
    const second = simulate(dagOf(), enabledAt, { store });
    await second.scheduler.run();
    expect(store.listRuns({ dagId: "dag" })).toEqual([]);
    expect(store.listEvents({ after: 0, limit: 9 }).map(({ state }) => state)).toEqual(["paused"]);
  });
});

describe("dependsOnPast", () => {
  const failOn = (day: string) => {
    let isMended = false;
    const dag = new DAG({ ...daily, defaultArgs: { dependsOnPast: true } });
    const work = new FunctionOperator({
      dag,
      taskId: "work",
      callable({ ds }) {
        if (ds === day && !isMended) throw new Error("bad day");
      },
    });
    return { dag: ownerOf(work), mend: () => (isMended = true) };
  };

  test("lets a run wait for the one before it, for ever if that one fails", async () => {
    const { store, scheduler } = simulate(failOn("2019-01-02").dag, enabledAt);
    await scheduler.run({ until: "2019-01-07" });
    expect(describeRuns(store, "dag")).toEqual([
      "01-01 | 01-04T05:00 | success | work success 1",
      "01-02 | 01-04T05:00 | failed | work failed 1",
      "01-03 | 01-04T05:00 | running | work none 0",
      "01-04 | 01-05 | running | work none 0",
      "01-05 | 01-06 | running | work none 0",
    ]);
  });

  test("and all go on when it is cleared and succeeds", async () => {
    const { dag, mend } = failOn("2019-01-02");
    const { store, scheduler } = simulate(dag, enabledAt);
    await scheduler.run({ until: "2019-01-07" });
    mend();
    scheduler.clear({ dagId: "dag", runId: "scheduled__2019-01-02T00:00:00+00:00" });
    await scheduler.run({ until: "idle" });
    expect(store.listRuns({ dagId: "dag", states: ["success"] })).toHaveLength(5);
  });

  test.each([
    [true, "success"],
    [false, "running"],
  ])("with catchup %s, leaves the run after a failed one by hand %s", async (catchup, state) => {
    const options = { ...daily, endDate: "2019-01-02", catchup, defaultArgs: { dependsOnPast: true } };
    const dag = new DAG(options);
    const callable = ({ runId }: TaskContext) => (runId.startsWith("manual") ? fail() : null);
    const work = new FunctionOperator({ dag, taskId: "work", callable });
    const { store, scheduler } = simulate(ownerOf(work), "2019-01-02T12:00Z");
    scheduler.trigger({ dagId: "dag", logicalDate: "2019-01-01T12:00Z" });
    await scheduler.run({ until: "2019-01-03" });
    expect(store.findRun({ dagId: "dag", runId: "scheduled__2019-01-02T00:00:00+00:00" })).toMatchObject({
      state,
    });
  });

  test("does not hold the first run of a backfill", async () => {
    const { store, scheduler } = simulate(failOn("2019-01-01").dag, "2019-01-02");
    await scheduler.run({ until: "2019-01-02" });
    scheduler.backfill({ dagId: "dag", from: "2019-01-02", to: "2019-01-03" });
    await scheduler.run({ until: "idle" });
    expect(describeRuns(store, "dag").map((line) => line.split(" | ")[2])).toEqual([
      "failed",
      "success",
      "success",
    ]);
  });
});

describe("by hand", () => {
  const runId = "scheduled__2019-01-01T00:00:00+00:00";
  const oneDay = { ...daily, endDate: "2019-01-01" } as const;

  test("a failed run is cleared, and runs again with its interval", async () => {
    let isMended = false;
    const dag = dagOf(oneDay, { first: () => (isMended ? 1 : fail()), second: () => {} });
    const { store, scheduler } = simulate(dag, enabledAt);
    await scheduler.run();
    expect(describeRuns(store, "dag")).toEqual([
      "01-01 | 01-04T05:00 | failed | first failed 1 | second upstream_failed 0",
    ]);
    isMended = true;
    scheduler.clear({ dagId: "dag", runId, taskIds: ["first"], downstream: true });
    await scheduler.run();
    expect(describeRuns(store, "dag")).toEqual([
      "01-01 | 01-04T05:00 | success | first success 2 | second success 1",
    ]);
  });

  test("a failed task is marked a success, and what had failed for it runs", async () => {
    const { store, scheduler } = simulate(dagOf(oneDay, { first: fail, second: () => {} }), enabledAt);
    await scheduler.run();
    scheduler.markTask({ dagId: "dag", runId, taskId: "first", state: "success" });
    await scheduler.run();
    expect(describeRuns(store, "dag")).toEqual([
      "01-01 | 01-04T05:00 | success | first success 1 | second success 1",
    ]);
  });

  test("a running run is cancelled: what runs hears of it, and the rest is skipped", async () => {
    let isAborted = false;
    const dag = new DAG(oneDay);
    const slow = new FunctionOperator({
      dag,
      taskId: "slow",
      callable: ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener("abort", () => {
            isAborted = true;
            reject(new Error("stopped"));
          });
          scheduler.cancel({ dagId: "dag", runId });
        }),
    });
    chain(
      slow,
      functionOf(dag, "next", () => {}),
    );
    const { store, scheduler } = simulate(dag, enabledAt);
    await scheduler.run();
    expect(isAborted).toBe(true);
    expect(describeRuns(store, "dag")).toEqual([
      "01-01 | 01-04T05:00 | failed | next skipped 0 | slow failed 1",
    ]);
    const [attempt] = store.listAttempts({ dagId: "dag", runId });
    expect(attempt).toMatchObject({
      state: "failed",
      error: expect.stringMatching(/^was stopped: .* has ended$/) as string,
    });
    expect(attempt?.finishedAt).not.toBeNull();
  });

  test("a queued run is cancelled before it starts", async () => {
    const { store, scheduler } = simulate(dagOf({ ...daily, schedule: null }), enabledAt);
    const queued = scheduler.trigger({ dagId: "dag" });
    scheduler.cancel({ dagId: "dag", runId: queued });
    await scheduler.run();
    expect(describeRuns(store, "dag")).toEqual(["01-04T05:00 | 01-04T05:00 | failed | work skipped 0"]);
  });

  test("a run is marked a success", async () => {
    const { store, scheduler } = simulate(dagOf(oneDay, { work: fail }), enabledAt);
    await scheduler.run();
    scheduler.markRun({ dagId: "dag", runId, state: "success" });
    expect(describeRuns(store, "dag")).toEqual(["01-01 | 01-04T05:00 | success | work success 1"]);
  });

  test("what is not there is refused", () => {
    const { scheduler } = simulate(dagOf(), enabledAt);
    expect(() => scheduler.clear({ dagId: "dag", runId: "nope" })).toThrow('DAG "dag" has no run "nope"');
    scheduler.trigger({ dagId: "dag", runId: "mine" });
    const typo = { dagId: "dag", runId: "mine", taskId: "wrok", state: "success" } as const;
    expect(() => scheduler.markTask(typo)).toThrow('DAG "dag" has no task "wrok"; did you mean "work"?');
  });

  test("so is a state for a task that the run does not have", () => {
    const dag = new DAG({ dagId: "dag", schedule: null, endDate: "2018-12-31" });
    chain(new FunctionOperator({ dag, taskId: "work", callable: () => {} }));
    const { scheduler } = simulate(dag, "2019-01-01");
    scheduler.trigger({ dagId: "dag", runId: "mine" });
    const left = { dagId: "dag", runId: "mine", taskId: "work", state: "success" } as const;
    expect(() => scheduler.markTask(left)).toThrow(
      'run "mine" of DAG "dag" has no task "work": its startDate or endDate leaves it out',
    );
  });
});

describe("callbacks", () => {
  test("hear how tasks and runs have ended, and what they throw changes nothing", async () => {
    const heard: string[] = [];
    const note =
      (name: string) =>
      ({ ds, exception }: { ds: string; exception?: Error }) => {
        heard.push(`${name} ${ds} ${exception?.message ?? ""}`.trim());
        throw new Error("a callback's own trouble");
      };
    const dag = new DAG({
      ...daily,
      endDate: "2019-01-02",
      onSuccess: ({ ds, reason }) => heard.push(`run ${ds} ${reason}`),
      onFailure: ({ ds, reason }) => heard.push(`run ${ds} ${reason}`),
      defaultArgs: {
        onExecute: note("execute"),
        onSuccess: note("success"),
        onFailure: note("failure"),
        onRetry: note("retry"),
      },
    });
    const work = new FunctionOperator({
      dag,
      taskId: "work",
      retries: 1,
      callable({ ds }) {
        if (ds === "2019-01-02") throw new Error("bad day");
      },
    });
    await simulate(ownerOf(work), enabledAt).scheduler.run();
    expect(heard.toSorted()).toEqual([
      "execute 2019-01-01",
      "execute 2019-01-02",
      "execute 2019-01-02",
      expect.stringMatching(/^failure 2019-01-02 bad day/),
      expect.stringMatching(/^retry 2019-01-02 bad day/),
      "run 2019-01-01 success",
      "run 2019-01-02 task_failure",
      "success 2019-01-01",
    ]);
  });
});

describe("sensors", () => {
  test("look again in simulated time, until they see or their time is up", async () => {
    const looks: string[] = [];
    const dag = new DAG({ ...daily, endDate: "2019-01-01" });
    const sensor = new FunctionSensor({
      dag,
      taskId: "wait",
      pokeInterval: { minutes: 10 },
      callable({ now }) {
        looks.push(now().toPlainTime().toString());
        return looks.length === 4;
      },
    });
    const { store, scheduler } = simulate(ownerOf(sensor), enabledAt);
    await scheduler.run();
    expect(looks).toEqual(["05:00:00", "05:10:00", "05:20:00", "05:30:00"]);
    expect(describeRuns(store, "dag")).toEqual(["01-01 | 01-04T05:00 | success | wait success 1"]);
    const [attempt, ...others] = store.listAttempts({
      dagId: "dag",
      runId: "scheduled__2019-01-01T00:00:00+00:00",
    });
    expect(others).toEqual([]);
    expect((attempt?.finishedAt ?? 0) - (attempt?.startedAt ?? 0)).toBe(30 * 60_000);
  });

  test.each([
    ["poke", "work none 0"],
    ["reschedule", "work success 1"],
  ] as const)("in %s mode, with one slot for all, leave another task at %s", async (mode, expected) => {
    const dag = new DAG({ ...daily, endDate: "2019-01-01" });
    const never = new FunctionSensor({ dag, taskId: "wait", mode, callable: () => false });
    functionOf(ownerOf(never), "work", () => {});
    const { store, scheduler } = simulate(dag, enabledAt, { executor: inProcess({ slots: 1 }) });
    await scheduler.run({ until: "2019-01-04T08:00Z" });
    expect(describeRuns(store, "dag")[0]).toContain(mode === "poke" ? "work queued 1" : expected);
  });
});

describe("one store", () => {
  test("gives each attempt a fencing token that is larger than all before, by whichever scheduler", async () => {
    const store = memoryStore();
    const tokens: number[] = [];
    let isBroken = true;
    const work = ({ ti }: TaskContext) => {
      tokens.push(ti.fencingToken);
      if (isBroken) throw new Error("broken");
    };
    const dagWith = (...taskIds: string[]) => {
      const dag = new DAG({ ...daily, endDate: "2019-01-01" });
      const own = { callable: work, retries: 1, retryDelay: { minutes: 1 } };
      for (const taskId of taskIds) functionOf(dag, taskId, own);
      return dag;
    };
    const first = simulate(dagWith("work"), enabledAt, { store });
    await first.scheduler.run();
    await first.scheduler.close();
    isBroken = false;
    const second = simulate(dagWith("work", "more"), enabledAt, { store });
    second.scheduler.clear({ dagId: "dag", runId: "scheduled__2019-01-01T00:00:00+00:00" });
    await second.scheduler.run();
    expect(tokens).toHaveLength(4);
    expect(tokens).toEqual([...new Set(tokens)].toSorted((a, b) => a - b));
    expect(tokens.at(-1)).toBeLessThanOrEqual(store.lastEventId());
  });

  test("has one scheduler: a second one is refused while the first is there", async () => {
    const store = memoryStore();
    const first = simulate(dagOf(), enabledAt, { store });
    expect(() => simulate(dagOf(), enabledAt, { store })).toThrow(
      /another scheduler \(process \d+ on .*\) works on this store; stop it/,
    );
    await first.scheduler.close();
    expect(() => simulate(dagOf(), enabledAt, { store })).not.toThrow();
  });

  test("that another scheduler has taken over gets nothing more from the first", async () => {
    const store = memoryStore();
    const work = () => {
      store.takeLease(leaseOf("other"), () => false);
    };
    const { scheduler } = simulate(dagOf(daily, { work }), enabledAt, { store });
    await expect(scheduler.run()).rejects.toThrow("another scheduler has taken this store over");
    expect(store.listRuns({ dagId: "dag", states: ["success"] })).toEqual([]);
  });

  test("keeps what has ended when a scheduler is stopped, and the next one tries again what was under way", async () => {
    const store = memoryStore();
    const stop = new AbortController();
    const ran: string[] = [];
    const build = (isSlow: boolean) =>
      dagOf(
        { ...daily, endDate: "2019-01-01" },
        {
          first: () => ran.push("first"),
          second: {
            retries: 1,
            callable: () => {
              ran.push("second");
              if (isSlow) stop.abort();
              return isSlow ? new Promise(() => {}) : null;
            },
          },
        },
      );
    const first = simulate(build(true), enabledAt, { store });
    await first.scheduler.run({ signal: stop.signal });
    await first.scheduler.close();
    expect(describeRuns(store, "dag")).toEqual([
      "01-01 | 01-04T05:00 | running | first success 1 | second running 1",
    ]);

    const second = simulate(build(false), "2019-01-04T06:00Z", { store });
    await second.scheduler.run();
    expect(ran).toEqual(["first", "second", "second"]);
    expect(describeRuns(store, "dag")).toEqual([
      "01-01 | 01-04T05:00 | success | first success 1 | second success 2",
    ]);
    const attempts = store.listAttempts({ dagId: "dag", runId: "scheduled__2019-01-01T00:00:00+00:00" });
    expect(attempts.map(({ taskId, state, error }) => [taskId, state, error])).toEqual([
      ["first", "success", null],
      ["second", "failed", "the process that ran it is gone"],
      ["second", "success", null],
    ]);
  });

  test("keeps a run that its DAG, edited since, no longer knows in full", async () => {
    const store = memoryStore();
    const options = { ...daily, endDate: "2019-01-01" } as const;
    const stop = new AbortController();
    const first = simulate(dagOf(options, { old: () => {}, slow: () => stop.abort() }), enabledAt, { store });
    await first.scheduler.run({ signal: stop.signal });
    await first.scheduler.close();
    const ran: string[] = [];
    const edited = dagOf(options, { slow: () => {}, fresh: () => {} });
    functionOf(edited, "root", () => ran.push("root"));
    const second = simulate(edited, enabledAt, { store });
    await second.scheduler.run();
    expect(ran).toEqual(["root"]);
    expect(describeRuns(store, "dag")[0]).toMatch(
      /\| failed \| fresh upstream_failed 0 \| old removed 1 \| root success 1 \| slow failed 1$/,
    );
  });
});

test("DAGs with the same id are refused, and so is none", () => {
  expect(() => simulate([dagOf(), dagOf()], enabledAt)).toThrow(
    /are both DAG "dag"; give one of them a different dagId/,
  );
  expect(() => new Scheduler({ dags: [], clock: simulatedClock({ from: enabledAt }) })).toThrow(
    "at least one DAG",
  );
});
