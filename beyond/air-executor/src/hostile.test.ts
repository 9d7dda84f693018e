// Folders and files that are hostile, or wrong by mistake.

import { execSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { refusalOf } from "@daglings/words/testing";
import { jobFolder, makeJob, taskFile, type JobFolder } from "./job-folder.ts";
import { Manager } from "./manager.ts";
import { queueTasks } from "./queue.ts";
import { exitsIn, inFolder, queueIn, runJob } from "./testing.ts";

vi.setConfig({ testTimeout: 60_000 }); // real processes, on whatever machine

async function withJob(work: (folder: JobFolder, dir: string) => Promise<void>): Promise<void> {
  await inFolder(async (dir) => {
    queueIn(dir, [{ id: "good", command: "true" }]);
    await work(jobFolder(dir, "job"), dir);
  });
}

test.each(["", ".", "..", "../x", "a/b", "a b", "a\n", "x".repeat(101), "ä", 7])(
  "a job may not be named %j",
  (name) => {
    expect(refusalOf(() => makeJob({ dir: "/nowhere", job: name as string }))).toMatch(
      /^UsageError: the job's name is .*; it may have 1 to 100 letters, digits, "_" and "-"$/,
    );
  },
);

describe("in tasks/", () => {
  test.each<[string, (folder: JobFolder) => void]>([
    [
      "a link is not followed",
      ({ tasks, path }) => symlinkSync(join(path, "job.json"), join(tasks, "link.json")),
    ],
    ["a pipe is not waited for", ({ tasks }) => execSync("mkfifo pipe.json", { cwd: tasks })],
    ["a folder is not a task", ({ tasks }) => mkdirSync(join(tasks, "folder.json"))],
    [
      "an id that differs from the file's name is refused",
      (folder) => writeFileSync(taskFile(folder, "a"), `{"id":"b","command":"true"}`),
    ],
    [
      "a name that is not allowed is refused",
      ({ tasks }) => writeFileSync(join(tasks, "a b.json"), `{"command":"touch evil"}`),
    ],
    ["a list is not a task", (folder) => writeFileSync(taskFile(folder, "a"), `["touch evil"]`)],
    ["a huge file is not read", (folder) => writeFileSync(taskFile(folder, "a"), " ".repeat(1_000_001))],
  ])("%s: it is set aside, and the job fails with a sentence", (_, plant) =>
    withJob(async (folder, dir) => {
      plant(folder);
      const { state, why, tasks } = await runJob(dir);
      expect({ state, completed: tasks.completed }).toEqual({ state: "failed", completed: 1 });
      expect(why).toMatch(/^tasks\/.* was damaged: .*; it is now in set-aside\/$/);
      expect(existsSync(join(dir, "evil"))).toBe(false);
    }),
  );

  test("a file that is written slowly is a task when it is whole", () =>
    withJob(async (folder, dir) => {
      writeFileSync(taskFile(folder, "slow"), `{"command":`);
      const over = runJob(dir);
      writeFileSync(taskFile(folder, "slow"), `{"command":"echo done >slow"}`);
      expect(await over).toMatchObject({ state: "completed", total: 2 });
      expect(existsSync(join(dir, "slow"))).toBe(true);
    }));
});

describe("a job's folder", () => {
  test("whose tasks, attempts or locks are links is refused, and nothing is written behind them", () =>
    withJob((folder, dir) =>
      inFolder(async (elsewhere) => {
        rmSync(folder.attempts, { recursive: true });
        symlinkSync(elsewhere, folder.attempts);
        await expect(runJob(dir)).rejects.toThrow(/attempts is not a folder; a job has the folders tasks/);
      }),
    ));

  test("that is refused does not keep a manager from its other jobs", () =>
    withJob(async (folder, dir) => {
      rmSync(folder.tasks, { recursive: true });
      writeFileSync(folder.tasks, "");
      queueTasks([{ id: "a", command: "true" }], { dir, job: "other", settings: {} });
      const manager = new Manager({ dir });
      const { promise, resolve } = Promise.withResolvers<void>();
      const look = setInterval(() => manager.summaryOf("other")?.state === "completed" && resolve(), 10);
      await promise;
      clearInterval(look);
      expect(manager.summaryOf("job")).toBe(undefined);
      manager.close();
    }));

  test("may have a planted log or exit: neither is followed, and neither counts", () =>
    withJob(async (folder, dir) => {
      writeFileSync(join(dir, "precious"), "precious\n");
      symlinkSync(join(dir, "precious"), join(folder.attempts, "good.1.log"));
      expect(await runJob(dir)).toMatchObject({ state: "completed" });
      expect(readFileSync(join(dir, "precious"), "utf8")).toBe("precious\n");
    }));

  test.each(["rubbish\n", "", `{"pid":1}`])("whose lock is %j goes on all the same", (text) =>
    withJob(async (folder, dir) => {
      writeFileSync(join(folder.locks, "1"), text);
      expect(await runJob(dir)).toMatchObject({ state: "completed" });
    }),
  );

  test.each(["rubbish", `{"at":"x","task":"good","state":"flying"}`])(
    "whose journal has %j keeps it, and fails with a sentence",
    (text) =>
      withJob(async (folder, dir) => {
        writeFileSync(folder.journal, `${text}\n`);
        const { state, why, tasks } = await runJob(dir);
        expect({ state, completed: tasks.completed }).toEqual({ state: "failed", completed: 1 });
        expect(why).toMatch(/^journal\.jsonl was damaged: the journal has a line that is not valid/);
        expect(readFileSync(join(folder.setAside, "journal.jsonl"), "utf8")).toBe(`${text}\n`);
      }),
  );

  test.each(["rubbish", `{"parallel":0}`, `{"parralel":2}`])(
    "whose job.json is %s keeps it, and fails with a sentence",
    (text) =>
      withJob(async (folder, dir) => {
        writeFileSync(folder.settings, text);
        expect((await runJob(dir)).why).toMatch(/^job\.json was damaged: /);
        expect(readFileSync(join(folder.setAside, "job.json"), "utf8")).toBe(text);
      }),
  );

  test("that is removed ends its manager silently", () =>
    withJob(async (folder, dir) => {
      const manager = new Manager({ dir, job: "job", poll: 1 });
      await manager.whenOver();
      rmSync(folder.path, { recursive: true, maxRetries: 5 });
      const { promise, resolve } = Promise.withResolvers<void>();
      const look = setInterval(() => manager.summaryOf("job") === undefined && resolve(), 10);
      await promise;
      clearInterval(look);
      manager.close();
      expect(existsSync(folder.path)).toBe(false);
    }));
});

test("a task that is queued twice with another command is refused, and the first one stays", () =>
  withJob(async (folder, dir) => {
    expect(refusalOf(() => queueIn(dir, [{ id: "good", command: "false" }]))).toMatch(
      /task "good" was queued before, as "true"; give this one another id/,
    );
    expect(await runJob(dir)).toMatchObject({ state: "completed" });
    expect(exitsIn(folder)).toEqual({ "good.1.exit": "0" });
  }));
