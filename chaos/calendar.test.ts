// The calendar jumps while a scheduler works by the wall clock.

import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { openArena, type Arena } from "./arena.ts";
import { slowDone } from "./expectations.ts";
import { complaints } from "./invariants.ts";
import { exitCodes } from "./setup.ts";

const hour = 3_600_000;
const setup = { executor: "in-process", clock: "system", dags: "slow.ts" } as const;

/** What is wrong in the end. */
async function jump(by: number, meanwhile: (arena: Arena) => Promise<void>) {
  const arena = openArena();
  try {
    const module = new URL(`./calendar.ts?jump=${by}`, import.meta.url).href;
    const life = arena.start(setup, ["--import", module]);
    await arena.untilOutside(10, life);
    life.signal("SIGUSR2");
    await meanwhile(arena);
    arena.letGo();
    return { ...(await life.ended), wrong: complaints(arena.storeFile, arena.outside(), slowDone) };
  } finally {
    arena.close();
  }
}

const well = { exitCode: exitCodes.done, complaints: "", wrong: [] };

describe.concurrent("when the calendar jumps", () => {
  test("back by an hour, a scheduler keeps its lease", async () => {
    const end = await jump(-hour, async (arena) => {
      await wait(12_000);
      // A lease of 30 s that had not been renewed since the jump would be over by now; one that is renewed is not, although
      // a busy machine may be late by seconds.
      const { exitCode } = await arena.start({ ...setup, leaseAhead: 19_000 }).ended;
      expect(exitCode).toBe(exitCodes.refused);
    });
    expect(end).toEqual(well);
  });

  test("by eight hours, it goes on without complaint", async () => {
    expect(await jump(8 * hour, async () => wait(11_000))).toEqual(well);
  });
});
