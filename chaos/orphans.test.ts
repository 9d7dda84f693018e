// A scheduler is killed while one of its tasks is at work, which ignores every signal that can be ignored, and would go on
// for long without it.

import { describe, expect, test } from "vitest";
import { openArena } from "./arena.ts";
import { workDone } from "./expectations.ts";
import { complaints } from "./invariants.ts";
import { exitCodes } from "./setup.ts";

describe.concurrent("a deaf task", () => {
  test.for(["in-process", "subprocess"] as const)(
    "has ended when its next try begins (%s)",
    async (executor) => {
      const arena = openArena();
      const setup = { executor, clock: "system" } as const;
      try {
        for (const tryNumber of [1, 2, 3]) {
          const life = arena.start(setup);
          const isAtWork = (line: string) => line.includes(` deaf ${tryNumber} `);
          while (!arena.outside().some(isAtWork) && !life.isOver())
            await arena.untilOutside(arena.outside().length + 1, life);
          life.signal("SIGKILL");
          await life.ended;
        }
        expect(await arena.start(setup).ended).toEqual({ exitCode: exitCodes.done, complaints: "" });
        expect(complaints(arena.storeFile, arena.outside(), workDone(1))).toEqual([]);
      } finally {
        arena.close();
      }
    },
  );
});
