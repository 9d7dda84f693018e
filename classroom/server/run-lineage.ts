// From a file that a lesson's run has left, back to what it came from: by what the run's own store has on record. A file
// that nobody here has written has no origin, which is an answer, too.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { sqliteStore } from "@daglings/engine";
import { answerLineage, Refusal } from "@daglings/live";
import type { FileWritten } from "../shared/record.ts";
import type { RecordedLesson } from "./runs.ts";

export function lineageIn({ folder, lines }: RecordedLesson, name: string | undefined): object {
  try {
    return recordedIn(join(folder, "daglings.db"), name);
  } catch (error) {
    const isUnknown = error instanceof Refusal && error.status === 404;
    if (!isUnknown || name === undefined || !hasFile(lines, name)) throw error;
    return { origin: { name, writtenBy: null, others: 0, from: [] }, readBy: [] };
  }
}

function recordedIn(file: string, name: string | undefined): object {
  if (!existsSync(file)) throw new Refusal(404, "this run has no store: a script has no lineage");
  const store = sqliteStore(file, { readOnly: true });
  try {
    return answerLineage(store, name);
  } finally {
    store.close();
  }
}

function hasFile(lines: readonly string[], path: string): boolean {
  return lines.some((line) => {
    if (!line.startsWith('{"type":"file"')) return false;
    return (JSON.parse(line) as FileWritten).path === path;
  });
}
