// What people can ask of DAGs that run by the wall clock: a worker carries it out.

import { afterAll, beforeAll, expect, test } from "vitest";
import {
  Asset,
  chain,
  DAG,
  EmptyOperator,
  FunctionOperator,
  UsageError,
  type TaskContext,
} from "@daglings/engine";
import { asking } from "./asking.ts";
import { actOnRun, clearRun } from "./by-hand.ts";
import { dagPlanOf } from "./dag-plan.ts";
import { backfill, enrol, listRuns, trigger } from "./live.ts";
import { runWorkflowId, scheduleStanding, setPaused, type RunState } from "./messages.ts";
import { openServer, startTestWorker, type TestServer, type TestWorker } from "./testing.ts";

const dagId = "two_tasks";
const worked: string[] = [];

let server: TestServer;
let worker: TestWorker;
beforeAll(async () => {
  server = await openServer();
  const dags = [twoTasks(), ...sourceAndSink(), lingering()];
  worker = await startTestWorker(server, dags);
  await enrol(server.client, dags, worker.queue);
});
afterAll(async () => {
  await worker.close();
  await server.close();
});

function twoTasks(): DAG {
  const dates = { startDate: "2019-01-01", endDate: "2019-01-04" };
  const dag = new DAG({ dagId, schedule: "@daily", ...dates, catchup: false });
  const task = (taskId: string) =>
    new FunctionOperator({
      dag,
      taskId,
      callable({ ds, runId }) {
        worked.push(`${taskId} ${runId.startsWith("manual") ? "by hand" : ds}`);
        if (taskId === "check" && ds === "2019-01-02") throw new Error("a bad day");
      },
    });
  chain(task("check"), task("send"));
  return dag;
}

/** The second runs when the first has updated their asset. */
function sourceAndSink(): DAG[] {
  const asset = new Asset("goods");
  const source = new DAG({
    dagId: "source",
    schedule: null,
    defaultArgs: { retryDelay: { milliseconds: 1 } },
  });
  const sink = new DAG({ dagId: "sink", schedule: [asset] });
  const task = (dag: DAG, outlets: Asset[], callable: (context: TaskContext) => unknown) =>
    new FunctionOperator({ dag, taskId: "task", outlets, callable });
  task(source, [asset], () => 1);
  task(sink, [], ({ triggeringAssetEvents }) =>
    worked.push(`goods of ${triggeringAssetEvents["goods"]?.[0]?.sourceDagRun?.runId}`),
  );
  return [source, sink];
}

const begun = Promise.withResolvers<void>();
const letGo = Promise.withResolvers<void>();

/** Its first try goes on, although it is told to stop, until it is let go. */
function lingering(): DAG {
  const dag = new DAG({ dagId: "lingering", schedule: null });
  const callable = async ({ ti }: TaskContext) => {
    if (ti.tryNumber > 1) return;
    begun.resolve();
    await letGo.promise;
  };
  const task = new FunctionOperator({ dag, taskId: "task", callable });
  chain([task]);
  return dag;
}

async function endOf(runId: string, of = dagId): Promise<string> {
  const handle = server.client.workflow.getHandle<() => Promise<RunState>>(runWorkflowId(of, runId));
  return (await handle.result()).record.state;
}

test("a range is backfilled once, and a run goes on when its failed task is marked as a success", async () => {
  const { client } = server;
  const range = { dagId, from: "2019-01-01", to: "2019-01-03" };
  const runIds = await backfill(client, range);
  expect(runIds).toHaveLength(3);
  expect(await Promise.all(runIds.map((runId) => endOf(runId)))).toEqual(["success", "failed", "success"]);
  expect(await backfill(client, range)).toEqual([]);

  const [, failed = ""] = runIds;
  await actOnRun(client, {
    dagId,
    runId: failed,
    event: { type: "task marked", taskId: "check", state: "success" },
  });
  expect(await endOf(failed)).toBe("success");
  expect(worked.filter((each) => each.endsWith("2019-01-02"))).toEqual([
    "check 2019-01-02",
    "send 2019-01-02",
  ]);
});

