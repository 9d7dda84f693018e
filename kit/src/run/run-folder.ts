// The folder in which a lesson runs: data, logs, mails and the database lie directly in it.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { EnvironmentError, UsageError } from "@daglings/engine";
import { makeFolder } from "../make-folder.ts";

/** Says that a folder was made by the kit, and may be emptied by it. */
const marker = ".daglings-run";
const database = "daglings.db";
const ownNames = new Set(["logs", "mailbox", database, `${database}-wal`, `${database}-shm`]);

export interface RunFolder {
  readonly path: string;
  readonly store: string;
  readonly logs: string;
  readonly mailbox: string;
}

/** Makes the folder, or empties it unless `keep`. What the kit has not made is never deleted. */
export function prepareFolder(path: string, keep: boolean): RunFolder {
  try {
    makeFolder(path);
    const names = readdirSync(path);
    if (names.length > 0 && !names.includes(marker)) {
      throw new UsageError(`${path} is not empty, and no lesson has made it; name another folder with --dir`);
    }
    if (!keep) for (const name of names) rmSync(join(path, name), { recursive: true, force: true });
    writeFileSync(join(path, marker), "This folder is emptied each time its lesson runs.\n");
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new EnvironmentError(
      `${path} cannot be used as the run's folder (${reason}); name another with --dir`,
      { cause: error },
    );
  }
  return {
    path,
    store: join(path, database),
    logs: join(path, "logs"),
    mailbox: join(path, "mailbox"),
  };
}

/** What the tasks have left, by path, with slashes on every system. */
export function listPaths({ path }: RunFolder): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(path, join(entry.parentPath, entry.name)).split(sep))
    .filter((parts) => !ownNames.has(parts[0] ?? "") && !parts.some((part) => part.startsWith(".")))
    .map((parts) => parts.join("/"))
    .toSorted();
}

export interface LeftFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

export function listFiles(folder: RunFolder): LeftFile[] {
  return listPaths(folder).map((path) => {
    const content = readFileSync(join(folder.path, path));
    return { path, bytes: content.length, sha256: createHash("sha256").update(content).digest("hex") };
  });
}
