// The disk of the store, or that of the logs, is full. It is a small file system in memory.

import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openArena } from "./arena.ts";
import { workDone } from "./expectations.ts";
import { complaints } from "./invariants.ts";
import { exitCodes } from "./setup.ts";

const setup = { executor: "in-process", clock: "system" } as const;
const done = { exitCode: exitCodes.done, complaints: "" };
/** More than the space that was set aside for the log. */
const runs = 31;

interface Disk {
  readonly folder: string;
  readonly fill: () => void;
  readonly makeRoom: () => void;
  readonly close: () => void;
}

/** Null if there is none: only root may make one, and only on Linux. */
function openDisk(folder: string): Disk | null {
  mkdirSync(folder);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", folder], { stdio: "ignore" });
  } catch {
    return null;
  }
  const filler = join(folder, "filler");
  return {
    folder,
    fill() {
      const file = openSync(filler, "a");
      try {
        for (let size = 65_536; size >= 1; size /= 2) fillBy(file, Buffer.alloc(size));
      } finally {
        closeSync(file);
      }
    },
    makeRoom: () => rmSync(filler),
    close: () => execFileSync("umount", ["--lazy", folder]),
  };
}

/** Piece by piece, until no more fits. */
function fillBy(file: number, piece: Buffer): void {
  try {
    while (writeSync(file, piece) > 0);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
  }
}

const unprivileged = "only root can make a disk that is full, and only on Linux";

describe.concurrent("a disk that is full", () => {
  test.for([0, 20, 100])(
    "under the store ends the scheduler with a sentence after %d lines",
    async (lines, { skip }) => {
      const arena = openArena({ runs });
      const disk = openDisk(join(arena.folder, "disk"));
      try {
        if (!disk) throw skip(unprivileged);
        const own = { ...setup, storeFolder: disk.folder };
        const storeFile = join(disk.folder, "daglings.db");
        const life = arena.start(own);
        await life.hasSaid("ready");
        await arena.untilOutside(lines, life);
        disk.fill();
        const { exitCode, complaints: words } = await life.ended;
        expect({ exitCode, words }).toMatchObject({
          exitCode: exitCodes.failed,
          words: expect.stringMatching(/^EnvironmentError: .*disk is full/) as string,
        });
        disk.makeRoom();
        expect(await arena.start(own).ended).toEqual(done);
        expect(complaints(storeFile, arena.outside(), workDone(runs))).toEqual([]);
      } finally {
        disk?.close();
        arena.close();
      }
    },
  );

  test("under the logs hurts no task, and is reported once", async ({ skip }) => {
    const arena = openArena({ runs });
    const disk = openDisk(join(arena.folder, "disk"));
    try {
      if (!disk) throw skip(unprivileged);
      disk.fill();
      const { exitCode, complaints: words } = await arena.start({ ...setup, logsFolder: disk.folder }).ended;
      expect(exitCode).toBe(exitCodes.done);
      expect(words.match(/the log .* cannot be written/g)).toHaveLength(1);
      expect(complaints(arena.storeFile, arena.outside(), workDone(runs))).toEqual([]);
    } finally {
      disk?.close();
      arena.close();
    }
  });
});
