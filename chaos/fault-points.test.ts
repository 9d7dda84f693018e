// One fault at each pass of each named point, until a scheduler ends without having met it.

import { describe, expect, test } from "vitest";
import { openArena, type Life } from "./arena.ts";
import { workDone } from "./expectations.ts";
import { type Fault, faultPoints, type FaultPoint } from "./fault-points.ts";
import { complaints, type Expectation } from "./invariants.ts";
import { exitCodes } from "./setup.ts";

const setup = { executor: "in-process", clock: "simulated" } as const;

/** What goes wrong in a round with this fault, and whether there was a fault. */
async function round(fault: Fault, expected: Expectation, overcome: (life: Life) => Promise<unknown>) {
  const arena = openArena();
  try {
    const life = arena.start({ ...setup, fault });
    const isOver = (await overcome(life)) === exitCodes.done;
    if (!isOver) expect(await arena.start(setup).ended).toEqual({ exitCode: exitCodes.done, complaints: "" });
    return { isOver, wrong: complaints(arena.storeFile, arena.outside(), expected) };
  } finally {
    arena.close();
  }
}

/** The passes at which something went wrong. */
async function atEachPass(
  point: FaultPoint,
  act: "kill" | "fail",
): Promise<{ passes: number; wrong: object[] }> {
  const wrong: object[] = [];
  for (let pass = 1; ; pass++) {
    const result = await round(
      { point, pass, act },
      workDone(1),
      async (life) => (await life.ended).exitCode,
    );
    if (result.wrong.length > 0) wrong.push({ pass, ...result });
    if (result.isOver) return { passes: pass - 1, wrong };
  }
}

describe.concurrent("a scheduler that is killed", () => {
  test.for(faultPoints.filter((point) => point !== "before stop"))(
    "%s, at any pass, loses nothing",
    async (point) => {
      const { passes, wrong } = await atEachPass(point, "kill");
      expect(wrong).toEqual([]);
      expect(passes).toBeGreaterThan(0);
    },
  );
});

describe.concurrent("a scheduler that meets an error", () => {
  test.for([
    "before lease",
    "after lease",
    "before commit",
    "after commit",
    "before start",
    "after start",
    "before report",
    "after report",
    "before wait",
  ] as const)("%s, at any pass, loses nothing", async (point) => {
    const { passes, wrong } = await atEachPass(point, "fail");
    expect(wrong).toEqual([]);
    expect(passes).toBeGreaterThan(0);
  });
});
