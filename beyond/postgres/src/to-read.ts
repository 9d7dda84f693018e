// What an attempt's own process loads, to look up what the scheduler has kept.

import type { Store } from "@daglings/engine";
import { postgresStore } from "./store.ts";

export function openToRead(url: string): Store {
  return postgresStore(url, { readOnly: true });
}
