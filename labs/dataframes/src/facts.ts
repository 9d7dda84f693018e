// What only the network knows about the libraries: facts.json, which `node labs/dataframes/src/record-facts.ts` writes.

import { readFileSync } from "node:fs";

export const factsFile = new URL("facts.json", import.meta.url);

export interface LibraryFacts {
  readonly latest: string;
  /** The day of the last release. */
  readonly released: string;
  /** Known vulnerabilities of it and of what comes along. */
  readonly advisories: readonly string[];
}

export interface Facts {
  /** The day. */
  readonly recorded: string;
  /** False: no registry has answered an audit, and there may be more advisories than are known here. */
  readonly isAudited: boolean;
  readonly libraries: Readonly<Record<string, LibraryFacts>>;
}

export function readFacts(): Facts {
  return JSON.parse(readFileSync(factsFile, "utf8")) as Facts;
}
