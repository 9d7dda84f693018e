// A DAG that hands work over, on a simulated clock, with real managers and real runners.

import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import {
  chain,
  checkTemplates,
  DAG,
  FunctionOperator,
  memoryStore,
  Scheduler,
  simulatedClock,
} from "@daglings/engine";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { endManager } from "../background.ts";
import { cancelJob } from "../by-hand.ts";
import { listJobs, findJob } from "../job-folder.ts";
import { readJob } from "../read-job.ts";
import { inFolder, linesIn } from "../testing.ts";
import { DynamicTasks, type DynamicTasksOptions } from "./dynamic-tasks.ts";
import { DynamicTasksSensor } from "./dynamic-tasks-sensor.ts";

vi.setConfig({ testTimeout: 60_000 }); // real processes, on whatever machine

const before = process.cwd();
afterEach(() => process.chdir(before));
beforeEach(() => process.chdir(before));

/** 1, then 3, then 2 more: six tasks in three waves. */
const discover = ["a", "b"]
  .map(
    (id) =>
      `air-executor queue --id ${id} "air-executor queue --id ${id}2 'echo done >>done'; echo done >>done"`,
  )
  .concat(`air-executor queue --id c "echo done >>done"`)
  .join("\n");

test("a variable that no template knows is an error before anything runs", async () => {
  const dag = new DAG({ dagId: "dag", schedule: null });
  const options = { dag, taskId: "hand_over" };
  const tasks = [
    // @ts-expect-error unknown template variable: dss
    new DynamicTasks({ ...options, command: "sh discover.sh {{ dss }}" }),
    // @ts-expect-error unknown template variable: dss
    new DynamicTasks({ ...options, taskId: "other", command: "true", job: "job-{{ dss }}" }),
    new DynamicTasks({ ...options, taskId: "right", command: "sh {{ ds }}.sh", job: "job-{{ ds }}" }),
  ];
  expect(await checkTemplates(tasks)).toMatchObject([{ taskId: "hand_over" }, { taskId: "other" }]);
});

function setUp(own: Partial<DynamicTasksOptions> = {}, retries = 0) {
  const dag = new DAG({ dagId: "dag", schedule: null });
  const handOver = new DynamicTasks({ dag, taskId: "hand_over", command: "true", retries, ...own });
  const wait = new DynamicTasksSensor({
    dag,
    taskId: "wait",
    handOver,
    pokeInterval: { seconds: 5 },
    mode: "reschedule",
  });
  const after = new FunctionOperator({ dag, taskId: "after", callable: () => "validated" });
  chain(handOver, wait, after);
  const store = memoryStore();
  const clock = simulatedClock({ from: "2024-01-15" });
  const scheduler = new Scheduler({ dags: [dag], store, clock, logsFolder: "logs" });
  const runId = scheduler.trigger({ dagId: "dag" });
  const stateOf = (taskId: string) => store.findRun({ dagId: "dag", runId })?.tasks[taskId]?.state;
  return { scheduler, runId, clock, stateOf, run: () => scheduler.run({ until: "idle" }) };
}

function logOf(taskId: string, tryNumber = 1): string[] {
  const [runId = ""] = readdirSync(join("logs", "dag"));
  return linesIn(join("logs", "dag", runId, taskId, `${tryNumber}.log`));
}

const inRunFolder = (work: (dir: string) => Promise<void>) =>
  inFolder(async (dir) => {
    process.chdir(dir);
    try {
      await work(dir);
    } finally {
      process.chdir(before);
      await endManager(dir);
    }
  });

test("the sensor counts wave by wave, the same at every run, and lets the rest of the DAG go on", () =>
  inRunFolder(async (dir) => {
    const { run, stateOf, clock, scheduler } = setUp({ command: discover, parallel: 2 });
    await run();
    expect(stateOf("after")).toBe("success");
    expect(logOf("wait").filter((line) => line.startsWith("Tasks"))).toEqual([
      "Tasks 1/4 done",
      "Tasks 4/6 done",
      "Tasks 6/6 done",
    ]);
    expect(Temporal.Instant.fromEpochMilliseconds(clock.now()).toString()).toBe("2024-01-15T00:00:10Z");
    expect(linesIn("done")).toHaveLength(5);
    expect(listJobs(dir)).toEqual([expect.stringMatching(/^dag-manual__2024-01-15T00-00-00-00-00$/)]);
    await scheduler.close();
  }));

