// Plain values as YAML, as PyYAML writes it. A text that would need quotes is refused.

import { deeper } from "../meter.ts";
import { Dict } from "./dict.ts";
import { nameOf } from "./iterate.ts";
import { integerText } from "./print.ts";
import { PythonError } from "./python-error.ts";
import { sorted } from "./sort.ts";
import { defined, textOf } from "./values.ts";

export function yamlText(value: unknown): string {
  defined(value);
  if (value instanceof Dict || Array.isArray(value)) return block(value, "");
  return `${scalar(value)}\n...\n`;
}

function block(value: unknown, indent: string): string {
  return deeper("the value", () => {
    if (Array.isArray(value)) {
      if (value.length === 0) return "[]\n";
      return value.map((item) => `${indent}- ${nested(item, `${indent}  `, true)}`).join("");
    }
    const dict = value as Dict;
    if (dict.size === 0) return "{}\n";
    return sorted(dict.entries(), ([key]) => key)
      .map(
        ([key, item]) =>
          `${indent}${scalar(key)}:${nested(item, `${indent}${Array.isArray(item) ? "" : "  "}`, false)}`,
      )
      .join("");
  });
}

/** A block within a list begins on the same line; within a dict, on the next. */
function nested(item: unknown, indent: string, isInList: boolean): string {
  const isEmpty = (item instanceof Dict && item.size === 0) || (Array.isArray(item) && item.length === 0);
  if ((item instanceof Dict || Array.isArray(item)) && !isEmpty) {
    return isInList ? block(item, indent).slice(indent.length) : `\n${block(item, indent)}`;
  }
  const written = isEmpty ? block(item, "") : `${scalar(item)}\n`;
  return isInList ? written : ` ${written}`;
}

const meaningful = /^(?:yes|no|true|false|on|off|null|~)$/i;

function scalar(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "boolean") return String(value);
  if (typeof value === "bigint") return integerText(value);
  const text = textOf(value);
  if (text === undefined)
    throw new PythonError(`yaml.dump of a ${nameOf(value)} is not supported here; write … | tojson`);
  if (
    /^[A-Za-z_/][A-Za-z0-9_/.-]*(?: [A-Za-z0-9_/.-]+)*$/.test(text) &&
    !meaningful.test(text) &&
    text.length < 80
  )
    return text;
  throw new PythonError("yaml.dump of texts with special letters is not supported here; write … | tojson");
}
