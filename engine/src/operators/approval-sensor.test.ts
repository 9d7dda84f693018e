import { describe, expect, test } from "vitest";
import { chain, DAG } from "../dag.ts";
import { describeRuns, simulate } from "../scheduler/testing.ts";
import type { Store } from "../ports.ts";
import { memoryStore } from "../store/memory.ts";
import { sqliteStore } from "../store/sqlite.ts";
import { byHand } from "../testing.ts";
import { refusalOf } from "@daglings/words/testing";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ApprovalSensor, type ApprovalSensorOptions } from "./approval-sensor.ts";
import { EmptyOperator } from "./empty.ts";

const start = "2019-01-01T00:00Z";

/** A task that waits for approval, one after it, and one after that which goes by its own rule. */
function asking(own: Partial<ApprovalSensorOptions<string>> = {}, store: Store = memoryStore()) {
  const dag = new DAG(byHand);
  const ask = new ApprovalSensor({ dag, taskId: "ask", subject: "Send {{ds}}?", ...own });
  chain(
    ask,
    new EmptyOperator({ dag, taskId: "send" }),
    new EmptyOperator({ dag, taskId: "tidy", triggerRule: "all_done" }),
  );
  const simulation = simulate(dag, start, { store });
  return { ...simulation, states: () => describeRuns(store, "dag")[0]?.replace(/^01-01 \| 01-01 \| /, "") };
}

describe("a task that waits for approval", () => {
  test("asks, waits without a look of its own, and goes on when somebody has said yes", async () => {
    const { scheduler, store, states } = asking();
    const runId = scheduler.trigger({ dagId: "dag" });
    await scheduler.run({ until: "2019-01-03T00:00Z" });
    expect(states()).toBe("running | ask up_for_reschedule 1 | send none 0 | tidy none 0");
    expect(scheduler.awaited()).toEqual([
      {
        dagId: "dag",
        runId,
        taskId: "ask",
        subject: "Send 2019-01-01?",
        since: Temporal.Instant.from(start).epochMilliseconds,
      },
    ]);
    const looks = () => store.listEvents({ after: 0, limit: 99 }).filter(({ state }) => state === "running");
    expect(looks().filter(({ taskId }) => taskId === "ask")).toHaveLength(1);

    scheduler.decide({
      dagId: "dag",
      runId,
      taskId: "ask",
      approved: true,
      by: "Carla",
      note: "looks right",
    });
    await scheduler.run({ until: "2019-01-03T00:00Z" });
    expect(states()).toBe("success | ask success 1 | send success 1 | tidy success 1");
    expect(store.findXCom({ dagId: "dag", runId, taskId: "ask", key: "return_value" })?.value).toEqual({
      approved: true,
      by: "Carla",
      note: "looks right",
    });
    expect(scheduler.awaited()).toEqual([]);
  });

  test.each([
    [{}, "success | ask success 1 | send skipped 0 | tidy success 1"],
    [{ failOnReject: true, retries: 2 }, "success | ask failed 1 | send upstream_failed 0 | tidy success 1"],
  ])("after a no, with %j, is in the end: %s", async (own, expected) => {
    const { scheduler, states } = asking(own);
    const runId = scheduler.trigger({ dagId: "dag" });
    await scheduler.run({ until: start });
    scheduler.decide({ dagId: "dag", runId, taskId: "ask", approved: false, by: "Carla" });
    await scheduler.run({ until: start });
    expect(states()).toBe(expected);
  });

  test.each([
    [{}, "ask failed 1"],
    [{ softFail: true }, "ask skipped 1"],
  ])("with %j, gives up when its time is over: %s", async (own, expected) => {
    const { scheduler, states } = asking({ timeout: { hours: 8 }, ...own });
    scheduler.trigger({ dagId: "dag" });
    await scheduler.run({ until: "2019-01-01T07:59Z" });
    expect(states()).toContain("ask up_for_reschedule 1");
    await scheduler.run({ until: "2019-01-01T08:01Z" });
    expect(states()).toContain(expected);
  });

  test("asks again when it is cleared", async () => {
    const { scheduler, states } = asking();
    const runId = scheduler.trigger({ dagId: "dag" });
    await scheduler.run({ until: start });
    scheduler.decide({ dagId: "dag", runId, taskId: "ask", approved: true, by: "Carla" });
    await scheduler.run({ until: start });
    scheduler.clear({ dagId: "dag", runId });
    await scheduler.run({ until: start });
    expect(states()).toContain("ask up_for_reschedule 2");
  });

  test("goes on after a crash, with what was decided before it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "daglings-approval-"));
    const store = sqliteStore(join(folder, "runs.db"));
    try {
      const first = asking({}, store);
      const runId = first.scheduler.trigger({ dagId: "dag" });
      await first.scheduler.run({ until: start });
      first.scheduler.decide({ dagId: "dag", runId, taskId: "ask", approved: true, by: "Carla" });
      await first.scheduler.close();
      const second = asking({}, store);
      await second.scheduler.run({ until: start });
      expect(second.states()).toContain("ask success 1");
      await second.scheduler.close();
    } finally {
      store.close();
      rmSync(folder, { recursive: true });
    }
  });
});

describe("a decision is refused", () => {
  test("about a task that asks nobody, and about one that does not wait", async () => {
    const { scheduler } = asking();
    const runId = scheduler.trigger({ dagId: "dag" });
    const decide = (taskId: string) => () =>
      scheduler.decide({ dagId: "dag", runId, taskId, approved: true, by: "Carla" });
    expect(refusalOf(decide("ask"))).toContain(
      `does not wait for approval in run "${runId}": it is none; pnpm dags approvals lists what does`,
    );
    await scheduler.run({ until: start });
    expect(refusalOf(decide("send"))).toContain("waits for nobody's approval; only an ApprovalSensor does");
    decide("ask")();
    expect(refusalOf(decide("ask"))).toContain("does not wait for approval");
  });
});
