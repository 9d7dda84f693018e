import { expect, test, vi } from "vitest";
import { startTestApi } from "../testing.ts";

test("what is to be measured is told in OpenMetrics form", async () => {
  const { ask, run } = await startTestApi();
  await run("2019-01-04T06:00Z");
  const { status, headers, text } = await ask("GET", "/api/metrics");
  expect([status, headers["content-type"]]).toEqual([
    200,
    "application/openmetrics-text; version=1.0.0; charset=utf-8",
  ]);
  expect(text).toContain("# TYPE daglings_runs gauge\n# HELP daglings_runs Runs that are not over.\n");
  expect(text).toContain('daglings_runs{dag="daily",state="running"} 0\n');
  expect(text).toContain('daglings_next_run_timestamp_seconds{dag="daily"} 1546646400\n');
  expect(text).toMatch(/^daglings_events_total \d+$/m);
  expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
  expect(text.endsWith("# EOF\n")).toBe(true);
  const names = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
  expect(new Set(names).size).toBe(names.length);
});

test("a run that was tried again says that it has recovered, and an attempt what it has used", async () => {
  const { ask, hub, run } = await startTestApi();
  await run("2019-01-04T06:00Z");
  const runOf = async (id: string) => (await ask("GET", `/api/dags/daily/runs/${id}`)).json["run"];
  const id = encodeURIComponent("scheduled__2019-01-01T00:00:00+00:00");
  expect(await runOf(id)).toMatchObject({ state: "success", recovered: false });
  await ask("POST", `/api/dags/daily/runs/${id}/clear`);
  await run("2019-01-04T07:00Z");
  expect(await runOf(id)).toMatchObject({ state: "success", recovered: true });
  const looks = vi.spyOn(hub.store, "findRun");
  const { runs } = (await ask("GET", "/api/dags/daily/runs?limit=1000")).json as {
    runs: { state: string; recovered: boolean }[];
  };
  expect(runs.map(({ state, recovered }) => `${state} ${recovered}`)).toEqual([
    "success false",
    "failed false",
    "success true",
  ]);
  expect(looks).not.toHaveBeenCalled(); // one question for all of them
  const { attempts } = (await ask("GET", `/api/dags/daily/runs/${id}/attempts`)).json as {
    attempts: { taskId: string; usage: { logBytes: number } }[];
  };
  expect(attempts.find(({ taskId }) => taskId === "fetch")?.usage.logBytes).toBe(
    "fetching 2019-01-01\n".length,
  );
});
