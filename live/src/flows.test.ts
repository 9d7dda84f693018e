import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { flow, machine, memoryRecord, runOn, sqliteRecord, type Deployment } from "@daglings/flow";
import { findHolder, sqliteStore, systemClock } from "@daglings/engine";
import { expect, onTestFinished, test } from "vitest";
import { connectTo, pathOf, type Client } from "./client.ts";
import { runLive } from "./live-scheduler.ts";
import { startTestApi, temporaryFolder } from "./testing.ts";

const fixtures = join(import.meta.dirname, "..", "..", "beyond", "flow", "fixtures");

const dag = `
import { DAG, FunctionOperator } from "@daglings/engine";
const dag = new DAG({ dagId: "by_hand", schedule: null });
new FunctionOperator({ dag, taskId: "work", callable: () => 5 });
export default dag;
`;

const deployment: Deployment = {
  flow: "handsOver",
  name: "daily",
  file: join(fixtures, "hands-over.ts"),
  export: "handsOver",
  schedule: { cron: "0 6 1 1 *", timeZone: "UTC" },
  parameters: { day: "2019-01-01" },
  paused: false,
  madeAt: systemClock().now(),
  lastAt: null,
  lastEvent: null,
};

/** A scheduler in a folder where that flow is deployed. */
async function startScheduler(
  executor: "in-process" | "subprocess" = "in-process",
): Promise<{ client: Client; says: (pattern: RegExp) => Promise<string> }> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "dag.ts"), dag);
  const record = sqliteRecord(join(folder, "daglings.db"));
  record.saveDeployment(deployment);
  record.close();
  const controller = new AbortController();
  const said: string[] = [];
  let wake = Promise.withResolvers<void>();
  const say = (line: string) => {
    said.push(line);
    wake.resolve();
    wake = Promise.withResolvers();
  };
  const ended = runLive({
    paths: [join(folder, "dag.ts"), join(fixtures, "calls-flow.ts")],
    folder,
    port: 0,
    host: "127.0.0.1",
    tokens: null,
    version: "0.0.0",
    executor,
    grace: 1000,
    paused: false,
    signal: controller.signal,
    say,
    onEvent: ({ runId, taskId, state }) => say(`${runId} ${taskId ?? "run"} ${state}`),
  });
  onTestFinished(async () => {
    controller.abort();
    await ended;
  });
  const says = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const line = said.find((each) => pattern.test(each));
      if (line !== undefined) return line;
      await Promise.race([wake.promise, ended]);
    }
  };
  await says(/^API: /);
  const store = sqliteStore(join(folder, "daglings.db"), { readOnly: true });
  const address = findHolder(store, systemClock())?.address ?? "";
  store.close();
  return { client: connectTo(address), says };
}

test("a scheduler carries out deployments, and a flow triggers a DAG there", async () => {
  const { client, says } = await startScheduler();
  const { deployments } = (await client.ask({ path: pathOf("deployments") })) as { deployments: object[] };
  expect(deployments).toMatchObject([{ flow: "handsOver", name: "daily", paused: false, lastAt: null }]);

  const path = pathOf("deployments", "handsOver", "daily", "runs");
  const begun = (await client.ask({ method: "POST", path, body: {} })) as { flowRunId: string };
  await says(new RegExp(`^handsOver/daily ${begun.flowRunId}: Completed`));
  await says(/^manual__[0-9a-f]{32} run success/);
  const run = (await client.ask({ path: pathOf("flow-runs", begun.flowRunId) })) as object;
  expect(run).toMatchObject({
    run: {
      flow: "handsOver",
      deployment: "handsOver/daily",
      state: { type: "COMPLETED", name: "Completed" },
    },
    tasks: [{ name: "trigger_dag", call: 1, tries: 1, waitedFor: [], state: { name: "Completed" } }],
  });
  const { runs } = (await client.ask({ path: pathOf("flow-runs"), query: { flow: "handsOver" } })) as {
    runs: object[];
  };
  expect(runs).toMatchObject([{ flowRunId: begun.flowRunId, parameters: { day: "2019-01-01" } }]);
});

test.each(["in-process", "subprocess"] as const)(
  "a flow that a task of a DAG calls is on record: %s",
  async (executor) => {
    const { client, says } = await startScheduler(executor);
    await client.ask({ method: "POST", path: pathOf("dags", "calls_flow", "runs"), body: {} });
    await says(/ run success$/);
    const { runs } = (await client.ask({ path: pathOf("flow-runs") })) as { runs: { flowRunId: string }[] };
    expect(runs).toMatchObject([{ flow: "doubled", deployment: null, parameters: { value: 21 } }]);
    const run = await client.ask({ path: pathOf("flow-runs", runs[0]?.flowRunId ?? "") });
    expect(run).toMatchObject({ tasks: [{ name: "double", call: 1, state: { name: "Completed" } }] });
  },
);

test.each([
  ["GET", "/api/flow-runs/none", 'there is no flow run "none"'],
  ["POST", "/api/deployments/a/b/runs", 'there is no deployment "a/b"'],
])("%s %s of what is not there is refused", async (method, path, reason) => {
  const { client } = await startScheduler();
  await expect(client.ask({ path, ...(method === "POST" ? { method, body: {} } : {}) })).rejects.toThrow(
    reason,
  );
});

test("where time is simulated there are the flows on record, and no deployment can be run", async () => {
  const none = await startTestApi();
  expect((await none.ask("GET", "/api/flow-runs")).status).toBe(404);
  const record = memoryRecord();
  await runOn(
    machine({ record }),
    flow(() => 5, { name: "five" }),
    { flowRunId: "five-1" },
  );
  const { ask } = await startTestApi({ flows: { record } });
  expect((await ask("GET", "/api/flow-runs/five-1")).json).toMatchObject({
    run: { flow: "five", state: { name: "Completed" } },
  });
  const refused = await ask("POST", "/api/deployments/refresh", { body: {} });
  expect([refused.status, refused.text]).toEqual([
    404,
    expect.stringContaining("there are no deployments here"),
  ]);
});
