import { describe, expect, test } from "vitest";
import { displayPath } from "@daglings/words";
import type { RunState } from "../core/states.ts";
import { DAG } from "../dag.ts";
import { simulate, describeRuns } from "../scheduler/testing.ts";
import { memoryStore } from "../store/memory.ts";
import { refusalOf } from "@daglings/words/testing";
import { attempt, byHand, commitTo, ownerOf, failureOf, keepRun, orderOf } from "../testing.ts";
import { FunctionOperator } from "./function.ts";
import { TriggerDagOperator, type TriggerDagOptions } from "./trigger-dag.ts";

const here = `${displayPath(import.meta.filename)}: task "trigger"`;

const trigger = (options: Partial<TriggerDagOptions> = {}) =>
  new TriggerDagOperator({ dag: new DAG(byHand), taskId: "trigger", triggerDagId: "other", ...options });

function otherDag(callable: () => unknown = () => {}): DAG {
  return ownerOf(
    new FunctionOperator({ dag: new DAG({ ...byHand, dagId: "other" }), taskId: "work", callable }),
  );
}

function storeWithOther() {
  const store = memoryStore();
  const dag = otherDag();
  commitTo(store, {
    dags: [{ dagId: "other", paused: false, file: null, schedule: "none", plan: dag.plan }],
  });
  return { store, dag };
}

describe("it asks for a run", () => {
  const now = { dagId: "other", runId: null, logicalDate: null, conf: {} };

  test("of now, with an id after its date, unless it is describeRuns another", async () => {
    const { outcome, triggers, xcoms, lines } = await attempt(trigger(), storeWithOther());
    expect(outcome).toEqual({ type: "success" });
    expect(triggers).toEqual([{ ...now, whenTaken: "fail", xcomKey: "trigger_run_id" }]);
    expect(xcoms).toEqual({});
    expect(lines).toEqual(["Triggering a run of DAG other"]);
  });

  test("as its templates say", async () => {
    const options = {
      triggerDagId: "{{ 'oth' }}er",
      triggerRunId: "after_{{ ds_nodash }}",
      logicalDate: "{{ ds }}T05:00Z",
      conf: { day: "{{ ds }}", count: 5 },
    };
    const { triggers } = await attempt(trigger(options), storeWithOther());
    const logicalDate = Temporal.Instant.from("2019-01-01T05:00Z").epochMilliseconds;
    expect(triggers).toMatchObject([
      { dagId: "other", runId: "after_20190101", logicalDate, conf: { day: "2019-01-01", count: 5 } },
    ]);
  });

  test.each([
    [{ triggerDagId: "othr" }, 'triggerDagId "othr" is not a DAG of this scheduler'],
    [
      { triggerRunId: "run of 2019-01-01T00:00Z" },
      'DAG "other" has a run "run of 2019-01-01T00:00Z" already; give another triggerRunId',
    ],
    [
      { logicalDate: "soon" },
      'logicalDate is "soon", which is not a date; write "2019-01-01", "2019-01-01T05:00Z" or a Temporal object',
    ],
  ])("and fails if it cannot be: %j", async (options, message) => {
    const { store, dag } = storeWithOther();
    keepRun(store, dag, { date: "2019-01-01T00:00Z" });
    expect(await failureOf(trigger(options), { store })).toBe(`${here}: ${message}`);
  });
});

describe("it may wait for the end of the run", () => {
  const waiting = { waitForCompletion: true };

  test("and says 'not yet' when it has asked for it", async () => {
    const { outcome, triggers } = await attempt(trigger(waiting), storeWithOther());
    expect(outcome).toEqual({ type: "not yet" });
    expect(triggers).toHaveLength(1);
  });

  test.each([
    ["queued", "not yet"],
    ["running", "not yet"],
    ["success", "success"],
    ["failed", "failed"],
  ] satisfies [RunState, string][])("and where that is %s its next look is: %s", async (state, type) => {
    const { store, dag } = storeWithOther();
    const { runId } = keepRun(store, dag, { date: "2019-01-01T00:00Z", state });
    const task = trigger(waiting);
    const { dagId, runId: own, taskId } = orderOf(task);
    commitTo(store, { xcoms: [{ dagId, runId: own, taskId, values: { trigger_run_id: runId } }] });
    const { outcome, triggers } = await attempt(task, { store });
    expect(outcome.type).toBe(type);
    expect(triggers).toEqual([]); // it is not asked for again
  });
});

