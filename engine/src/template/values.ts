// Carries values into a template and back. minijinja knows texts, numbers, lists, and maps with functions in them:
// dates, the task instance and so on become such maps.

import { dateFields, durationFields } from "./date.ts";

/** The key under which a map that stands for an object keeps how it prints. */
const printKey = "__str__";
const dateKey = "__date__";

/** What functions that a template calls have met, looked at when rendering is over. */
export interface Watch {
  /** A function that throws would leave minijinja broken for good: so none does. */
  thrown: unknown[];
  /** An argument was undefined, or none: minijinja hands over both alike. */
  gotUndefined: boolean;
}

/** What minijinja is given for a value. */
export function toTemplate(value: unknown, watch: Watch): unknown {
  if (typeof value === "function") {
    return (...args: unknown[]) => {
      try {
        watch.gotUndefined ||= args.some((arg) => arg === undefined);
        return toTemplate(Reflect.apply(value, undefined, args.map(fromTemplate)), watch);
      } catch (error) {
        watch.thrown.push(error);
        return undefined;
      }
    };
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => toTemplate(item, watch));
  if (value instanceof Temporal.Instant) return toTemplate(value.toZonedDateTimeISO("UTC"), watch);
  if (value instanceof Temporal.ZonedDateTime || value instanceof Temporal.PlainDateTime) {
    return toTemplate({ [dateKey]: value.toString(), ...dateFields(value) }, watch);
  }
  if (value instanceof Temporal.Duration) return toTemplate(durationFields(value), watch);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toTemplate(item, watch)]));
}

/** What a function receives that a template calls. Arguments given by name come as an object, the last one. */
export function fromTemplate(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromTemplate);
  if (!(value instanceof Map)) return value;
  const date: unknown = value.get(dateKey);
  if (typeof date === "string") {
    return date.includes("[") ? Temporal.ZonedDateTime.from(date) : Temporal.PlainDateTime.from(date);
  }
  return Object.fromEntries([...value].map(([key, item]) => [String(key), fromTemplate(item)]));
}

/** Python's way to call: each parameter by position or by name. The function gets all of them by position. */
export function withParameters(
  parameters: readonly string[],
  call: (...args: unknown[]) => unknown,
): (...args: unknown[]) => unknown {
  return (...given) => {
    const last = given.at(-1);
    const isNamed =
      typeof last === "object" &&
      last !== null &&
      Object.getPrototypeOf(last) === Object.prototype &&
      Object.keys(last).every((name) => parameters.includes(name));
    const named = new Map<string, unknown>(isNamed ? Object.entries(last) : []);
    const byPosition = isNamed ? given.slice(0, -1) : given;
    return call(...parameters.map((name, index) => (named.has(name) ? named.get(name) : byPosition[index])));
  };
}

/** As Python prints it: `None`, `True`, `['a', 1]`. */
export function pythonPrint(value: unknown): string {
  return typeof value === "string" ? value : pythonRepr(value);
}

function pythonRepr(value: unknown): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return reprOfText(value);
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(", ")}]`;
  if (!(value instanceof Map)) return `${value as number | bigint}`;
  const text: unknown = value.get(printKey);
  if (typeof text === "string") return text;
  return `{${[...value].map(([key, item]) => `${pythonRepr(key)}: ${pythonRepr(item)}`).join(", ")}}`;
}

function reprOfText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\t", "\\t");
  return `${quote}${quote === "'" ? escaped.replaceAll("'", "\\'") : escaped}${quote}`;
}
