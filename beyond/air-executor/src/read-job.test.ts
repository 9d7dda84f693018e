import { renameSync, rmSync } from "node:fs";
import { expect, test } from "vitest";
import { jobFolder } from "./job-folder.ts";
import { JobView } from "./read-job.ts";
import { inFolder, queueIn, runJob } from "./testing.ts";

test("a view of a job notices when the job is gone, or was made again", () =>
  inFolder(async (dir) => {
    queueIn(dir, [{ id: "a", command: "true" }]);
    const folder = jobFolder(dir, "job");
    const early = new JobView(folder).refresh();
    expect(early.isStale).toBe(false);
    await runJob(dir);
    const late = new JobView(folder).refresh();
    expect([early.refresh().isStale, late.isStale]).toEqual([false, false]);
    renameSync(folder.path, `${folder.path}-before`);
    queueIn(dir, [{ id: "b", command: "true" }]);
    await runJob(dir);
    expect([early.isStale, late.isStale]).toEqual([true, true]);
    const anew = new JobView(folder);
    rmSync(folder.path, { recursive: true });
    expect(anew.refresh().isStale).toBe(true);
    for (const view of [early, late]) view.close();
  }));
