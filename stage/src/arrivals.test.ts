import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openLeftRun } from "./left-run.ts";
import { runLesson } from "./run-lesson.ts";
import { inTemporaryFolder } from "./testing.ts";

test("files arrive in simulated time, when they are whole; and in a left folder, what is put there by hand", async () => {
  await inTemporaryFolder(async (above) => {
    const dir = join(above, "run");
    const { run } = await runLesson({ lesson: "16", dir });
    expect(run.dags.flatMap(({ runs }) => runs.map(({ createdAt }) => createdAt))).toEqual([
      "2019-01-04T05:00:02Z",
      "2019-01-04T06:20:05Z",
      "2019-01-05T07:45:02Z",
    ]);

    writeFileSync(join(dir, "data", "incoming", "2019-01-05.json"), "[]\n");
    const stage = await openLeftRun(dir);
    await stage.settle();
    const [latest] = stage.store.listRuns({ dagId: "16_event_triggered", newestFirst: true, limit: 1 });
    expect(latest).toMatchObject({ state: "success", runId: "dataset_triggered__2019-01-07T00:00:02+00:00" });
    await stage.close();
  });
});