test("a job that fails fails the sensor, with a sentence", () =>
  inRunFolder(async () => {
    const { run, stateOf, scheduler } = setUp({ command: "exit 3" });
    await run();
    expect([stateOf("hand_over"), stateOf("wait"), stateOf("after")]).toEqual([
      "success",
      "failed",
      "upstream_failed",
    ]);
    expect(logOf("wait").join("\n")).toMatch(/job ".*" is failed: 1 of 1 tasks have not completed/);
    await scheduler.close();
  }));

test("cleared when all is done, it hands over the same job, and says that nothing runs again", () =>
  inRunFolder(async (dir) => {
    const { run, runId, scheduler, stateOf } = setUp({ command: "echo once >>count" });
    await run();
    scheduler.clear({ dagId: "dag", runId });
    await run();
    expect(stateOf("after")).toBe("success");
    expect(linesIn("count")).toEqual(["once"]);
    expect(listJobs(dir)).toHaveLength(1);
    expect(logOf("hand_over", 2).join("\n")).toContain(
      "goes on (1 of 1 tasks done, 0 running); 0 that had failed run again",
    );
    await scheduler.close();
  }));

test("cleared after a failure, what had failed runs again and nothing else", () =>
  inRunFolder(async () => {
    const { run, runId, scheduler, stateOf } = setUp({
      command: "echo once >>count",
      tasks: [{ id: "second", command: "test -e now" }],
    });
    await run();
    expect(stateOf("wait")).toBe("failed");
    writeFileSync("now", "");
    scheduler.clear({ dagId: "dag", runId });
    await run();
    expect(stateOf("after")).toBe("success");
    expect(linesIn("count")).toEqual(["once"]);
    await scheduler.close();
  }));

const long = "echo begun >>begun; while [ ! -e go ]; do sleep 0.02; done";

/** Hands over, and clears when the first task runs. */
async function clearWhileRunning(dir: string, own: Partial<DynamicTasksOptions>) {
  const world = setUp({ command: long, ...own });
  const done = world.run();
  while (linesIn("begun").length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  world.scheduler.clear({ dagId: "dag", runId: world.runId });
  return { ...world, done };
}

test("cleared while something runs, it asks what to do with it", () =>
  inRunFolder(async (dir) => {
    const { done, stateOf, scheduler } = await clearWhileRunning(dir, {});
    await done;
    expect(stateOf("hand_over")).toBe("failed");
    expect(logOf("hand_over", 2).join("\n")).toMatch(
      /1 tasks of job ".*" are running \(first\); say what to do with them: whenCleared: "goOn" leaves them alone/,
    );
    const [job = ""] = listJobs(dir);
    cancelJob(findJob(dir, job), "the test is over");
    while (readJob(dir, job).tasks.running > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await scheduler.close();
  }));

test.each([
  ["goOn", ["begun"], /goes on \(0 of 1 tasks done, 1 running\); 0 that had failed run again/],
  ["startAgain", ["begun", "begun"], /1 running tasks were ended \(first\)\n[^]*all 1 tasks run again/],
] as const)("cleared while something runs, with %s, it does so, and says it", (whenCleared, begun, said) =>
  inRunFolder(async (dir) => {
    const { done, stateOf, scheduler } = await clearWhileRunning(dir, { whenCleared });
    while (!existsSync(join("logs", "dag")) || !said.test(logOf("hand_over", 2).join("\n")))
      await new Promise((resolve) => setTimeout(resolve, 10));
    if (whenCleared === "startAgain")
      while (linesIn("begun").length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    writeFileSync("go", "");
    await done;
    expect(stateOf("after")).toBe("success");
    expect(linesIn("begun")).toEqual(begun);
    await scheduler.close();
  }),
);
