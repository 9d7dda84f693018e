// Jinja's filters for lists and dicts.

import { spend } from "../meter.ts";
import { arithmetic } from "../python/arithmetic.ts";
import { compare, equals, isTrue } from "../python/compare.ts";
import { Dict, hashOf } from "../python/dict.ts";
import { iterate, lengthOf, listOf, nameOf } from "../python/iterate.ts";
import { itemOf } from "../python/members.ts";
import { str } from "../python/print.ts";
import { PythonError } from "../python/python-error.ts";
import { sorted } from "../python/sort.ts";
import { bind } from "../python/bind.ts";
import {
  countOf,
  defined,
  Generated,
  integerOf,
  Markup,
  textOf,
  Tuple,
  Undefined,
} from "../python/values.ts";
import type { Filters, Host } from "./filter.ts";

type Getter = (item: unknown) => unknown;

/** `"a.b.0"`: one attribute after the other. `otherwise` stands for what is not there. */
function getterOf(attribute: unknown, change: Getter = (value) => value, otherwise?: unknown): Getter {
  if (attribute === undefined || attribute === null) return change;
  const integer = integerOf(attribute);
  const parts =
    integer === undefined
      ? str(attribute)
          .split(".")
          .map((part) => (/^\d+$/.test(part) ? BigInt(part) : part))
      : [integer];
  return (item) => {
    let value = item;
    for (const part of parts) {
      value = itemOf(value, part);
      if (otherwise !== undefined && value instanceof Undefined) value = otherwise;
    }
    return change(value);
  };
}

function ignoringCase(value: unknown): unknown {
  return textOf(value)?.toLowerCase() ?? value;
}

function caseRule(caseSensitive: unknown): Getter {
  return caseSensitive !== undefined && isTrue(caseSensitive) ? (value) => value : ignoringCase;
}

function first(value: unknown): unknown {
  for (const item of iterate(value)) return item;
  return new Undefined("it has no first item: it is empty");
}

function last(value: unknown): unknown {
  const items = reversible(value);
  return items.length === 0 ? new Undefined("it has no last item: it is empty") : items.at(-1);
}

function reversible(value: unknown): unknown[] {
  defined(value);
  if (value instanceof Generated)
    throw new PythonError(`a ${nameOf(value)} goes forward only; write … | list first`);
  return listOf(value);
}

function reversed(value: unknown): unknown {
  const text = textOf(value);
  if (text !== undefined) {
    const turned = [...text].toReversed().join("");
    return value instanceof Markup ? new Markup(turned) : turned;
  }
  const items = listOf(value).toReversed();
  return value instanceof Generated ? items : new Generated(items.values(), "reversed list");
}

function extreme(value: unknown, caseSensitive: unknown, attribute: unknown, sign: 1 | -1): unknown {
  const items = listOf(value);
  if (items.length === 0) return new Undefined("it has no smallest or largest item: it is empty");
  const key = getterOf(attribute, caseRule(caseSensitive));
  let [best, bestKey] = [items[0], key(items[0])];
  for (const item of items.slice(1)) {
    const itemKey = key(item);
    if (sign * compare(itemKey, bestKey) < 0) [best, bestKey] = [item, itemKey];
  }
  return best;
}

function* unique(value: unknown, caseSensitive: unknown, attribute: unknown): Generator {
  const key = getterOf(attribute, caseRule(caseSensitive));
  const seen = new Set<string>();
  for (const item of iterate(value)) {
    const hash = hashOf(key(item));
    if (seen.has(hash)) continue;
    seen.add(hash);
    yield item;
  }
}

function* batch(value: unknown, size: unknown, fill: unknown): Generator {
  const count = countOf(size, "linecount");
  let line: unknown[] = [];
  for (const item of iterate(value)) {
    if (line.length === count) {
      yield line;
      line = [];
    }
    line.push(item);
  }
  if (line.length === 0) return;
  if (fill !== undefined && fill !== null) while (line.length < count) line.push(fill);
  yield line;
}

function* slices(value: unknown, count: unknown, fill: unknown): Generator {
  const items = listOf(value);
  const size = countOf(count, "slices");
  if (size === 0) throw new PythonError("division by zero");
  const each = Math.floor(items.length / size);
  const longer = items.length % size;
  let start = 0;
  for (let index = 0; index < size; index++) {
    spend();
    const end = start + each + (index < longer ? 1 : 0);
    const slice = items.slice(start, end);
    if (fill !== undefined && fill !== null && index >= longer) slice.push(fill);
    yield slice;
    start = end;
  }
}

function grouped(value: unknown, attribute: unknown, otherwise: unknown, caseSensitive: unknown): unknown[] {
  const fallback = otherwise === null ? undefined : otherwise;
  const rule = caseRule(caseSensitive);
  const raw = getterOf(attribute, (each) => each, fallback);
  const key = getterOf(attribute, rule, fallback);
  const groups: { by: unknown; items: unknown[] }[] = [];
  for (const item of sorted(iterate(value), key)) {
    const by = key(item);
    const group = groups.at(-1);
    if (group && equals(group.by, by)) group.items.push(item);
    else groups.push({ by, items: [item] });
  }
  return groups.map(
    ({ by, items }) =>
      new Tuple(
        [caseSensitive !== undefined && isTrue(caseSensitive) ? by : raw(items[0]), items],
        ["grouper", "list"],
      ),
  );
}