test("while its DAG is paused, a run waits", async () => {
  const { client } = server;
  const schedule = client.workflow.getHandle(dagId);
  await schedule.executeUpdate(setPaused, { args: [true] });
  const runId = await trigger(client, { dagId });
  expect(await schedule.query(scheduleStanding)).toMatchObject({ paused: true, queued: 1, running: 0 });
  expect(worked.filter((each) => each.endsWith("by hand"))).toEqual([]);
  await schedule.executeUpdate(setPaused, { args: [false] });
  expect(await endOf(runId)).toBe("success");
  expect((await listRuns(client, dagId)).map(({ state }) => state)).not.toContain("queued");
});

test("a DAG that waits for an asset runs when another one has updated it", async () => {
  const { client } = server;
  const runId = await trigger(client, { dagId: "source", runId: "by_hand" });
  expect(await endOf(runId, "source")).toBe("success");
  const [run] = await listRuns(client, "sink");
  expect(await endOf(run?.runId ?? "", "sink")).toBe("success");
  expect(worked.at(-1)).toBe("goods of by_hand");
});

test("a run whose task is marked while it is at work, and cleared at once, begins again when the old try is gone", async () => {
  const { client } = server;
  const run = { dagId: "lingering", runId: await trigger(client, { dagId: "lingering" }) };
  await begun.promise;
  await actOnRun(client, { ...run, event: { type: "task marked", taskId: "task", state: "failed" } });
  const cleared = clearRun(client, { ...run, taskIds: ["task"], downstream: false });
  // Meanwhile others are answered: the run could begin again by now, if it did not wait.
  const schedule = client.workflow.getHandle("lingering");
  for (let round = 0; round < 5; round++) {
    await schedule.executeUpdate(setPaused, { args: [false] });
  }
  letGo.resolve();
  await cleared;
  expect(await endOf(run.runId, "lingering")).toBe("success");
});

test("a run that several people clear at once begins again, and its DAG goes on", async () => {
  const { client } = server;
  const runId = await trigger(client, { dagId: "source", logicalDate: "2019-01-02" });
  await endOf(runId, "source");
  const clear = () => clearRun(client, { dagId: "source", runId, taskIds: ["task"], downstream: false });
  await Promise.all([clear(), clear(), clear()]);
  expect(await endOf(runId, "source")).toBe("success");
  const next = await trigger(client, { dagId: "source", logicalDate: "2019-01-03" });
  expect(await endOf(next, "source")).toBe("success");
});

test("a wrong date is refused at once, in the words of the engine", async () => {
  const { client } = server;
  await expect(trigger(client, { dagId, logicalDate: "soon" })).rejects.toThrow(
    /logicalDate is "soon", which is not a date;/,
  );
  await expect(backfill(client, { dagId, from: "2019-01-03", to: "2019-01-01" })).rejects.toThrow(UsageError);
});

test("where no worker answers, the question ends with a sentence", async () => {
  const { client } = server;
  const alone = new DAG({ dagId: "alone", schedule: null });
  chain(new EmptyOperator({ dag: alone, taskId: "task" }));
  const args = [{ dag: dagPlanOf(alone), time: { kind: "real" } }];
  const handle = await client.workflow.start("dagSchedule", {
    workflowId: "alone",
    taskQueue: "nobody",
    args,
  });
  await expect(
    asking(client, { dagId: "alone", patience: 500 }, () => handle.query(scheduleStanding)),
  ).rejects.toThrow(
    'no worker has answered for DAG "alone" in 0.5 seconds; start one with the DAG\'s file, pnpm temporal worker FILE, and ask again',
  );
  await handle.terminate();
});

test("two files with one DAG id are refused", async () => {
  const worksTwice = startTestWorker(server, [twoTasks(), twoTasks()]);
  await expect(worksTwice).rejects.toThrow(/are both DAG "two_tasks"; give one of them a different dagId$/);
});
