// What is stored as JSON comes back as JSON keeps it. A value that it cannot keep is refused at once: later, nobody knows
// where it came from.

import { UsageError } from "@daglings/words";
import { dictionary } from "./options.ts";

/** A copy, as it will be read back. `what` names the value in messages. */
export function plainJson(value: unknown, what: string): unknown {
  try {
    return copyOf(value, what, []);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`${what} is nested too deeply; pass less, or the name of a file that has it`);
  }
}

/** The same, for a value that must be an object. */
export function plainFields(value: unknown, what: string): Readonly<Record<string, unknown>> {
  return dictionary(plainJson(dictionary(value, what), what), what);
}

function copyOf(value: unknown, place: string, above: readonly object[]): unknown {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value + 0; // JSON has no -0
  if (!isObject(value)) throw refusal(place, nameOf(value));
  if (above.includes(value)) throw refusal(place, "an object that contains itself");
  if (typeof value["toJSON"] === "function") {
    const json: unknown = (value["toJSON"] as () => unknown)();
    return copyOf(json, place, [...above, value]);
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => copyOf(item, `${place}[${index}]`, [...above, value]));
  }
  if (!isPlain(value)) throw refusal(place, `a ${value.constructor?.name ?? "special object"}`);
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(
    fields.map(([name, field]) => [name, copyOf(field, `${place}.${name}`, [...above, value])]),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function nameOf(value: unknown): string {
  if (typeof value === "bigint") return `the BigInt ${value}n`;
  return typeof value === "function" ? "a function" : String(value);
}

function refusal(place: string, what: string): UsageError {
  return new UsageError(
    `${place} is ${what}, which JSON cannot keep; pass texts, numbers, lists and objects`,
  );
}
