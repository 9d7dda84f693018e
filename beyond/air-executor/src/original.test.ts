// What the public original does wrong, one test for each of its defects.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { resetJob } from "./by-hand.ts";
import { realTime } from "./clock.ts";
import { identityOf } from "./identity.ts";
import { attemptFile, jobFolder, makeJob, taskFile } from "./job-folder.ts";
import { Manager } from "./manager.ts";
import { readJob } from "./read-job.ts";
import { appears, exitsIn, inFolder, linesIn, queueIn, runJob } from "./testing.ts";

vi.setConfig({ testTimeout: 60_000 }); // real processes, on whatever machine

const folderIn = (dir: string) => jobFolder(dir, "job");

test("all tasks that a running task queues are carried out, even if its runner dies at once", () =>
  inFolder(async (dir) => {
    const more = `for i in 1 2 3 4 5; do echo '{"command":"echo '$i' >>done"}' >"$AIR_EXECUTOR_TASKS/c$i.json"; done`;
    queueIn(dir, [{ id: "discover", command: `${more}; kill -9 $$` }], { parallel: 2 });
    const { tasks } = await runJob(dir);
    expect(tasks).toMatchObject({ completed: 5, failed: 1 });
    expect(linesIn(join(dir, "done")).toSorted()).toEqual(["1", "2", "3", "4", "5"]);
  }));

test("what waits for a task that failed is given up, and the job ends", () =>
  inFolder(async (dir) => {
    queueIn(dir, [
      { id: "a", command: "exit 3" },
      { id: "b", command: "true", dependencies: ["a"] },
      { id: "c", command: "true", dependencies: ["b"] },
    ]);
    expect(await runJob(dir)).toMatchObject({ state: "failed", tasks: { failed: 1, upstream_failed: 2 } });
  }));

test("a runner that was killed has not completed its task", () =>
  inFolder(async (dir) => {
    queueIn(dir, [{ id: "a", command: "kill -9 $$" }]);
    expect(await runJob(dir)).toMatchObject({
      state: "failed",
      failed: [{ task: "a", why: "its runner was killed" }],
    });
    expect(exitsIn(folderIn(dir))).toEqual({ "a.1.exit": "killed" });
  }));

test("with one slot there is one runner at a time, with three managers at once", () =>
  inFolder(async (dir) => {
    const command = "mkdir alone || echo not alone >>overlaps; sleep 0.02; rmdir alone";
    queueIn(
      dir,
      Array.from({ length: 12 }, (_, index) => ({ id: `t${index}`, command })),
    );
    const [summary] = await Promise.all([runJob(dir), runJob(dir), runJob(dir)]);
    expect(summary.tasks.completed).toBe(12);
    expect(linesIn(join(dir, "overlaps"))).toEqual([]);
    expect(Object.keys(exitsIn(folderIn(dir)))).toHaveLength(12);
  }));

test("a runner that has ended is collected, and its end noticed at once", () =>
  inFolder(async (dir) => {
    queueIn(
      dir,
      Array.from({ length: 8 }, (_, index) => ({ id: `t${index}`, command: "true" })),
    );
    const began = realTime();
    await runJob(dir, { poll: 60 });
    expect(realTime() - began).toBeLessThan(30_000); // twelve in a minute, says the original
  }));

test("a runner that prints a lot is not held up, and all of it is in its log", () =>
  inFolder(async (dir) => {
    queueIn(dir, [{ id: "a", command: `i=0; while [ $i -lt 20000 ]; do echo "line $i"; i=$((i+1)); done` }]);
    await runJob(dir);
    const log = readFileSync(attemptFile(folderIn(dir), { task: "a", number: 1 }, "log"), "utf8");
    expect(log.split("\n")).toHaveLength(20_001);
  }));

test("a task that takes too long is ended with all that it has started", () =>
  inFolder(async (dir) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }); // its time is not up before it has begun
    onTestFinished(() => void vi.useRealTimers());
    const command = `sh -c 'trap "" TERM; echo $$ >stubborn; while :; do sleep 1; done' & sleep 100`;
    queueIn(dir, [{ id: "a", command, timeout: 60 }], { grace: 30 });
    const over = runJob(dir);
    await appears(dir, () => linesIn(join(dir, "stubborn")).length > 0);
    const stubborn = Number(linesIn(join(dir, "stubborn"))[0]);
    vi.advanceTimersByTime(89_999);
    expect(identityOf(stubborn)).not.toBe(null);
    vi.advanceTimersByTime(1);
    expect(await over).toMatchObject({
      failed: [{ task: "a", why: "it took longer than its timeout of 60 s" }],
    });
    while (identityOf(stubborn) !== null) await nextTurn(); // the system needs a moment to end it
  }));

test("a damaged file is kept, and the job fails with a sentence", () =>
  inFolder(async (dir) => {
    queueIn(dir, [{ id: "good", command: "true" }]);
    writeFileSync(taskFile(folderIn(dir), "bad"), `{"command": "tru`);
    const { state, why, tasks } = await runJob(dir);
    expect({ state, completed: tasks.completed }).toEqual({ state: "failed", completed: 1 });
    expect(why).toMatch(/^tasks\/bad\.json was damaged: it is not JSON \(.*\); it is now in set-aside\/$/);
    expect(readFileSync(join(folderIn(dir).setAside, "bad.json"), "utf8")).toBe(`{"command": "tru`);
  }));

test("a job that was reset runs what had failed and what waited for it", () =>
  inFolder(async (dir) => {
    queueIn(dir, [
      { id: "a", command: "test -e now" },
      { id: "b", command: "true", dependencies: ["a"] },
      { id: "c", command: "echo c >>count" },
    ]);
    expect(await runJob(dir)).toMatchObject({ state: "failed" });
    writeFileSync(join(dir, "now"), "");
    expect(resetJob(folderIn(dir), "test")).toEqual(["a"]);
    expect(await runJob(dir)).toMatchObject({ state: "completed", tasks: { completed: 3 } });
    expect(linesIn(join(dir, "count"))).toEqual(["c"]);
  }));

test("at most as many run at a time as the job has slots and its manager has places", () =>
  inFolder(async (dir) => {
    const barrier =
      "mkdir here-$AIR_EXECUTOR_TASK; while [ $(ls -d here-* | wc -l) -lt 4 ]; do sleep 0.01; done";
    queueIn(
      dir,
      ["a", "b", "c", "d"].map((id) => ({ id, command: barrier })),
      { parallel: 4 },
    );
    expect(await runJob(dir)).toMatchObject({ state: "completed" });
  }));

test("a job that is handed over twice is one job", () =>
  inFolder(async (dir) => {
    const job = { dir, job: "job", tasks: [{ id: "a", command: "echo a >>count" }] };
    expect([makeJob(job), makeJob(job)]).toEqual([true, false]);
    await runJob(dir);
    expect(makeJob(job)).toBe(false);
    await runJob(dir);
    expect(linesIn(join(dir, "count"))).toEqual(["a"]);
    expect(readJob(dir, "job").total).toBe(1);
  }));

test("when nothing is left to do, no runner is alive", () =>
  inFolder(async (dir) => {
    queueIn(dir, [{ id: "a", command: "true" }]);
    const manager = new Manager({ dir, job: "job" });
    await manager.whenOver();
    expect(manager.runners).toBe(0);
    manager.close();
  }));
