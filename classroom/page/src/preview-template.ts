// A template, rendered for an interval as Airflow would: by the same room that renders those of the lessons.

import { macros, renderTemplate, TemplateError } from "@daglings/templates";
import type { PlannedRun } from "./plan-schedule.ts";

export interface Preview {
  readonly text: string | null;
  readonly error: { readonly message: string; readonly offset: number | null } | null;
}

export interface Neighbours {
  readonly previous: number | null;
  readonly next: number | null;
}

export function previewTemplate(
  template: string,
  run: PlannedRun,
  beside: Neighbours,
  airflow: 2 | 3,
): Preview {
  try {
    return { text: renderTemplate(template, variablesOf(run, beside, airflow)), error: null };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { text: null, error: { message, offset: error instanceof TemplateError ? error.offset : null } };
  }
}

function utc(instant: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO("UTC");
}

const day = (date: Temporal.ZonedDateTime) => date.toPlainDate().toString();
const plain = (text: string) => text.replaceAll(/[-:]/g, "");

function dayPair(name: string, date: Temporal.ZonedDateTime | null): Record<string, string | null> {
  const text = date && day(date);
  return { [name]: text, [`${name}_nodash`]: text && plain(text) };
}

/** What a page can know of a run: all that follows from its dates. */
function variablesOf(
  run: PlannedRun,
  { previous, next }: Neighbours,
  airflow: 2 | 3,
): Record<string, unknown> {
  const date = utc(run.start);
  const ts = date.toInstant().toString({ fractionalSecondDigits: 0 }).replace("Z", "+00:00");
  const name =
    airflow === 2
      ? ts
      : utc(run.runAfter).toInstant().toString({ fractionalSecondDigits: 0 }).replace("Z", "+00:00");
  const everywhere = {
    logical_date: date,
    data_interval_start: date,
    data_interval_end: utc(run.end),
    ...dayPair("ds", date),
    ts,
    ts_nodash: plain(ts).slice(0, 15),
    ts_nodash_with_tz: plain(ts),
    run_id: `scheduled__${name}`,
    macros: macros(() => run.runAfter),
    params: {},
    test_mode: false,
  };
  if (airflow === 3) return everywhere;
  return {
    ...everywhere,
    execution_date: date,
    next_execution_date: next === null ? null : utc(next),
    prev_execution_date: previous === null ? null : utc(previous),
    ...dayPair("next_ds", next === null ? null : utc(next)),
    ...dayPair("prev_ds", previous === null ? null : utc(previous)),
    ...dayPair("yesterday_ds", date.subtract({ days: 1 })),
    ...dayPair("tomorrow_ds", date.add({ days: 1 })),
  };
}
