// Tasks may do what they like: they harm themselves, and nobody else.

import { globSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sqliteStore } from "@daglings/engine";
import { openArena } from "./arena.ts";
import { exitCodes } from "./setup.ts";

const megabyte = 1024 * 1024;
const logSize = 16 * megabyte;

describe.concurrent.for(["in-process", "subprocess"] as const)("hostile tasks, %s,", (executor) => {
  test("end as they must, and nothing else is harmed", async () => {
    const arena = openArena();
    try {
      const life = arena.start({ executor, clock: "system", dags: "hostile.ts" });
      expect(await life.ended).toEqual({ exitCode: exitCodes.done, complaints: "" });

      const store = sqliteStore(arena.storeFile, { readOnly: true });
      expect(store.listRuns({ dagId: "healthy" }).map(({ state }) => state)).toEqual(["success"]);
      const [run] = store.listRuns({ dagId: "hostile" });
      if (!run) throw new Error("there is no run");
      const states = Object.entries(store.findRun(run)?.tasks ?? {}).map(([taskId, { state }]) => [
        taskId,
        state,
      ]);
      const failed = [
        "asks_for_the_future",
        "asks_for_a_bad_name",
        "asks_for_what_is_there",
        "asks_with_a_bigint",
        "deaf",
        "leaves_a_grandchild",
        "fails_at_length",
        "has_an_endless_template",
        "exits",
        "kills_itself",
        "leaves_a_promise",
      ];
      expect(new Set(states.filter(([, state]) => state === "failed").map(([taskId]) => taskId))).toEqual(
        new Set(failed),
      );
      expect(states.filter(([, state]) => state !== "failed" && state !== "success")).toEqual([]);

      const attempts = store.listAttempts(run);
      expect(attempts.filter(({ finishedAt }) => finishedAt === null)).toEqual([]);
      expect(Math.max(...attempts.map(({ error }) => error?.length ?? 0))).toBeLessThan(0.1 * megabyte);
      expect(Math.max(...attempts.map(({ duration }) => duration ?? 0))).toBeLessThan(60_000);
      store.close();

      const logs = globSync("logs/**/*.log", { cwd: arena.folder }).map(
        (file) => statSync(join(arena.folder, file)).size,
      );
      expect(Math.max(...logs)).toBeGreaterThan(logSize - megabyte); // it was a flood
      expect(Math.max(...logs)).toBeLessThan(logSize + megabyte);
      const memory = life.said().find((line) => line.startsWith("memory "));
      expect(Number(memory?.split(" ")[1])).toBeLessThan(400 * megabyte);
    } finally {
      arena.close();
    }
  });
});
