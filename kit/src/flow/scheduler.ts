// The scheduler that works on a store, if there is one.

import { env } from "node:process";
import { findHolder, sqliteStore, systemClock } from "@daglings/engine";
import { connectTo, schedulerAddress, type Client } from "@daglings/live";
import { isUrl } from "./store.ts";

export async function schedulerOf(where: string): Promise<Client | null> {
  const address = isUrl(where) ? await schedulerAddress({ folder: "", url: where }) : addressIn(where);
  const token = env["DAGLINGS_OPERATOR_TOKEN"] ?? env["DAGLINGS_VIEWER_TOKEN"] ?? null;
  return address === null ? null : connectTo(address, token);
}

function addressIn(file: string): string | null {
  const store = sqliteStore(file, { readOnly: true });
  const holder = findHolder(store, systemClock());
  store.close();
  return holder?.address ?? null;
}
