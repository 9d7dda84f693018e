// The scheduler that works on a store, if there is one.

import { env } from "node:process";
import { findHolder, sqliteStore, systemClock } from "@daglings/engine";
import { connectTo, type Client } from "@daglings/live";

export function schedulerOf(file: string): Client | null {
  const store = sqliteStore(file, { readOnly: true });
  const holder = findHolder(store, systemClock());
  store.close();
  const token = env["DAGLINGS_OPERATOR_TOKEN"] ?? env["DAGLINGS_VIEWER_TOKEN"] ?? null;
  return holder?.address ? connectTo(holder.address, token) : null;
}
