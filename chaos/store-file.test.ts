// What other programs do to the store's file while a scheduler works on it.

import { closeSync, copyFileSync, openSync, readSync, renameSync, rmSync, writeSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { sqliteStore } from "@daglings/engine";
import { openArena, type Arena, type Life } from "./arena.ts";
import { slowDone, workDone } from "./expectations.ts";
import { complaints } from "./invariants.ts";
import { exitCodes } from "./setup.ts";

const setup = { executor: "in-process", clock: "system", dags: "slow.ts" } as const;
const lost = {
  exitCode: exitCodes.failed,
  complaints: expect.stringMatching(
    /^EnvironmentError: .*: it was deleted, moved or replaced while a scheduler worked on it/,
  ) as string,
};
const done = { exitCode: exitCodes.done, complaints: "" };

/** With a scheduler whose long task is under way. */
async function inArena(work: (arena: Arena, life: Life) => Promise<void>): Promise<void> {
  const arena = openArena();
  try {
    const life = arena.start(setup);
    while (!arena.outside().some((line) => / long 1 .* at work$/.test(line)) && !life.isOver())
      await wait(10);
    await work(arena, life);
  } finally {
    arena.close();
  }
}

/** Nothing else can write meanwhile. */
async function lock(arena: Arena, until: Promise<unknown>): Promise<void> {
  const database = new DatabaseSync(arena.storeFile, { timeout: 10_000 });
  database.exec("BEGIN IMMEDIATE");
  await until;
  database.exec("ROLLBACK");
  database.close();
}

/** A stopped program holds the lock, and has written one of the two heads of SQLite's log: nothing can read. */
async function writeHalf(arena: Arena, until: Promise<unknown>): Promise<void> {
  const head = openSync(`${arena.storeFile}-shm`, "r+");
  const flip = () => {
    const byte = Buffer.alloc(1);
    readSync(head, byte, 0, 1, 8); // the counter of changes in the first one
    writeSync(head, Uint8Array.of((byte[0] ?? 0) ^ 0xff), 0, 1, 8);
  };
  const locked = lock(
    arena,
    until.finally(() => {
      flip();
    }),
  );
  flip();
  await locked;
  closeSync(head); // not earlier: closing a file releases all locks that its process has on it
}

describe.concurrent("the store's file", () => {
  test("may be locked for longer than a beat", async () => {
    await inArena(async (arena, life) => {
      await lock(arena, wait(12_000));
      arena.letGo();
      expect(await life.ended).toEqual(done);
      expect(complaints(arena.storeFile, arena.outside(), slowDone)).toEqual([]);
    });
  });

  test("may be half written for longer than SQLite waits by itself", async () => {
    await inArena(async (arena, life) => {
      await writeHalf(arena, wait(17_000));
      arena.letGo();
      expect(await life.ended).toEqual(done);
      expect(complaints(arena.storeFile, arena.outside(), slowDone)).toEqual([]);
    });
  });

  test("that stays half written ends the scheduler with a sentence, and the next one goes on", async () => {
    await inArena(async (arena, life) => {
      await writeHalf(arena, life.ended);
      const { exitCode, complaints: words } = await life.ended;
      expect(exitCode).toBe(exitCodes.failed);
      expect(words).toMatch(
        /^EnvironmentError: .*: another program has kept it locked for 2\d s; end that program/,
      );
      arena.letGo();
      expect(await arena.start({ ...setup, isPatient: true }).ended).toEqual(done);
      expect(complaints(arena.storeFile, arena.outside(), slowDone)).toEqual([]);
    });
  });

  test("that stays locked ends the scheduler with a sentence, and the next one goes on", async () => {
    await inArena(async (arena, life) => {
      await lock(arena, life.ended);
      const { exitCode, complaints: words } = await life.ended;
      expect(exitCode).toBe(exitCodes.failed);
      expect(words).toMatch(
        /^EnvironmentError: .*: another program has kept it locked for 2\d s; end that program/,
      );
      arena.letGo();
      expect(await arena.start({ ...setup, isPatient: true }).ended).toEqual(done);
      expect(complaints(arena.storeFile, arena.outside(), slowDone)).toEqual([]);
    });
  });

  test("that is deleted ends the scheduler with a sentence at the next beat", async () => {
    await inArena(async (arena, life) => {
      for (const end of ["", "-wal", "-shm"]) rmSync(`${arena.storeFile}${end}`, { force: true });
      expect(await life.ended).toEqual(lost);
      expect(arena.outside().filter((line) => line.includes(" last "))).toEqual([]); // nothing new was started
    });
  });

  test("that is replaced also ends it", async () => {
    await inArena(async (arena, life) => {
      copyFileSync(arena.storeFile, `${arena.storeFile}.copy`);
      renameSync(`${arena.storeFile}.copy`, arena.storeFile);
      expect(await life.ended).toEqual(lost);
      expect(arena.outside().filter((line) => line.includes(" last "))).toEqual([]); // nothing new was started
    });
  });

  test("is made by one of three first starters, and the others wait for their turn", async () => {
    const arena = openArena();
    try {
      const lives = [1, 2, 3].map(() =>
        arena.start({ executor: "in-process", clock: "system", isPatient: true }),
      );
      for (const life of lives) expect(await life.ended).toEqual(done);
      expect(complaints(arena.storeFile, arena.outside(), workDone(1))).toEqual([]);
    } finally {
      arena.close();
    }
  });
});

test("a report is on record as it lands, while time stands still", async () => {
  const arena = openArena();
  const simulated = { ...setup, clock: "simulated" } as const;
  try {
    const life = arena.start(simulated);
    await life.hasSaid("ready");
    const store = sqliteStore(arena.storeFile, { readOnly: true });
    const reported = () => store.listOpenAttempts({ dagId: "slow" }).filter(({ report }) => report !== null);
    await expect.poll(() => reported().length, { timeout: 20_000 }).toBe(7);
    life.signal("SIGKILL");
    await life.ended;
    arena.letGo();
    expect(await arena.start(simulated).ended).toEqual(done);
    const [run] = store.listRuns({ dagId: "slow" });
    const tries = Object.entries(run ? (store.findRun(run)?.tasks ?? {}) : {}).map(([id, task]) => [
      id,
      task.tryNumber,
    ]);
    const quick = [1, 2, 3, 4, 5, 6, 7].map((index) => [`quick_${index}`, 1]);
    expect(Object.fromEntries(tries)).toEqual(Object.fromEntries([...quick, ["long", 2], ["last", 1]]));
    store.close();
    expect(complaints(arena.storeFile, arena.outside(), slowDone)).toEqual([]);
  } finally {
    arena.close();
  }
});
