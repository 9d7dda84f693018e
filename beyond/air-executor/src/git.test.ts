// The state of a job in git: committed in the middle of its work, cloned elsewhere, and continued there.

import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import { env } from "node:process";
import { expect, test, vi } from "vitest";
import { jobFolder } from "./job-folder.ts";
import { Manager } from "./manager.ts";
import { exitsIn, inFolder, linesIn, queueIn, runJob } from "./testing.ts";

vi.setConfig({ testTimeout: 60_000 }); // real processes, on whatever machine

const nobody = [
  "-c",
  "user.name=Nobody",
  "-c",
  "user.email=nobody@example.com",
  "-c",
  "commit.gpgSign=false",
];

function git(folder: string, ...args: readonly string[]): void {
  execFileSync("git", ["-C", folder, ...nobody, ...args], {
    stdio: "pipe",
    env: { ...env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" },
  });
}

/** `first` is done and `second` is in the middle of its work when `commit` is called; then all of it is cloned. */
const committedMidRun = (
  commit: (dir: string) => void,
  look: (clone: string) => Promise<void>,
): Promise<void> =>
  inFolder(async (dir) => {
    queueIn(dir, [
      { id: "first", command: "echo first >>done" },
      {
        id: "second",
        command:
          "echo begun >>begun; while [ ! -e go ]; do sleep 0.02; done; " +
          `echo '{"command": "echo third >>done"}' >"$AIR_EXECUTOR_TASKS/third.json"; echo second >>done`,
        dependencies: ["first"],
      },
    ]);
    const watcher = watch(dir, { recursive: true });
    const manager = new Manager({ dir, job: "job" });
    try {
      while (!isInTheMiddle(dir)) await once(watcher, "change");
      git(dir, "init", "--quiet");
      commit(dir);
      git(dir, "commit", "--quiet", "--message", "in the middle of it");
      await inFolder(async (place) => {
        const clone = join(place, "clone");
        git(place, "clone", "--quiet", dir, clone);
        writeFileSync(join(clone, "go"), "");
        await look(clone);
      });
      writeFileSync(join(dir, "go"), "");
      await manager.whenOver();
      expect(linesIn(join(dir, "done")).toSorted()).toEqual(["first", "second", "third"]);
    } finally {
      watcher.close();
      writeFileSync(join(dir, "go"), "");
      await manager.whenOver();
      manager.close();
    }
  });

function isInTheMiddle(dir: string): boolean {
  const folder = jobFolder(dir, "job");
  const isBegun = linesIn(join(dir, "begun")).length > 0;
  return isBegun && exitsIn(folder)["first.1.exit"] === "0" && existsSync(folder.summary);
}

test("a job that is committed in the middle of its work goes on in a clone: nothing is lost, and nothing done twice", () =>
  committedMidRun(
    (dir) => git(dir, "add", "."),
    async (clone) => {
      expect(linesIn(join(clone, "done"))).toEqual(["first"]);
      expect(await runJob(clone)).toMatchObject({ state: "completed", total: 3 });
      expect(linesIn(join(clone, "done")).toSorted()).toEqual(["first", "second", "third"]);
      expect(exitsIn(jobFolder(clone, "job"))).toEqual({
        "first.1.exit": "0",
        "second.1.exit": "lost",
        "second.2.exit": "0",
        "third.1.exit": "0",
      });
    },
  ));

test("state.json alone is not enough: nobody can tell from it what there is to do", () =>
  committedMidRun(
    (dir) => git(dir, "add", "--force", ".air-executor/jobs/job/state.json"),
    async (clone) => {
      await expect(async () => await runJob(clone)).rejects.toThrow(/tasks is not a folder/);
    },
  ));
