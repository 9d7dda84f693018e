// The attributes by which runs can be found, on Temporal's page and with `temporal workflow list`:
// DagId = "11_atomic_send" AND LogicalDate >= "2019-01-03T00:00:00Z".

import { defineSearchAttributeKey, SearchAttributeType, type SearchAttributePair } from "@temporalio/common";
import type { RunIdentity } from "@daglings/engine/core";

export const dagIdKey = defineSearchAttributeKey("DagId", SearchAttributeType.KEYWORD);
const logicalDateKey = defineSearchAttributeKey("LogicalDate", SearchAttributeType.DATETIME);
export const runStateKey = defineSearchAttributeKey("RunState", SearchAttributeType.KEYWORD);

export const searchKeys = [dagIdKey, logicalDateKey, runStateKey];

export function searchAttributesOf(dagId: string, { logicalDate }: RunIdentity): SearchAttributePair[] {
  return [
    { key: dagIdKey, value: dagId },
    { key: logicalDateKey, value: new Date(logicalDate) },
    { key: runStateKey, value: "running" },
  ];
}