describe("in simulated time", () => {
  async function play(callable: () => unknown, options: Partial<TriggerDagOptions> = {}) {
    const dag = ownerOf(trigger(options));
    const { store, scheduler } = simulate([dag, otherDag(callable)], "2019-01-01");
    const runId = scheduler.trigger({ dagId: "dag" });
    await scheduler.run();
    return { store, runId };
  }

  test("the run is made, describeRuns its conf, and remembered", async () => {
    const { store, runId } = await play(() => {}, { conf: { day: "{{ds}}" } });
    expect(describeRuns(store, "other")).toEqual(["01-01 | 01-01 | success | work success 1"]);
    const [made] = store.listRuns({ dagId: "other" });
    expect(made).toMatchObject({ runType: "manual", conf: { day: "2019-01-01" } });
    const pulled = store.findXCom({ dagId: "dag", runId, taskId: "trigger", key: "trigger_run_id" });
    expect(pulled?.value).toBe(made?.runId);
  });

  test.each([
    [{ logicalDate: "2019-01-02" }, /logicalDate 2019-01-02T00:00:00\+00:00 is in the future/],
    [{ triggerRunId: "my run" }, /runId "my run" is not acceptable; it may have letters/],
    [{ conf: { count: 10n } }, /task "trigger": conf\.count is the BigInt 10n, which JSON cannot keep/],
    [{ triggerDagId: "othr" }, /triggerDagId "othr" is not a DAG of this scheduler/],
  ])(
    "what cannot be had is the failure of the task, and of nothing else: case %#",
    async (options, error) => {
      const { store, runId } = await play(() => {}, options);
      expect(describeRuns(store, "dag")).toEqual(["01-01 | 01-01 | failed | trigger failed 1"]);
      expect(describeRuns(store, "other")).toEqual([]);
      expect(store.listAttempts({ dagId: "dag", runId })[0]?.error).toMatch(error);
    },
  );

  async function playTwice(options: Partial<TriggerDagOptions>) {
    const dag = ownerOf(trigger({ logicalDate: "{{ ts }}", ...options }));
    const { store, scheduler } = simulate([dag, otherDag()], "2019-01-01");
    const runId = scheduler.trigger({ dagId: "dag" });
    await scheduler.run();
    scheduler.clear({ dagId: "dag", runId });
    await scheduler.run();
    const attempts = store.listAttempts({ dagId: "dag", runId });
    return { states: [...describeRuns(store, "dag"), ...describeRuns(store, "other")], attempts };
  }

  test("a run of its date that is there already is its failure", async () => {
    const { states, attempts } = await playTwice({});
    expect(states).toEqual([
      "01-01 | 01-01 | failed | trigger failed 2",
      "01-01 | 01-01 | success | work success 1",
    ]);
    expect(attempts[1]?.error).toMatch(
      /DAG "other" has a run "manual__2019-01-01T00:00:00\+00:00", or another/,
    );
  });

  test("or runs again, with resetDagRun", async () => {
    const { states } = await playTwice({ resetDagRun: true });
    expect(states).toEqual([
      "01-01 | 01-01 | success | trigger success 2",
      "01-01 | 01-01 | success | work success 2",
    ]);
  });

  test("or lets it be skipped, with skipWhenAlreadyExists", async () => {
    const { states } = await playTwice({ skipWhenAlreadyExists: true });
    expect(states).toEqual([
      "01-01 | 01-01 | success | trigger skipped 2",
      "01-01 | 01-01 | success | work success 1",
    ]);
  });

  test("it ends as the run ends that it has waited for", async () => {
    const fails = () => {
      throw new Error("it broke");
    };
    const waiting = { waitForCompletion: true, pokeInterval: { minutes: 5 } };
    expect(describeRuns((await play(() => {}, waiting)).store, "dag")).toEqual([
      "01-01 | 01-01 | success | trigger success 1",
    ]);
    expect(describeRuns((await play(fails, waiting)).store, "dag")).toEqual([
      "01-01 | 01-01 | failed | trigger failed 1",
    ]);
  });
});

describe("refused is", () => {
  test.each([
    [{ triggerDagId: "" }, 'triggerDagId is ""; it must be a text'],
    [
      { wait_for_completion: true },
      'option "wait_for_completion" is called "waitForCompletion" here; write waitForCompletion: …',
    ],
    [
      { pokeInterval: "-PT1M" },
      "pokeInterval is -PT1M; it may not be negative; write it without the minus sign",
    ],
  ])("%j", (options, message) => {
    expect(refusalOf(() => trigger(options as object))).toBe(`UsageError: ${here}: ${message}`);
  });

  test("a task without a DAG", () => {
    expect(refusalOf(() => trigger({ dag: undefined } as object))).toBe(
      'UsageError: task "trigger": option "dag" is missing; write dag: …, the DAG that it belongs to',
    );
  });
});
