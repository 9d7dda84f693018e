// How the engine learns about an asset's updates from outside, as plain data: the engine describes, and others watch.

import { type DurationInput, parseDelay, show, UsageError } from "@daglings/words";

export type Watch = FileWatch | SignalWatch | TableWatch;

/** Files that match the pattern; each version of each file is an update. */
export interface FileWatch {
  readonly kind: "file";
  /** Relative to the folder in which tasks work. */
  readonly pattern: string;
  /** A file that has not changed for this many milliseconds is whole. */
  readonly quiet: number;
}

/** Someone reports it, by HTTP. */
export interface SignalWatch {
  readonly kind: "signal";
  readonly name: string;
}

/** A table of an SQLite database: an update is when rows have been added to it, or removed. */
export interface TableWatch {
  readonly kind: "table";
  /** Relative to the folder in which tasks work. */
  readonly database: string;
  readonly table: string;
}

/**
 * Whenever a file that matches the pattern has arrived: `fileArrival("data/incoming/*.json")`. A file that is renamed
 * into place within its folder counts at once; one that is written there, when it has not changed for `quiet`, by default
 * two seconds. Hidden files (".part") do not count.
 */
export function fileArrival(
  pattern: string,
  { quiet = { seconds: 2 } }: { readonly quiet?: DurationInput } = {},
): FileWatch {
  return {
    kind: "file",
    pattern: text(pattern, "the pattern of fileArrival"),
    quiet: parseDelay(quiet, "quiet"),
  };
}

/** Whenever somebody sends `POST /api/assets/NAME/events`; the name is that of the signal, or of the asset itself. */
export function apiSignal(name: string): SignalWatch {
  return { kind: "signal", name: text(name, "the name of apiSignal") };
}

/**
 * Whenever rows have been added to the table, or removed: it compares the number of rows and the greatest rowid, and does
 * not notice a row that is changed in place.
 */
export function tableChange({
  database,
  table,
}: {
  readonly database: string;
  readonly table: string;
}): TableWatch {
  return {
    kind: "table",
    database: text(database, "the database of tableChange"),
    table: text(table, "the table of tableChange"),
  };
}

function text(value: unknown, what: string): string {
  if (typeof value === "string" && value.trim() !== "") return value;
  throw new UsageError(`${what} is ${show(value)}; it must be a text`);
}
