// `macros` in templates: Airflow's own, and the parts of Python's library that it offers there.

import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import type Yaml from "yaml";
import { byName, forHumans } from "./date.ts";
import { strftime, strptime } from "./strftime.ts";
import { withParameters } from "./values.ts";

const isoDay = "%Y-%m-%d";

/** `now`: epoch milliseconds. */
export function macros(now: () => number): Readonly<Record<string, unknown>> {
  const zonedNow = () => Temporal.Instant.fromEpochMilliseconds(now()).toZonedDateTimeISO("UTC");
  const naiveNow = () => zonedNow().toPlainDateTime();
  const duration = (amount: unknown) => Temporal.Duration.from(byName(amount));
  return {
    ds_add: withParameters(["ds", "days"], (ds, days) => {
      return strftime(strptime(String(ds), isoDay).add({ days: Number(days) }), isoDay);
    }),
    ds_format: withParameters(["ds", "input_format", "output_format"], (ds, input, output) => {
      return strftime(strptime(String(ds), String(input)), String(output));
    }),
    ds_format_locale: withParameters(
      ["ds", "input_format", "output_format", "locale"],
      (ds, input, output, locale) => {
        const language = (typeof locale === "string" ? locale : "en").replace(/[.@].*/, "").replace("_", "-");
        return strftime(strptime(String(ds), String(input)), String(output), language);
      },
    ),
    datetime_diff_for_humans: withParameters(["dt", "since"], (date, since) => {
      return forHumans(zoned(date), since === undefined ? null : zoned(since), zonedNow());
    }),
    datetime: {
      now: naiveNow,
      utcnow: naiveNow,
      today: naiveNow,
      fromisoformat: (text: unknown) => Temporal.PlainDateTime.from(String(text)),
      strptime: (text: unknown, format: unknown) => strptime(String(text), String(format)).toPlainDateTime(),
      fromtimestamp: (seconds: unknown) =>
        Temporal.Instant.fromEpochMilliseconds(Number(seconds) * 1000)
          .toZonedDateTimeISO("UTC")
          .toPlainDateTime(),
    },
    timedelta: duration,
    dateutil: {
      parser: { parse: (text: unknown) => parseLoosely(String(text)) },
      relativedelta: { relativedelta: duration },
    },
    time: { time: () => now() / 1000 },
    uuid: { uuid4: () => randomUUID(), uuid1: () => randomUUID() },
    random: () => Math.random(),
    json: {
      dumps: (value: unknown) => pythonJson(value),
      loads: (text: unknown): unknown => JSON.parse(String(text)),
    },
    yaml: {
      dump: (value: unknown) => yaml().stringify(value),
      safe_load: (text: unknown): unknown => yaml().parse(String(text)),
    },
  };
}

function zoned(date: unknown): Temporal.ZonedDateTime {
  if (date instanceof Temporal.ZonedDateTime) return date;
  if (date instanceof Temporal.PlainDateTime) return date.toZonedDateTime("UTC");
  throw new Error(`${String(date)} is no date`);
}

function parseLoosely(text: string): Temporal.PlainDateTime | Temporal.ZonedDateTime {
  if (!/(Z|[+-]\d\d:?\d\d)$/.test(text)) return Temporal.PlainDateTime.from(text);
  return Temporal.Instant.from(text).toZonedDateTimeISO("UTC");
}

/** Python's json.dumps puts a space behind commas and colons. */
function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${pythonJson(item)}`);
  return `{${entries.join(", ")}}`;
}

/** Loaded when a template asks for it: hardly any does. */
function yaml(): typeof Yaml {
  return createRequire(import.meta.url)("yaml") as typeof Yaml;
}
