// Each example from end to end, as a reader runs it.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { join } from "node:path";
import { execPath } from "node:process";
import { expect, test, vi } from "vitest";
import { readJob } from "@daglings/air-executor";
import { listJobs } from "../src/job-folder.ts";
import { inFolder } from "../src/testing.ts";

vi.setConfig({ testTimeout: 60_000 }); // real processes, on whatever machine

test.each([
  ["data", 6, "total 275"],
  ["learning", 9, "best: 0 2 1"],
  ["agents", 8, "answer 8"],
  ["crawling", 8, "items 8"],
  ["tests", 7, "passed 6"],
])("%s: %i tasks, of which the DAG knows one", (name, tasks, report) =>
  inFolder(async (dir) => {
    const child = spawn(execPath, [join(import.meta.dirname, "run.ts"), name, dir], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [out] = await Promise.all([text(child.stdout), once(child, "exit")]);
    expect(out).toBe(`prepare: success\nhand_over: success\nwait: success\nfinish: success\n${report}\n`);
    const [job = ""] = listJobs(dir);
    expect(readJob(dir, job)).toMatchObject({ state: "completed", total: tasks });
  }),
);
