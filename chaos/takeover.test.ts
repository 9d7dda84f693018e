// A scheduler stops for longer than its lease, as when a process is stopped or a machine sleeps; another
// one takes over its store; then the first one goes on.

import { describe, expect, test } from "vitest";
import { sqliteStore } from "@daglings/engine";
import { openArena } from "./arena.ts";
import { workDone } from "./expectations.ts";
import { complaints } from "./invariants.ts";
import { exitCodes } from "./setup.ts";

const points = [
  "before commit",
  "after commit",
  "before start",
  "after start",
  "before report",
  "after report",
] as const;
const cases = points.flatMap((point) => [
  { point, pass: 3, executor: "in-process" as const },
  { point, pass: 5, executor: "subprocess" as const },
]);

describe.concurrent("a scheduler that was stopped for longer than its lease", () => {
  test.for(cases)("$point writes nothing more, and ends ($executor)", async ({ executor, ...where }) => {
    const arena = openArena({ runs: 1 });
    const setup = { executor, clock: "system" } as const;
    try {
      const first = arena.start({ ...setup, fault: { ...where, act: "stop" } });
      await first.hasSaid("stops");
      expect(first.isOver()).toBe(false);
      const second = arena.start({ ...setup, leaseAhead: 60_000 });
      expect(await second.ended).toEqual({ exitCode: exitCodes.done, complaints: "" });

      const store = sqliteStore(arena.storeFile, { readOnly: true });
      const before = store.lastEventId();
      first.signal("SIGCONT");
      const { exitCode, complaints: words } = await first.ended;
      expect(exitCode).toBe(exitCodes.failed);
      expect(words).toMatch(
        /^LeaseLostError: another scheduler has taken this store over; this one has stopped/,
      );
      expect(store.lastEventId()).toBe(before);
      store.close();
      expect(complaints(arena.storeFile, arena.outside(), { ...workDone(1), isFenced: true })).toEqual([]);
    } finally {
      arena.close();
    }
  });
});
