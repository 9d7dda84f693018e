// Rounds of attacks at random moments. Each begins with an empty store, and ends when the work is done.

import { env } from "node:process";
import { setTimeout as wait } from "node:timers/promises";
import { systemClock } from "@daglings/engine";
import { describe, expect, test } from "vitest";
import { openArena, type Arena, type Life } from "./arena.ts";
import { workDone } from "./expectations.ts";
import { type FaultAct, faultPoints } from "./fault-points.ts";
import { complaints } from "./invariants.ts";
import { randomOf, type Random } from "./random.ts";
import { exitCodes, type Setup } from "./setup.ts";

const seed = Number(env["CHAOS_SEED"]);
const rounds = Number(env["CHAOS_ROUNDS"]);
/** By the calendar; later rounds are left out. */
const end = Number(env["CHAOS_END"]);

/** What is done to the schedulers of a round until the last one is left alone. */
const attacks = {
  /** They are killed, one after the other. */
  async killed(arena: Arena, setup: Setup, random: Random) {
    for (let kill = random.between(1, 4); kill > 0; kill--) {
      const life = arena.start(setup);
      await strike(arena, life, random);
      life.signal("SIGKILL");
      await life.ended;
    }
  },
  /** They kill themselves at a named point. */
  async "killed at a point"(arena: Arena, setup: Setup, random: Random) {
    for (let kill = random.between(1, 4); kill > 0; kill--) {
      const point = random.oneOf(faultPoints);
      const fault = {
        point,
        pass: random.between(1, 12),
        act: random.oneOf<FaultAct>(["kill", "fail"]),
      } as const;
      await arena.start({ ...setup, fault }).ended;
    }
  },
  /** One is stopped, goes on, and is killed in the end. */
  async stopped(arena: Arena, setup: Setup, random: Random) {
    const life = arena.start(setup);
    for (let stop = random.between(1, 3); stop > 0; stop--) {
      await strike(arena, life, random);
      life.signal("SIGSTOP");
      const { exitCode, complaints: words } = await arena.start(setup).ended;
      if (exitCode === exitCodes.refused) {
        expect(words).toMatch(
          /^EnvironmentError: another scheduler \(process \d+ on .+\) works on this store; stop it/,
        );
      } else if (exitCode === exitCodes.failed) {
        expect(words).toMatch(/another program has kept it locked for \d+ s/); // it stops in the middle of a commit
      } else {
        expect({ exitCode, words }).toEqual({ exitCode: exitCodes.done, words: "" }); // the first was not there yet
      }
      life.signal("SIGCONT");
    }
    await strike(arena, life, random);
    life.signal("SIGKILL");
    await life.ended;
  },
  /** Three want to work on one store; the one that does is killed, and another one follows. */
  async "killed among three"(arena: Arena, setup: Setup, random: Random) {
    const lives = [1, 2, 3].map(() => arena.start({ ...setup, isPatient: true }));
    for (const life of lives.slice(1)) {
      await strike(arena, life, random);
      life.signal("SIGKILL");
      await life.ended;
    }
    expect(await lives[0]?.ended).toEqual({ exitCode: exitCodes.done, complaints: "" });
  },
  /** Somebody clears each task while its first try is under way, and the scheduler is killed. */
  async "cleared and killed"(arena: Arena, setup: Setup, random: Random) {
    const meddle = { how: "clear", after: random.between(0, 30) } as const;
    for (let kill = random.between(0, 2); kill > 0; kill--) {
      const life = arena.start({ ...setup, meddle });
      await strike(arena, life, random);
      life.signal("SIGKILL");
      await life.ended;
    }
    expect(await arena.start({ ...setup, meddle }).ended).toEqual({
      exitCode: exitCodes.done,
      complaints: "",
    });
  },
};

/** Early, by time: while a scheduler starts. Later, by the work done, so that it is hit at work on a busy machine, too. */
async function strike(arena: Arena, life: Life, random: Random): Promise<void> {
  if (random.between(1, 4) === 1) return await wait(random.between(0, 400));
  await life.hasSaid("ready");
  await arena.untilOutside(arena.outside().length + random.between(0, 25), life);
  await wait(random.between(0, 5));
}

const names = Object.keys(attacks) as [keyof typeof attacks, ...(keyof typeof attacks)[]];
const all = Array.from({ length: rounds }, (_, index) => {
  const random = randomOf(seed + index);
  const executor = random.oneOf<Setup["executor"]>(["in-process", "subprocess"]);
  const clock = random.oneOf<Setup["clock"]>(["system", "simulated"]);
  return { round: seed + index, attack: random.oneOf(names), setup: { executor, clock } as const, random };
});

describe.concurrent("nothing is lost, doubled or stuck", () => {
  test.for(all)(
    "when schedulers are $attack ($setup.executor, $setup.clock clock): round $round",
    async ({ attack, setup, random }, { skip }) => {
      skip(systemClock().now() > end, "the time for rounds is over");
      const runs = setup.executor === "subprocess" ? 1 : 3;
      const arena = openArena({ runs });
      try {
        await attacks[attack](arena, setup, random);
        expect(await arena.start(setup).ended).toEqual({ exitCode: exitCodes.done, complaints: "" });
        expect(complaints(arena.storeFile, arena.outside(), workDone(runs))).toEqual([]);
      } finally {
        arena.close();
      }
    },
  );
});
