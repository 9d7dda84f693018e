import { expect, test } from "vitest";
import { startTestApi } from "../testing.ts";

test("nothing waits where no DAG asks anybody, and a task that does not wait cannot be answered", async () => {
  const { ask } = await startTestApi();
  expect((await ask("GET", "/api/approvals")).json).toEqual({ approvals: [] });
  const { run } = (await ask("POST", "/api/dags/daily/runs")).json as { run: { runId: string } };
  const path = `/api/dags/daily/runs/${run.runId}/tasks/fetch/decision`;
  const refused = await ask("POST", path, { body: { approved: true, by: "Carla" } });
  expect([refused.status, refused.text]).toEqual([
    400,
    expect.stringContaining("waits for nobody's approval; only an ApprovalSensor does"),
  ]);
  expect((await ask("POST", path, { body: { approved: true } })).text).toContain('lacks \\"by\\"');
});
