// Where a store is, so that an attempt's own process can open it, too.

import { EnvironmentError } from "../errors.ts";
import type { Store } from "../ports.ts";

/** Plain data. */
export type StorePlace =
  | { readonly file: string }
  /** A module, by its URL, whose `openToRead` takes the name. */
  | { readonly module: string; readonly name: string };

/** A store that other processes can open. */
export interface SharedStore extends Store {
  readonly place: StorePlace;
}

export function placeOf(store: Store): StorePlace {
  if (isShared(store)) return store.place;
  throw new EnvironmentError(
    "the subprocess executor needs a store that other processes can open; use a SQLite file",
  );
}

function isShared(store: Store): store is SharedStore {
  return "place" in store;
}
