// When may a task run, given the states of the tasks directly upstream of it? Airflow's TriggerRuleDep (2.10),
// row by row; golden/trigger-rule-vectors.json holds what Airflow itself answers.

import { isFinished, type FinalState, type TaskState } from "./states.ts";

export const triggerRules = [
  "all_success",
  "all_failed",
  "all_done",
  "all_skipped",
  "one_success",
  "one_failed",
  "one_done",
  "none_failed",
  "none_failed_min_one_success",
  "none_skipped",
  "always",
] as const;

export type TriggerRule = (typeof triggerRules)[number];

/** The last two are final: the task gets that state now, without running. */
export type TriggerOutcome = "run" | "wait" | "skipped" | "upstream_failed";

/** How many upstream tasks have ended, and how. */
export type EndedCounts = Readonly<Record<FinalState, number>>;

/** Every state that is not final counts as unfinished, and callers may pass it as that. */
export function evaluateTriggerRule(
  rule: TriggerRule,
  upstreamStates: readonly (TaskState | "unfinished")[],
): TriggerOutcome {
  const ended = { success: 0, failed: 0, skipped: 0, upstream_failed: 0, removed: 0 };
  for (const state of upstreamStates) if (isFinished(state)) ended[state]++;
  return evaluateCounted(rule, upstreamStates.length, ended);
}

/** The same, from counts: there are `all` upstream tasks, and some of them have ended. */
export function evaluateCounted(rule: TriggerRule, all: number, ended: EndedCounts): TriggerOutcome {
  if (all === 0) return "run";
  const { success, skipped, failed } = ended;
  const failures = failed + ended.upstream_failed;
  const allDone = success + skipped + failures + ended.removed === all;

  switch (rule) {
    case "all_success":
      if (failures > 0) return "upstream_failed";
      if (skipped > 0) return "skipped";
      return success === all ? "run" : "wait";
    case "all_failed":
      if (success + skipped > 0) return "skipped";
      return failures === all ? "run" : "wait";
    case "all_done":
      return allDone ? "run" : "wait";
    case "all_skipped":
      if (success + failures > 0) return "skipped";
      return skipped === all ? "run" : "wait";
    case "one_success":
      if (success > 0) return "run";
      if (!allDone) return "wait";
      return skipped === all ? "skipped" : "upstream_failed";
    case "one_failed":
      if (failures > 0) return "run";
      return allDone ? "skipped" : "wait";
    case "one_done":
      if (success + failed > 0) return "run";
      return allDone ? "skipped" : "wait";
    case "none_failed":
      if (failures > 0) return "upstream_failed";
      return success + skipped === all ? "run" : "wait";
    case "none_failed_min_one_success":
      if (failures > 0) return "upstream_failed";
      if (skipped === all) return "skipped";
      return success + skipped === all ? "run" : "wait";
    case "none_skipped":
      if (skipped > 0) return "skipped";
      return allDone ? "run" : "wait";
    case "always":
      return "run";
    default:
      throw new TypeError(
        `trigger rule "${String(rule satisfies never)}" is not one of ${triggerRules.join(", ")}`,
      );
  }
}