function dictSorted(value: unknown, caseSensitive: unknown, by: unknown, reverse: unknown): unknown[] {
  if (!(defined(value) instanceof Dict))
    throw new PythonError(`dictsort takes a dict, not a ${nameOf(value)}`);
  const position = by === undefined || by === "key" ? 0 : by === "value" ? 1 : -1;
  if (position === -1) throw new PythonError('dictsort sorts by "key" or "value"');
  const rule = caseRule(caseSensitive);
  const order = sorted(
    (value as Dict).entries(),
    (entry) => rule(entry[position]),
    reverse !== undefined && isTrue(reverse),
  );
  return order.map((entry) => new Tuple(entry));
}

function sort(value: unknown, reverse: unknown, caseSensitive: unknown, attribute: unknown): unknown[] {
  const rule = caseRule(caseSensitive);
  const attributes = typeof attribute === "string" ? attribute.split(",") : [attribute];
  const getters = attributes.map((each) => getterOf(each, rule));
  const key: Getter = getters.length === 1 ? (getters[0] ?? rule) : (item) => getters.map((get) => get(item));
  return sorted(iterate(value), key, reverse !== undefined && isTrue(reverse));
}

function sum(value: unknown, attribute: unknown, start: unknown): unknown {
  const get = getterOf(attribute);
  let total: unknown = start ?? 0n;
  if (textOf(total) !== undefined) throw new PythonError("sum adds no texts; write … | join");
  for (const item of iterate(value)) total = arithmetic("+", total, get(item));
  return total;
}

/** What map, select and so on do with each item: an attribute, or a filter or test by name with its arguments. */
function mapper(args: readonly unknown[], named: ReadonlyMap<string, unknown>, host: Host): Getter {
  if (args.length === 0 && named.has("attribute")) {
    const [attribute, otherwise] = bind("map", "* attribute default?", { positional: [], named });
    return getterOf(attribute, (value) => value, otherwise);
  }
  const [name, ...rest] = args;
  if (name === undefined)
    throw new PythonError('map needs a filter or an attribute, as in map("upper") or map(attribute="name")');
  return (item) => host.filter(name, item, rest, named);
}

function* mapped(value: unknown, change: Getter): Generator {
  if (!isTrue(value)) return;
  for (const item of iterate(value)) yield change(item);
}

function* selected(value: unknown, keeps: (item: unknown) => boolean): Generator {
  if (!isTrue(value)) return;
  for (const item of iterate(value)) if (keeps(item)) yield item;
}

function chooser(
  args: readonly unknown[],
  named: ReadonlyMap<string, unknown>,
  host: Host,
  hasAttribute: boolean,
): (item: unknown) => boolean {
  if (named.size > 0) throw new PythonError("a test takes no arguments by name here");
  const [attribute, rest] = hasAttribute ? [args[0], args.slice(1)] : [undefined, args];
  if (hasAttribute && attribute === undefined) throw new PythonError("it needs the name of an attribute");
  const get = getterOf(attribute);
  const [name, ...more] = rest;
  return name === undefined ? (item) => isTrue(get(item)) : (item) => host.test(name, get(item), more);
}

const chosen =
  (hasAttribute: boolean, wanted: boolean) =>
  (value: unknown, args: readonly unknown[], named: ReadonlyMap<string, unknown>, host: Host) => {
    const keeps = chooser(args, named, host, hasAttribute);
    return new Generated(selected(value, (item) => keeps(item) === wanted));
  };

export const listFilters: Filters = {
  length: ["", (value) => BigInt(lengthOf(value))],
  count: ["", (value) => BigInt(lengthOf(value))],
  first: ["", first],
  last: ["", last],
  list: ["", (value) => listOf(value)],
  reverse: ["", reversed],
  join: [
    "d? attribute?",
    (value, separator, attribute) => {
      const get = getterOf(attribute);
      return Array.from(iterate(value), (item) => str(get(item))).join(
        separator === undefined ? "" : str(separator),
      );
    },
  ],
  sort: ["reverse? case_sensitive? attribute?", sort],
  unique: [
    "case_sensitive? attribute?",
    (value, caseSensitive, attribute) => new Generated(unique(value, caseSensitive, attribute)),
  ],
  min: [
    "case_sensitive? attribute?",
    (value, caseSensitive, attribute) => extreme(value, caseSensitive, attribute, 1),
  ],
  max: [
    "case_sensitive? attribute?",
    (value, caseSensitive, attribute) => extreme(value, caseSensitive, attribute, -1),
  ],
  sum: ["attribute? start?", sum],
  batch: ["linecount fill_with?", (value, size, fill) => new Generated(batch(value, size, fill))],
  slice: ["slices fill_with?", (value, count, fill) => new Generated(slices(value, count, fill))],
  groupby: ["attribute default? case_sensitive?", grouped],
  dictsort: ["case_sensitive? by? reverse?", dictSorted],
  items: [
    "",
    (value) => {
      if (value instanceof Undefined) return new Generated([].values());
      if (!(value instanceof Dict)) throw new PythonError(`items takes a dict, not a ${nameOf(value)}`);
      return new Generated(
        value
          .entries()
          .map((entry) => new Tuple(entry))
          .values(),
      );
    },
  ],
  map: (value, args, named, host) => new Generated(mapped(value, mapper(args, named, host))),
  select: chosen(false, true),
  reject: chosen(false, false),
  selectattr: chosen(true, true),
  rejectattr: chosen(true, false),
  random: [
    "",
    (value) => {
      const items = listOf(value);
      return items.length === 0
        ? new Undefined("it has no random item: it is empty")
        : items[Math.floor(Math.random() * items.length)];
    },
  ],
};
