// Where a scheduler keeps everything: in a file of its folder, or in a PostgreSQL database, which other machines reach, too.

import { hostname } from "node:os";
import { join } from "node:path";
import { findHolder, sqliteStore, systemClock, type Store } from "@daglings/engine";
import type { FlowRecord } from "@daglings/flow";
import { UsageError } from "@daglings/words";

export interface KeptIn {
  readonly folder: string;
  /** The database's; undefined: it is in the folder. */
  readonly url: string | undefined;
}

interface Options {
  readonly readOnly?: boolean;
}

/** The folder's file of that name. */
const fileIn = (folder: string) => join(folder, "daglings.db");

export async function openStore({ folder, url }: KeptIn, options: Options = {}): Promise<Store> {
  if (url === undefined) return sqliteStore(fileIn(folder), options);
  const { postgresStore } = await import("@daglings/postgres");
  return postgresStore(url, options);
}

export async function openRecord({ folder, url }: KeptIn): Promise<FlowRecord> {
  if (url !== undefined) return (await import("@daglings/postgres")).postgresRecord(url);
  return (await import("@daglings/flow")).sqliteRecord(fileIn(folder));
}

/** Where the scheduler that works there can be asked; null: nowhere. */
export async function schedulerAddress(where: KeptIn): Promise<string | null> {
  const store = await openStore(where, { readOnly: true });
  try {
    const holder = findHolder(store, systemClock());
    if (!holder?.address) return null;
    if (holder.host === hostname() || !isOfItsMachineAlone(holder.address)) return holder.address;
    throw new UsageError(
      `the scheduler works on ${holder.host}, and answers there alone; start it with --host ${holder.host}`,
    );
  } finally {
    store.close();
  }
}

function isOfItsMachineAlone(address: string): boolean {
  return /^(127\.|localhost$|\[::1\]$)/.test(new URL(address).hostname);
}
