// Which templates an Airflow renders as the kit does: those that use only names that it has.

import { goneFields, templateNames, type AirflowVersion } from "@daglings/engine";
import { checkTemplate } from "@daglings/templates";
import { snakeCase } from "@daglings/words";

const onlyIn: Readonly<Record<AirflowVersion, readonly string[]>> = {
  2: ["conf", "expanded_ti_count", "triggering_dataset_events", ...goneFields.map(snakeCase)],
  3: [
    "partition_key",
    "partition_date",
    "task_reschedule_count",
    "task_state_store",
    "triggering_asset_events",
  ],
};

/** Why Airflow cannot render the first of these texts that it cannot render; null if it can render all of them. */
export function foreignTemplate(value: unknown, airflow: AirflowVersion): string | null {
  const foreign = onlyIn[airflow === 2 ? 3 : 2];
  const known = templateNames.filter((name) => !foreign.includes(name));
  for (const text of textsIn(value)) {
    const fault = checkTemplate(text, known);
    if (fault !== null) return fault.message;
  }
  return null;
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
