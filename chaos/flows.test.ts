// Flows that are killed at random moments, and go on: `pnpm test:chaos flows --rounds 200`.

import { env } from "node:process";
import { setTimeout as wait } from "node:timers/promises";
import { sqliteRecord, type TaskRow } from "@daglings/flow";
import { describe, expect, test } from "vitest";
import { openArena, type Arena, type Life } from "./arena.ts";
import { callsInAll, flowRunId } from "./flow-work.ts";
import { randomOf, type Random } from "./random.ts";
import { exitCodes, type Setup } from "./setup.ts";

const seed = Number(env["CHAOS_SEED"]);
/** If no number is given, they share the time with all other tests. */
const rounds = env["CHAOS_END"] === "Infinity" ? Number(env["CHAOS_ROUNDS"]) : 8;

/** Calls that are complete on record: as `square-3`, and those of the flow within as `add-2`. */
function completed({ storeFile, outside }: Arena): Set<string> {
  if (outside().length === 0) return new Set();
  const record = sqliteRecord(storeFile, { readOnly: true });
  const rows = record.listTasks({ flowRunId });
  const inner = rows.flatMap(({ childRunId }) => childRunId ?? []);
  const all = [...rows, ...inner.flatMap((each) => record.listTasks({ flowRunId: each }))];
  record.close();
  const isWork = ({ childRunId, stateType }: TaskRow) => childRunId === null && stateType === "COMPLETED";
  return new Set(all.filter(isWork).map(({ name, call }) => `${name}-${call}`));
}

function calledIn(lines: readonly string[], what: "start" | "end"): string[] {
  return lines.flatMap((line) => {
    const [word, call = ""] = line.split(" ");
    return word === what ? [call] : [];
  });
}

async function kill(arena: Arena, life: Life, random: Random): Promise<void> {
  await life.hasSaid("ready");
  await arena.untilOutside(arena.outside().length + random.between(0, 60), life);
  await wait(random.between(0, 4));
  life.signal("SIGKILL");
}

const all = Array.from({ length: rounds }, (_, index) => {
  const random = randomOf(seed + index);
  const clock = random.oneOf<Setup["clock"]>(["system", "simulated"]);
  return { round: seed + index, setup: { executor: "in-process", clock } as const, random };
});

describe.concurrent("a flow that is killed calls again only what was not complete", () => {
  test.for(all)("round $round ($setup.clock clock)", async ({ setup, random }) => {
    const arena = openArena({ program: "flow.ts" });
    let last: unknown;
    try {
      for (let kills = random.between(1, 5); kills >= 0; kills--) {
        const [before, past] = [completed(arena), arena.outside().length];
        const life = arena.start(setup);
        if (kills > 0) await kill(arena, life, random);
        last = await life.ended;
        const began = calledIn(arena.outside().slice(past), "start");
        expect(began.filter((call) => before.has(call))).toEqual([]);
        const once = began.filter((call) => !call.startsWith("flaky"));
        expect(once).toEqual([...new Set(once)]);
      }
      expect(last).toEqual({ exitCode: exitCodes.done, complaints: "" });
      const done = completed(arena);
      expect(done.size).toBe(callsInAll);
      expect(new Set(calledIn(arena.outside(), "end"))).toEqual(done);
    } finally {
      arena.close();
    }
  });
});
