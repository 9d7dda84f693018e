// A stop in time, in words.

import type { History, Stop } from "../../shared/history.ts";
import { isMidnight, runText, stateText } from "./words.ts";

/** `2019-01-03`: how a run is called. */
export function runName(history: History, number: number | null): string {
  const recorded = number === null ? undefined : history.runs[number];
  const run = recorded?.versions[0]?.run;
  if (!recorded || !run) return "a run";
  if (run.runType === "manual" || run.undated)
    return `${run.runType === "manual" ? "by hand " : ""}${runText(run.logicalDate, false)}`;
  return runText(run.logicalDate, areDays(history, recorded.dagId));
}

/** The DAGs that have a run at another time than midnight, and how many runs have been looked at. */
const known = new WeakMap<History, { runs: number; readonly timed: Set<string> }>();

/** Whether a date is enough to name each run of a DAG. Asked of every run at every frame: each is looked at once. */
function areDays(history: History, dagId: string): boolean {
  const seen = known.get(history) ?? { runs: 0, timed: new Set() };
  known.set(history, seen);
  for (; seen.runs < history.runs.length; seen.runs++) {
    const recorded = history.runs[seen.runs];
    const run = recorded?.versions[0]?.run;
    if (recorded && run && run.runType !== "manual" && !isMidnight(run.logicalDate)) {
      seen.timed.add(recorded.dagId);
    }
  }
  return !seen.timed.has(dagId);
}

export function stopText(history: History, stop: Stop | undefined): string {
  if (!stop) return "nothing has happened yet";
  const name = runName(history, stop.run);
  switch (stop.kind) {
    case "made":
      return `run ${name} is made`;
    case "changed": {
      const change = stop.changes.at(-1);
      if (!change) return `run ${name}`;
      const what = change.taskId === null ? `run ${name}` : `${change.taskId} of ${name}`;
      const tries = change.taskId !== null && (change.tryNumber ?? 0) > 1 ? `, try ${change.tryNumber}` : "";
      return `${what}: ${stateText(change.state)}${tries}`;
    }
    case "file":
      return `a file is written: ${stop.name ?? ""}`;
    case "mail":
      return `a mail has come: ${stop.name ?? ""}`;
    case "ended":
      return "the lesson is over";
    default:
      throw new TypeError(`unknown stop ${String(stop.kind satisfies never)}`);
  }
}

/** For its colour on the strip. */
export function stopTone(stop: Stop): "made" | "good" | "bad" | "retry" | "file" | "mail" | "quiet" {
  if (stop.kind === "made" || stop.kind === "file" || stop.kind === "mail") return stop.kind;
  const states = stop.changes.map(({ state }) => state);
  if (states.some((state) => state === "failed" || state === "upstream_failed")) return "bad";
  if (states.includes("up_for_retry") || states.includes("up_for_reschedule")) return "retry";
  return states.includes("success") ? "good" : "quiet";
}
