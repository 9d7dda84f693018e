// `a.b` and `a["b"]`, as Jinja's sandbox reads them: attributes first or items first, and nothing of Python's internals.

import { suggest } from "@daglings/words";
import { DictView, Dict } from "./dict.ts";
import { Moment } from "../dates/moment.ts";
import { methodOfMoment } from "../dates/moment-methods.ts";
import { braceFormat } from "./brace-format.ts";
import { dictMethods } from "./dict-methods.ts";
import { methodOf } from "./bind.ts";
import { nameOf } from "./iterate.ts";
import { leftOut } from "./left-out.ts";
import { listMethods, tupleMethods } from "./list-methods.ts";
import { numberAttribute } from "./number-methods.ts";
import { PythonError } from "./python-error.ts";
import { itemAt, isSequence } from "./slice.ts";
import { textMethods } from "./text-methods.ts";
import {
  Callable,
  defined,
  HostObject,
  type Markup,
  integerOf,
  isNumber,
  Namespace,
  PythonValue,
  Range,
  textOf,
  Tuple,
  Undefined,
} from "./values.ts";

/** `object.name`: the attribute, else the item. */
export function attributeOf(object: unknown, name: string, path: string | null = null): unknown {
  const own = ownAttribute(object, name);
  if (own !== undefined) return own;
  if (object instanceof Dict && object.has(name)) return object.get(name);
  return new Undefined(`${path ?? describe(object)} has no "${name}"${suggest(name, namesOf(object))}`);
}

/** `object[key]`: the item, else the attribute. */
export function itemOf(object: unknown, key: unknown, path: string | null = null): unknown {
  defined(object);
  if (object instanceof Dict) {
    if (isKey(key) && object.has(key)) return object.get(key);
  } else if (isSequence(object)) {
    const index = integerOf(defined(key));
    const item = index === undefined ? undefined : itemAt(object, Number(index));
    if (item !== undefined) return item;
  }
  const name = textOf(defined(key));
  const own = name === undefined ? undefined : ownAttribute(object, name);
  if (own !== undefined) return own;
  const wanted = name === undefined ? `item ${shown(key)}` : `"${name}"${suggest(name, namesOf(object))}`;
  return new Undefined(`${path ?? describe(object)} has no ${wanted}`);
}

/** What may have been meant. */
function namesOf(object: unknown): string[] {
  if (object instanceof Dict)
    return [...object.keys().flatMap((key) => textOf(key) ?? []), ...Object.keys(dictMethods)];
  if (textOf(object) !== undefined) return ["format", ...Object.keys(textMethods)];
  return Array.isArray(object) ? Object.keys(listMethods) : [];
}

function isKey(key: unknown): boolean {
  defined(key);
  return !(Array.isArray(key) || key instanceof Dict);
}

function shown(key: unknown): string {
  return isNumber(key) ? String(key) : `of that ${nameOf(key)}`;
}

function describe(object: unknown): string {
  return object === null ? "None" : `the ${nameOf(object)}`;
}

/** undefined if there is none. What Python has, and is not supported here, is refused: it must not seem to be missing. */
function ownAttribute(object: unknown, name: string): unknown {
  defined(object);
  if (name.startsWith("__")) return undefined;
  const found = attributeByType(object, name);
  if (found !== undefined) return found;
  if (leftOut(nameOf(object), name)) {
    throw new PythonError(`"${name}" of ${nameOf(object)} is not supported here`);
  }
  return undefined;
}

function attributeByType(object: unknown, name: string): unknown {
  if (object instanceof HostObject) return object.attribute(name);
  if (object instanceof PythonValue) {
    const own = object.attribute(name);
    return own === undefined && object instanceof Moment ? methodOfMoment(object, name) : own;
  }
  const text = textOf(object);
  if (text !== undefined) {
    const self = object as string | Markup;
    if (name === "format")
      return new Callable(name, (call) => braceFormat(self, call, { attributeOf, itemOf }));
    return methodOf(textMethods, self, name);
  }
  if (object instanceof Dict) return methodOf(dictMethods, object, name);
  if (Array.isArray(object)) return methodOf(listMethods, object as unknown[], name);
  if (object instanceof Tuple) {
    const index = object.fields.indexOf(name);
    return index === -1 ? methodOf(tupleMethods, object, name) : object.items[index];
  }
  if (isNumber(object)) return numberAttribute(object, name);
  if (object instanceof Callable)
    return Object.hasOwn(object.attributes, name) ? object.attributes[name] : undefined;
  if (object instanceof Namespace) return object.values.get(name);
  if (object instanceof Range) return { start: object.start, stop: object.stop, step: object.step }[name];
  if (object instanceof DictView && name === "mapping")
    throw new PythonError(`"mapping" is not supported here`);
  return undefined;
}
