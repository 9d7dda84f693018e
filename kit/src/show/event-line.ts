// An event of the scheduler as a line, for people who watch it.

import type { EventRecord } from "@daglings/engine";
import { instantText } from "@daglings/stage";

/** `05:00:00 08_templated_path scheduled__…: task fetch_events (try 2) failed: …` */
export function eventLine(event: Omit<EventRecord, "id">): string {
  const { at, dagId, runId, taskId, state, tryNumber, detail } = event;
  const attempt = tryNumber !== null && tryNumber > 1 ? ` (try ${tryNumber})` : "";
  const what = taskId === null ? (runId === null ? "DAG" : "run") : `task ${taskId}${attempt}`;
  const time = instantText(at).slice(11, 19);
  const reason = detail === null || detail === state ? "" : `: ${detail}`;
  return `${time} ${dagId}${runId === null ? "" : ` ${runId}`}: ${what} ${state}${reason}`;
}
