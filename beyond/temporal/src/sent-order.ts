// An order as a workflow sends it to whichever worker takes it. Each worker knows the missing parts itself.

import type { AssetEvent, AttemptOrder, RunRecord, XComRecord } from "@daglings/engine";

export interface SentOrder extends Omit<AttemptOrder, "fencingToken" | "logFile" | "files"> {
  readonly run: RunRecord;
  /** What the tasks of its run have pushed so far. */
  readonly xcoms: readonly XComRecord[];
  /** For which its run was made. */
  readonly assetEvents: readonly AssetEvent[];
}
