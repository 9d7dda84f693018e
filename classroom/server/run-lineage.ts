// From a file that a lesson's run has left, back to what it came from: by what the run's own store has on record.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { sqliteStore } from "@daglings/engine";
import { answerLineage, Refusal } from "@daglings/live";
import type { RecordedLesson } from "./runs.ts";

export function lineageIn({ folder }: RecordedLesson, name: string | undefined): object {
  const file = join(folder, "daglings.db");
  if (!existsSync(file)) throw new Refusal(404, "this run has no store: a script has no lineage");
  const store = sqliteStore(file, { readOnly: true });
  try {
    return answerLineage(store, name);
  } finally {
    store.close();
  }
}
