// What is done to tasks by hand while they run, and the crash that follows.

import { describe, expect, test } from "vitest";
import { sqliteStore } from "@daglings/engine";
import { openArena } from "./arena.ts";
import { workDone } from "./expectations.ts";
import { complaints } from "./invariants.ts";
import { exitCodes } from "./setup.ts";

const executors = ["in-process", "subprocess"] as const;

describe.concurrent.for(executors)("by hand, %s", (executor) => {
  const setup = { executor, clock: "system" } as const;

  test("a task that is cleared while it runs starts again when its old try is gone", async () => {
    const arena = openArena();
    try {
      const life = arena.start({ ...setup, meddle: { how: "clear", after: 10 } });
      expect(await life.ended).toEqual({ exitCode: exitCodes.done, complaints: "" });
      expect(complaints(arena.storeFile, arena.outside(), workDone(1))).toEqual([]);
      const store = sqliteStore(arena.storeFile, { readOnly: true });
      expect(store.listEvents({ after: 0, limit: -1 }).some(({ state }) => state === "restarting")).toBe(
        true,
      );
      store.close();
    } finally {
      arena.close();
    }
  });

  test.for(["cancel", "mark"] as const)(
    "no attempt stays open after a crash that follows a %s",
    async (how) => {
      const arena = openArena();
      try {
        // It is on record that they are to stop, but nothing has told them.
        const fault = { point: "before stop", pass: 1, act: "kill" } as const;
        const life = arena.start({ ...setup, meddle: { how, after: 10 }, fault });
        expect((await life.ended).exitCode).toBe(null);
        const left = sqliteStore(arena.storeFile, { readOnly: true });
        expect(left.listOpenAttempts({ dagId: "main" })).not.toEqual([]);
        left.close();

        expect(await arena.start(setup).ended).toEqual({ exitCode: exitCodes.done, complaints: "" });
        const store = sqliteStore(arena.storeFile, { readOnly: true });
        for (const { dagId } of store.listDags()) expect(store.listOpenAttempts({ dagId })).toEqual([]);
        const states = store.listRuns({ dagId: "main" }).map(({ state }) => state);
        expect(states).toEqual([how === "cancel" ? "failed" : "success"]);
        store.close();
      } finally {
        arena.close();
      }
    },
  );
});
