// A cached result as a workflow that ends at once: the server keeps it, for as long as it keeps workflows that have ended.

import type { CacheEntry } from "./messages.ts";

export async function flowCache(entry: CacheEntry): Promise<CacheEntry> {
  return await Promise.resolve(entry);
}
