// A long history gives way to a new one in mid-run: nothing is done twice, and nothing is forgotten.

import { afterAll, beforeAll, expect, test } from "vitest";
import { chain, DAG, FunctionOperator, memoryStore, Scheduler, simulatedClock } from "@daglings/engine";
import { dagPlanOf } from "./dag-plan.ts";
import { listRuns, trigger } from "./live.ts";
import { runWorkflowId, type RunState } from "./messages.ts";
import { openServer, startTestWorker, type TestServer, type TestWorker } from "./testing.ts";
import type { dagSchedule } from "./workflows.ts";

const dagId = "long_chain";

let server: TestServer;
let worker: TestWorker;
beforeAll(async () => {
  server = await openServer();
  worker = await startTestWorker(server, [longChain()]);
});
afterAll(async () => {
  await worker.close();
  await server.close();
});

/** The first try of each of its tasks fails. */
function longChain(): DAG {
  const dag = new DAG({ dagId, schedule: null });
  const tasks = [...Array(6).keys()].map(
    (index) =>
      new FunctionOperator({
        dag,
        taskId: `t${index}`,
        retries: 1,
        retryDelay: { seconds: 0 },
        callable({ ti }) {
          if (ti.tryNumber === 1) throw new Error("once");
          return index;
        },
      }),
  );
  for (const [index, task] of tasks.entries()) if (index > 0) chain(tasks[index - 1] ?? task, task);
  return dag;
}

test("a run and a schedule that begin new histories end as they do in the engine", async () => {
  const { client } = server;
  const store = memoryStore();
  const clock = simulatedClock({ from: "2019-01-01T00:00Z" });
  const scheduler = new Scheduler({ dags: [longChain()], store, clock });
  const runId = scheduler.trigger({ dagId, runId: "by_hand" });
  await scheduler.run({ until: "idle" });
  await scheduler.close();

  const schedule = await client.workflow.start<typeof dagSchedule>("dagSchedule", {
    workflowId: dagId,
    taskQueue: worker.queue,
    args: [{ dag: { ...dagPlanOf(longChain()), longHistory: 40 }, time: { kind: "real" } }],
  });
  await trigger(client, { dagId, runId });
  const run = client.workflow.getHandle<() => Promise<RunState>>(runWorkflowId(dagId, runId));
  const { record, tasks, xcoms, attempts } = await run.result();

  const expected = store.findRun({ dagId, runId });
  const ends = (each: typeof tasks) =>
    Object.entries(each).map(([id, { state, tryNumber }]) => [id, state, tryNumber]);
  expect(record.state).toBe("success");
  expect(ends(tasks)).toEqual(ends(expected?.tasks ?? {}));
  expect(xcoms).toEqual(store.listXComs({ dagId, runId }));
  const tries = (each: typeof attempts) =>
    each.map(({ taskId, tryNumber, state }) => [taskId, tryNumber, state]);
  expect(tries(attempts)).toEqual(tries(store.listAttempts({ dagId, runId })));

  for (const id of ["second", "third", "fourth"]) {
    await trigger(client, { dagId, runId: id });
    await client.workflow.getHandle(runWorkflowId(dagId, id)).result();
  }
  expect((await listRuns(client, dagId)).map((each) => each.runId)).toEqual([
    runId,
    "second",
    "third",
    "fourth",
  ]);
  for (const handle of [run, schedule]) {
    const { events } = await client.workflow.getHandle(handle.workflowId).fetchHistory();
    expect(events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId).toMatch(/./);
  }
});
