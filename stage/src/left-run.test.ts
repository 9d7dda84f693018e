import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "@daglings/words";
import { describe, expect, test } from "vitest";
import { openLeftRun } from "./left-run.ts";
import { runLesson } from "./run-lesson.ts";
import { inTemporaryFolder } from "./testing.ts";

describe("what lesson 08 has left", () => {
  test("goes on from where time stood: a cleared day is fetched again, and a trigger asks for today", async () => {
    await inTemporaryFolder(async (above) => {
      const dir = join(above, "run");
      await runLesson({ lesson: "08", dir });
      const csv = join(dir, "data", "stats", "2019-01-02.csv");
      const before = readFileSync(csv, "utf8");
      rmSync(csv);

      const stage = await openLeftRun(dir);
      const dagId = "08_templated_path";
      expect(Temporal.Instant.fromEpochMilliseconds(stage.now()).toString()).toBe("2019-01-07T00:00:00Z");
      stage.scheduler.clear({ dagId, runId: "scheduled__2019-01-02T00:00:00+00:00" });
      const triggered = stage.scheduler.trigger({ dagId });
      await stage.settle();
      expect(readFileSync(csv, "utf8")).toBe(before);
      expect(stage.store.findRun({ dagId, runId: triggered })?.state).toBeDefined();
      expect(triggered).toBe("manual__2019-01-07T00:00:00+00:00");
      await stage.close();
      expect(existsSync(join(dir, ".daglings-in-use"))).toBe(false);
    });
  });
});

describe("there is nothing to go on with", () => {
  test.each([
    ["where no lesson has run", () => {}, /no lesson has run there; run one, such as pnpm lesson 08$/],
    [
      "where the file is gone",
      (dir: string) =>
        writeFileSync(
          join(dir, ".daglings-run"),
          JSON.stringify({ lesson: "08", file: join(dir, "gone.ts"), at: "2019-01-07T00:00:00Z" }),
        ),
      /gone\.ts, which ran in .*, is gone; run it again$/,
    ],
    [
      "of the script",
      (dir: string) =>
        writeFileSync(
          join(dir, ".daglings-run"),
          JSON.stringify({ lesson: "00", file: "x", at: "2019-01-07T00:00:00Z" }),
        ),
      /lesson 00_regular_script is a script, and has left no DAG$/,
    ],
  ])("%s", async (_, prepare, message) => {
    await inTemporaryFolder(async (dir) => {
      prepare(dir);
      await expect(openLeftRun(dir)).rejects.toThrow(UsageError);
      await expect(openLeftRun(dir)).rejects.toThrow(message);
    });
  });
});
