// Trigger rules as users write them: two of them used to have other names.

import { UsageError } from "@daglings/words";
import { triggerRules, type TriggerRule } from "../core/trigger-rule.ts";
import { oneOf } from "../options.ts";

/** Airflow 2 still accepts them, with a warning. */
const formerNames = {
  dummy: "always",
  none_failed_or_skipped: "none_failed_min_one_success",
} as const satisfies Readonly<Record<string, TriggerRule>>;

export type FormerTriggerRule = keyof typeof formerNames;

export function readTriggerRule(value: unknown, option: string): TriggerRule {
  return isFormer(value) ? formerNames[value] : oneOf(triggerRules)(value, option);
}

/** As Airflow 3 does. */
export function refuseFormerTriggerRule(rule: unknown): void {
  if (!isFormer(rule)) return;
  throw new UsageError(
    `triggerRule "${rule}" has a new name, the only one in Airflow 3; write "${formerNames[rule]}"`,
  );
}

function isFormer(rule: unknown): rule is FormerTriggerRule {
  return typeof rule === "string" && Object.hasOwn(formerNames, rule);
}
