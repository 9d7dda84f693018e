import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { TaskState } from "./states.ts";
import { evaluateTriggerRule, triggerRules, type TriggerOutcome, type TriggerRule } from "./trigger-rule.ts";

interface Vector {
  readonly rule: TriggerRule;
  readonly upstream: (TaskState | "unfinished")[];
  readonly outcome: TriggerOutcome;
}

const file = new URL("../../golden/trigger-rule-vectors.json", import.meta.url);
const { vectors } = JSON.parse(readFileSync(file, "utf8")) as { vectors: Vector[] };

test.each(triggerRules)("%s decides as Airflow does", (rule) => {
  const rows = vectors.filter((vector) => vector.rule === rule);
  expect(rows.length).toBeGreaterThan(30);
  for (const { upstream, outcome } of rows) {
    expect({ upstream, outcome: evaluateTriggerRule(rule, upstream) }).toEqual({ upstream, outcome });
  }
});

test("the order of the upstream tasks does not matter", () => {
  for (const { rule, upstream, outcome } of vectors) {
    expect(evaluateTriggerRule(rule, upstream.toReversed())).toBe(outcome);
  }
});

test.each([
  "none",
  "scheduled",
  "queued",
  "running",
  "up_for_retry",
  "up_for_reschedule",
  "restarting",
] as const)("%s counts as unfinished", (state) => {
  for (const rule of triggerRules) {
    expect(evaluateTriggerRule(rule, [state, "success"])).toBe(
      evaluateTriggerRule(rule, ["unfinished", "success"]),
    );
  }
});

test("a removed task is done, but neither a success nor a failure", () => {
  expect(evaluateTriggerRule("all_done", ["removed", "success"])).toBe("run");
  expect(evaluateTriggerRule("all_success", ["removed", "success"])).toBe("wait");
  expect(evaluateTriggerRule("one_done", ["removed"])).toBe("skipped");
});

test("an unknown rule is refused, with the rules that there are", () => {
  const unknown = "all_fine" as TriggerRule;
  expect(() => evaluateTriggerRule(unknown, ["success"])).toThrow(
    /"all_fine" is not one of all_success, all_failed/,
  );
});
