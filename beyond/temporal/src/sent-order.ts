// An order as a workflow sends it to whichever worker takes it. What is missing, each worker knows itself.

import type { AttemptOrder, RunRecord, XComRecord } from "@daglings/engine";

export interface SentOrder extends Omit<AttemptOrder, "fencingToken" | "logFile" | "files"> {
  readonly run: RunRecord;
  /** What the tasks of its run have pushed so far. */
  readonly xcoms: readonly XComRecord[];
}
