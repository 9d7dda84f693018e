// What people can ask of DAGs that run by the wall clock: a worker carries it out.

import { afterAll, beforeAll, expect, test } from "vitest";
import { chain, DAG, FunctionOperator } from "@daglings/engine";
import { actOnRun } from "./by-hand.ts";
import { backfill, enrol, listRuns, trigger } from "./live.ts";
import { runWorkflowId, scheduleStanding, setPaused, type RunState } from "./messages.ts";
import { openServer, startTestWorker, type TestServer, type TestWorker } from "./testing.ts";

const dagId = "two_tasks";
const worked: string[] = [];

let server: TestServer;
let worker: TestWorker;
beforeAll(async () => {
  server = await openServer();
  const dag = twoTasks();
  worker = await startTestWorker(server, [dag]);
  await enrol(server.client, [dag], worker.queue);
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

async function endOf(runId: string): Promise<string> {
  const handle = server.client.workflow.getHandle<() => Promise<RunState>>(runWorkflowId(dagId, runId));
  return (await handle.result()).record.state;
}

test("a range is backfilled once, and a run goes on when its failed task is marked as a success", async () => {
  const { client } = server;
  const range = { dagId, from: "2019-01-01", to: "2019-01-03" };
  const runIds = await backfill(client, range);
  expect(runIds).toHaveLength(3);
  expect(await Promise.all(runIds.map(endOf))).toEqual(["success", "failed", "success"]);
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
