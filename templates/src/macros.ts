// `macros` in templates: Airflow's own, and the parts of Python's library that it offers there.

import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import type Yaml from "yaml";
import { datetimeClass } from "./dates/datetime-class.ts";
import { Moment, momentArgument } from "./dates/moment.ts";
import { forHumans, Interval } from "./dates/interval.ts";
import { localeFormat } from "./dates/locale-format.ts";
import { parseLoosely } from "./dates/parse-loosely.ts";
import { relativedelta } from "./dates/relativedelta.ts";
import { strftime } from "./dates/strftime.ts";
import { strptime } from "./dates/strptime.ts";
import { timedeltaOf } from "./dates/timedelta.ts";
import { utc } from "./dates/zones.ts";
import { callable } from "./python/bind.ts";
import { isTrue } from "./python/compare.ts";
import { Float, toPython } from "./python/from-host.ts";
import { nameOf } from "./python/iterate.ts";
import { dumps, loads } from "./python/json.ts";
import { str } from "./python/print.ts";
import { PythonError } from "./python/python-error.ts";
import { Callable, countOf, defined, HostObject, textOf, Tuple } from "./python/values.ts";
import { yamlText } from "./python/yaml-text.ts";

/** `now`: epoch milliseconds. */
export function macros(now: () => number): HostObject {
  const pendulumNow = () =>
    new Moment(Temporal.Instant.fromEpochMilliseconds(now()).toZonedDateTimeISO("UTC"), utc, "pendulum");
  return module("macros", {
    ds_add,
    ds_format,
    ds_format_locale,
    datetime_diff_for_humans: callable("datetime_diff_for_humans", "dt since?", (date, since) => {
      const isFromNow = since === undefined || since === null;
      const other = isFromNow ? pendulumNow() : momentArgument(since);
      return forHumans(new Interval(zoned(momentArgument(date)), zoned(other), true), isFromNow);
    }),
    datetime: datetimeClass(now),
    timedelta: new Callable("timedelta", timedeltaOf),
    dateutil: module("dateutil", {
      parser: module("dateutil.parser", {
        parse: callable("parse", "timestr", (text) => parseLoosely(textOf(text) ?? "")),
      }),
      relativedelta: module("dateutil.relativedelta", {
        relativedelta: new Callable("relativedelta", relativedelta),
      }),
    }),
    time: module("time", {
      time: callable("time", "", () => now() / 1000),
      strftime: callable("strftime", "/ format", (format) => pendulumNow().strftime(textOf(format) ?? "")),
    }),
    uuid: module("uuid", { uuid4: callable("uuid4", "", uuid) }),
    random: callable("random", "", () => Math.random()),
    json: module("json", { dumps: jsonDumps, loads: callable("loads", "s", loads) }),
    yaml: module("yaml", {
      dump: callable("dump", "data", (value) => yamlText(value)),
      safe_load: callable("safe_load", "stream", readYaml),
    }),
  });
}

/** A part of Python's library, as far as templates have it here. */
function module(name: string, fields: Readonly<Record<string, unknown>>): HostObject {
  return new HostObject(null, (field) => {
    if (Object.hasOwn(fields, field)) return fields[field];
    throw new PythonError(`${name} has no "${field}" here; it has ${Object.keys(fields).join(", ")}`);
  });
}

/** A date without a zone counts as UTC. */
function zoned(date: Moment): Moment {
  return date.zone === null ? Moment.at(date.plain, utc, "pendulum") : date;
}

const isoDay = "%Y-%m-%d";
const text = (value: unknown, what: string) => {
  const found = textOf(value);
  if (found === undefined) throw new PythonError(`${what} must be a str, not ${nameOf(value)}`);
  return found;
};
const written = (plain: Temporal.PlainDateTime, format: string) =>
  strftime({ plain, offset: null, zoneName: () => "" }, format);

const ds_add = callable("ds_add", "ds days", (ds, days) => {
  defined(ds);
  if (!isTrue(days)) return str(ds);
  const { plain } = strptime(str(ds), isoDay);
  const sum =
    typeof days === "number"
      ? plain.add({ seconds: Math.round(days * 86_400) })
      : plain.add({ days: countOf(days, "days") });
  return written(sum, isoDay);
});

const ds_format = callable("ds_format", "ds input_format output_format", (ds, input, output) => {
  const { plain } = strptime(str(ds), text(input, "input_format"));
  return written(plain, text(output, "output_format"));
});

const ds_format_locale = callable(
  "ds_format_locale",
  "ds input_format output_format locale?",
  (ds, input, output, locale) => {
    const { plain } = strptime(str(ds), text(input, "input_format"));
    return localeFormat(
      plain,
      text(output, "output_format"),
      locale === undefined || locale === null ? "en_US" : text(locale, "locale"),
    );
  },
);

const jsonDumps = callable(
  "dumps",
  "obj * ensure_ascii? indent? separators? sort_keys?",
  (value, isAscii, indent, separators, sortKeys) => {
    const width =
      indent === undefined || indent === null
        ? null
        : (textOf(indent) ?? " ".repeat(countOf(indent, "indent")));
    const [item, key] =
      separators instanceof Tuple || Array.isArray(separators)
        ? separators instanceof Tuple
          ? separators.items
          : separators
        : [];
    return dumps(value, {
      indent: width,
      isAscii: isAscii === undefined || isTrue(isAscii),
      sortKeys: sortKeys !== undefined && isTrue(sortKeys),
      ...(item !== undefined &&
        key !== undefined && { separators: [text(item, "separators"), text(key, "separators")] as const }),
    });
  },
);

function uuid(): HostObject {
  const id = randomUUID();
  return new HostObject(id, (name) => (name === "hex" ? id.replaceAll("-", "") : undefined));
}

/** Loaded when a template asks for it: hardly any does. */
function readYaml(value: unknown): unknown {
  const yaml = createRequire(import.meta.url)("yaml") as typeof Yaml;
  try {
    return toPython(withFloats(yaml.parse(text(value, "the YAML"), { version: "1.1", intAsBigInt: true })));
  } catch (cause) {
    throw new PythonError(`this is not YAML: ${(cause as Error).message}`, { cause });
  }
}

function withFloats(value: unknown): unknown {
  if (typeof value === "number") return new Float(value);
  if (Array.isArray(value)) return value.map(withFloats);
  if (typeof value !== "object" || value === null) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) {
    throw new PythonError("dates in YAML are not supported here; write them in quotes");
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withFloats(item)]));
}
