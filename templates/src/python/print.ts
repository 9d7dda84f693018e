// How Python prints values: str for what a template prints, repr within lists and dicts.

import { deeper, spend } from "../meter.ts";
import { Dict, DictView } from "./dict.ts";
import { PythonError } from "./python-error.ts";
import {
  Callable,
  defined,
  HostObject,
  Generated,
  Markup,
  Namespace,
  PythonValue,
  Range,
  Tuple,
  typeName,
  Undefined,
} from "./values.ts";

export function str(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Markup) return value.text;
  if (value instanceof PythonValue) return value.str();
  if (value instanceof Undefined && value.isLenient) return "";
  return repr(value);
}

export function repr(value: unknown): string {
  spend();
  defined(value);
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "bigint") return integerText(value);
  if (typeof value === "number") return floatText(value);
  if (typeof value === "string") return quoted(value);
  if (value instanceof Markup) return `Markup(${quoted(value.text)})`;
  if (value instanceof PythonValue) return value.repr();
  return deeper("the value", () => containerText(value));
}

function containerText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(repr).join(", ")}]`;
  if (value instanceof Tuple) {
    const { items, fields, printedName } = value;
    if (printedName !== null)
      return `${printedName}(${fields.map((name, index) => `${name}=${repr(items[index])}`).join(", ")})`;
    return value.items.length === 1 ? `(${repr(value.items[0])},)` : `(${value.items.map(repr).join(", ")})`;
  }
  if (value instanceof Dict) {
    return `{${value
      .entries()
      .map(([key, item]) => `${repr(key)}: ${repr(item)}`)
      .join(", ")}}`;
  }
  if (value instanceof DictView) return `dict_${value.kind}([${value.values.map(repr).join(", ")}])`;
  if (value instanceof Range) {
    return value.step === 1n
      ? `range(${value.start}, ${value.stop})`
      : `range(${value.start}, ${value.stop}, ${value.step})`;
  }
  if (value instanceof Namespace) return `<Namespace ${repr(new Dict(value.values))}>`;
  if ((value instanceof HostObject || value instanceof Callable) && value.printed !== null)
    return value.printed;
  if (value instanceof Undefined) return "Undefined"; // a lenient one, within a list
  throw new PythonError(unprintable(value));
}

/** Python would print an address in memory, which differs at each run. */
function unprintable(value: unknown): string {
  if (value instanceof Callable) return `${value.name} is not called; write ${value.name}(…)`;
  if (value instanceof Generated)
    return `a ${value.kind} does not print what is in it; write … | list, or … | join(", ")`;
  return `a ${typeName(value)} prints only an address in memory; print one of its fields`;
}

/** Python refuses to print longer ones. */
export function integerText(value: bigint): string {
  const text = String(value);
  if (text.length > 4300 + Number(value < 0n)) throw new PythonError("the number has more than 4300 digits");
  return text;
}

/** The shortest text that reads back as the same number; with an exponent where Python has one. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Object.is(value, -0)) return "-0.0";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    const [digits = "", exponent = ""] = value.toExponential().split("e");
    return `${digits}e${exponent.replace(/^([+-])(\d)$/, "$10$2")}`;
  }
  const text = String(value);
  return text.includes(".") ? text : `${text}.0`;
}

const named: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r" };

/** As Python writes a text: in double quotes where that saves escapes. */
function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(/[\\'\n\t\r]|[^\x20-\x7e]/gu, (letter) => {
    if (letter === "'") return quote === "'" ? "\\'" : "'";
    return named[letter] ?? (isPrintable(letter) ? letter : codeEscape(letter));
  });
  return quote + escaped + quote;
}

/** Python's isprintable: neither control, unassigned, surrogate or private, nor a separator other than the space. */
export function isPrintable(letter: string): boolean {
  return letter === " " || !/^[\p{C}\p{Z}]$/u.test(letter);
}

function codeEscape(letter: string): string {
  const code = letter.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code < 0x1_00) return `\\x${hex.padStart(2, "0")}`;
  return code < 0x1_00_00 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}
