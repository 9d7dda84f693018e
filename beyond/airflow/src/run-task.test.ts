import { execFile } from "node:child_process";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const runTask = fileURLToPath(new URL("run-task.ts", import.meta.url));
const file = fileURLToPath(new URL("../fixtures/everything.ts", import.meta.url));

interface Ended {
  readonly exitCode: number;
  readonly answer: Readonly<Record<string, unknown>>;
  readonly log: string;
}

const instant = (day: string) => Temporal.Instant.from(`${day}T00:00Z`).epochMilliseconds;

/** Asks as Airflow's side does. */
async function asked(
  taskId: string,
  ask: object = { of: "attempt" },
  xcoms: readonly object[] = [],
): Promise<Ended> {
  const runId = "scheduled__2024-01-15T00:00:00+00:00";
  const [logicalDate, dataIntervalEnd] = [instant("2024-01-15"), instant("2024-01-16")];
  const order = {
    dagId: "everything",
    runId,
    taskId,
    tryNumber: 2,
    maxTries: 3,
    run: {
      runId,
      runType: "scheduled",
      logicalDate,
      undated: false,
      dataIntervalStart: logicalDate,
      dataIntervalEnd,
      conf: {},
      ignoresPast: false,
      assetEvents: [],
      startedAt: dataIntervalEnd,
    },
    fencingToken: 1,
    startedAt: dataIntervalEnd,
    at: dataIntervalEnd,
    logFile: null,
    files: null,
    facts: {
      dagIds: [],
      runs: { everything: [] },
      xcoms: { everything: { [runId]: xcoms } },
      settings: [],
      assetEvents: [],
    },
  };
  const env = { ...process.env, DAGLINGS_ORDER: JSON.stringify({ ask, order }) };
  return await new Promise((resolve) => {
    const child = execFile(execPath, [runTask, file], { env }, (_, stdout, stderr) => {
      const answer = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Ended["answer"];
      resolve({ exitCode: child.exitCode ?? -1, answer, log: stderr });
    });
  });
}

test("an attempt knows its date, its try and what was pulled for it; its answer has everything that it pushed", async () => {
  const { exitCode, answer, log } = await asked("work", { of: "attempt" }, [
    { taskId: "begin", key: "return_value", value: "begun" },
  ]);
  expect(exitCode).toBe(0);
  expect(answer).toEqual({
    outcome: { type: "success" },
    xcoms: { rows: 3, return_value: { before: "begun", try: 2 } },
    extras: { report: { rows: 3 } },
  });
  expect(log).toBe("begins\nof 2024-01-15\n");
});

test.each([
  ["fails", 1, { type: "failed", mayRetry: true }],
  ["fails_for_good", 98, { type: "failed", mayRetry: false }],
  ["skips", 99, { type: "skipped" }],
  ["sensor", 97, { type: "not yet" }],
  ["branch", 0, { type: "success", skip: { follow: ["work"] } }],
  ["gate", 0, { type: "success", skip: "children" }],
])("%s ends with exit code %i, and says why", async (taskId, exitCode, outcome) => {
  const ended = await asked(taskId);
  expect(ended.exitCode).toBe(exitCode);
  expect(ended.answer["outcome"]).toMatchObject(outcome);
});

test("a task that asks for a run without being Airflow's operator for that fails for good", async () => {
  const { exitCode, answer } = await asked("node");
  expect(exitCode).toBe(98);
  expect(answer).toHaveProperty("outcome.error", expect.stringContaining(`asks for a run of DAG "other"`));
});

test("an external sensor says which dates it waits for", async () => {
  const { answer } = await asked("two_dates", { of: "dates" });
  expect(answer).toEqual({ dates: [instant("2024-01-15"), instant("2024-01-16")] });
});

test("a callback of a task or of a run is called with what Airflow knows about it", async () => {
  const ofTask = await asked("work", { of: "task", callback: "onFailure", error: "too late" });
  expect(ofTask).toMatchObject({ exitCode: 0, answer: {}, log: "failed: too late\n" });
  const ofRun = await asked("work", { of: "run", callback: "onFailure", reason: "task_failure" });
  expect(ofRun.log).toBe("over: task_failure\n");
});

test("a missing task is reported with a sentence", async () => {
  const { exitCode, log, answer } = await asked("wrok");
  expect(exitCode).toBe(1);
  expect(log).toContain(`has no task "wrok"; did you mean "work"?`);
  expect(answer).toHaveProperty("outcome.error");
});
