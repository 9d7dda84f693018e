// Jinja's filters for texts.

import { isTrue } from "../python/compare.ts";
import { Dict } from "../python/dict.ts";
import { dumps } from "../python/json.ts";
import { fixed } from "../python/format-spec.ts";
import { escapeHtml } from "../python/escape-html.ts";
import { contains, listOf, nameOf } from "../python/iterate.ts";
import { attributeOf } from "../python/members.ts";
import { percentFormat } from "../python/percent-format.ts";
import { repr, str } from "../python/print.ts";
import { PythonError } from "../python/python-error.ts";
import { centered, replace, strip, wordsOf } from "../python/text-methods.ts";
import { linesOf } from "../python/line-ends.ts";
import { capitalized } from "../python/letter-case.ts";
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
import { pairsOf } from "../python/dict-methods.ts";
import type { Filters } from "./filter.ts";
import { wrapped } from "./word-wrap.ts";

/** A text of any value; HTML stays HTML. */
function soft(value: unknown): string | Markup {
  return value instanceof Markup ? value : str(value);
}

function onText(change: (text: string) => string): (value: unknown) => string | Markup {
  return (value) => {
    const text = soft(value);
    return text instanceof Markup ? new Markup(change(text.text)) : change(text);
  };
}

function plainText(value: unknown, what: string): string {
  const text = textOf(defined(value));
  if (text === undefined) throw new PythonError(`${what} takes a str, not a ${nameOf(value)}`);
  return text;
}

/** Jinja's own: a capital only after spaces, hyphens and brackets. */
function titled(text: string): string {
  return text
    .split(/([-\s({[<]+)/)
    .filter((part) => part !== "")
    .map((part) => {
      const [first = "", ...rest] = part;
      return first.toUpperCase() + rest.join("").toLowerCase();
    })
    .join("");
}

function indented(value: unknown, width: unknown, first: unknown, blank: unknown): string | Markup {
  const given = textOf(width);
  const space = given ?? " ".repeat(width === undefined ? 4 : countOf(width, "width"));
  const source = value instanceof Markup ? value : plainText(value, "indent");
  const text = `${textOf(source) ?? ""}\n`;
  let result: string;
  if (blank !== undefined && isTrue(blank)) {
    result = text.split("\n").slice(0, -1).join(`\n${space}`);
    if (text === "\n") result = "";
  } else {
    const [head = "", ...rest] = linesOf(text);
    result = [head, ...rest.map((line) => (line === "" ? line : space + line))].join("\n");
  }
  if (first !== undefined && isTrue(first)) result = space + result;
  return source instanceof Markup ? new Markup(result) : result;
}

function truncated(
  value: unknown,
  length: unknown,
  killwords: unknown,
  end: unknown,
  leeway: unknown,
): string | Markup {
  const text = value instanceof Markup ? value.text : plainText(value, "truncate");
  const most = length === undefined ? 255 : countOf(length, "length");
  const ending = end === undefined ? "..." : plainText(end, "end");
  const spare = leeway === undefined || leeway === null ? 5 : countOf(leeway, "leeway");
  const letters = [...text];
  const endLength = [...ending].length;
  if (most < endLength)
    throw new PythonError(`truncate needs a length of ${endLength} at least, not ${most}`);
  if (spare < 0) throw new PythonError("the leeway cannot be negative");
  if (letters.length <= most + spare) return value instanceof Markup ? value : text;
  const kept = letters.slice(0, most - endLength).join("");
  if (killwords !== undefined && isTrue(killwords)) return kept + ending;
  const at = kept.lastIndexOf(" ");
  return (at === -1 ? kept : kept.slice(0, at)) + ending;
}

const urlSafe = /[A-Za-z0-9_.~/-]/;

/** `/` stays, as in Python; in names and values of a query it does not, and a space is a plus. */
function quotedForUrl(value: unknown, isQuery: boolean): string {
  const bytes = new TextEncoder().encode(str(value));
  return Array.from(bytes, (byte) => {
    const letter = String.fromCharCode(byte);
    if (isQuery && letter === " ") return "+";
    if (urlSafe.test(letter) && !(isQuery && letter === "/")) return letter;
    return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }).join("");
}

function urlEncoded(value: unknown): string {
  defined(value);
  const isSingle = textOf(value) !== undefined || !isIterable(value);
  if (isSingle) return quotedForUrl(value, false);
  return pairsOf(value)
    .map(([key, item]) => `${quotedForUrl(key, true)}=${quotedForUrl(item, true)}`)
    .join("&");
}

export function isIterable(value: unknown): boolean {
  if (value instanceof Generated) return true;
  try {
    listOf(value);
    return true;
  } catch (error) {
    if (error instanceof PythonError && !(value instanceof Undefined)) return false;
    throw error;
  }
}

const sizes = ["k", "M", "G", "T", "P", "E", "Z", "Y"];

function fileSize(value: unknown, binary: unknown): string {
  const number = integerOf(value) ?? (typeof value === "number" ? value : textOf(value));
  const bytes = Number(number);
  if (number === undefined || Number.isNaN(bytes))
    throw new PythonError(`filesizeformat takes a number, not a ${nameOf(value)}`);
  const isBinary = binary !== undefined && isTrue(binary);
  const base = isBinary ? 1024 : 1000;
  if (bytes === 1) return "1 Byte";
  if (bytes < base) return `${Math.trunc(bytes)} Bytes`;
  let index = 0;
  while (index < sizes.length - 1 && bytes >= base ** (index + 2)) index++;
  const unit = sizes[index] ?? "";
  const shown = (base * bytes) / base ** (index + 2);
  return `${fixed(shown, 1)} ${isBinary ? `${unit.toUpperCase()}iB` : `${unit}B`}`;
}

function stripTags(value: unknown): string {
  const text = textOf(value) ?? str(value);
  const bare = text.replace(/<!--.*?-->/gs, "").replace(/<.*?>/gs, "");
  return wordsOf(bare)
    .join(" ")
    .replace(/&(amp|lt|gt|#39|#34|quot);/g, (_, name: string) => {
      return { amp: "&", lt: "<", gt: ">", "#39": "'", "#34": '"', quot: '"' }[name] ?? "";
    });
}

/** JSON that is safe inside HTML. Airflow's is, too, whatever it is used for. */
function toJson(value: unknown, indent: unknown): Markup {
  const width =
    indent === undefined || indent === null
      ? null
      : (textOf(indent) ?? " ".repeat(countOf(indent, "indent")));
  const json = dumps(value, { indent: width, sortKeys: true });
  const codes: Readonly<Record<string, string>> = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "'": "\\u0027",
  };
  return new Markup(json.replace(/[<>&']/g, (letter) => codes[letter] ?? letter));
}

function pretty(value: unknown): string {
  const text = repr(value);
  if (text.length > 80)
    throw new PythonError(
      "pprint of a value that does not fit on one line is not supported here; write … | tojson(indent=2)",
    );
  return value instanceof Dict || text.includes("{") ? sortedRepr(value) : text;
}

/** pprint sorts the keys of a dict. */
function sortedRepr(value: unknown): string {
  if (!(value instanceof Dict)) {
    if (contains([...repr(value)], "{") && !(typeof value === "string"))
      throw new PythonError("pprint of dicts within lists is not supported here");
    return repr(value);
  }
  const keys = value
    .keys()
    .map((key) => str(key))
    .toSorted();
  if (
    value
      .keys()
      .some(
        (key) => typeof key !== "string" || value.get(key) instanceof Dict || Array.isArray(value.get(key)),
      )
  ) {
    throw new PythonError("pprint of this dict is not supported here; write … | tojson");
  }
  return repr(new Dict(keys.map((key) => [key, value.get(key)])));
}

export const textFilters: Filters = {
  upper: ["", onText((text) => text.toUpperCase())],
  lower: ["", onText((text) => text.toLowerCase())],
  capitalize: ["", onText(capitalized)],
  title: ["", (value) => titled(str(value))],
  trim: ["chars?", (value, chars) => onText((text) => strip(text, chars, true, true))(value)],
  center: [
    "width?",
    (value, width) =>
      onText((text) => centered(text, width === undefined ? 80 : countOf(width, "width")))(value),
  ],
  indent: ["width? first? blank?", indented],
  truncate: ["length? killwords? end? leeway?", truncated],
  wordcount: ["", (value) => BigInt(str(value).match(/[\p{L}\p{N}_\p{M}]+/gu)?.length ?? 0)],
  wordwrap: ["width? break_long_words? wrapstring? break_on_hyphens?", wrapped],
  replace: [
    "old new count?",
    (value, old, by, count) => {
      defined(value);
      return replace(
        str(value),
        str(old),
        str(by),
        count === undefined || count === null ? -1 : countOf(count, "count"),
      );
    },
  ],
  string: ["", soft],
  safe: ["", (value) => new Markup(str(value))],
  escape: ["", (value) => (value instanceof Markup ? value : new Markup(escapeHtml(str(value))))],
  e: ["", (value) => (value instanceof Markup ? value : new Markup(escapeHtml(str(value))))],
  forceescape: ["", (value) => new Markup(escapeHtml(str(value)))],
  striptags: ["", stripTags],
  urlencode: ["", urlEncoded],
  filesizeformat: ["binary?", fileSize],
  tojson: ["indent?", toJson],
  pprint: ["", pretty],
  format: (value, args, named) => {
    if (args.length > 0 && named.size > 0)
      throw new PythonError("format takes arguments by position or by name, not both");
    return percentFormat(soft(value), named.size > 0 ? new Dict(named) : new Tuple(args));
  },
  attr: [
    "name",
    (value, name) => {
      const wanted = str(name);
      if (value instanceof Dict && value.has(wanted)) {
        const own = attributeOf(new Dict(), wanted);
        return own instanceof Undefined ? own : attributeOf(value, wanted);
      }
      return attributeOf(value, wanted);
    },
  ],
  xmlattr: [
    "autospace?",
    (value, autospace) => {
      if (!(defined(value) instanceof Dict))
        throw new PythonError(`xmlattr takes a dict, not a ${nameOf(value)}`);
      const parts = pairsOf(value).flatMap(([key, item]) => {
        if (item === null || item instanceof Undefined) return [];
        if (/[\s/>=]/.test(plainText(key, "xmlattr")))
          throw new PythonError(`"${str(key)}" is not the name of an attribute`);
        return [`${escapeHtml(str(key))}="${item instanceof Markup ? item.text : escapeHtml(str(item))}"`];
      });
      const isSpaced = autospace === undefined || isTrue(autospace);
      return parts.length > 0 && isSpaced ? ` ${parts.join(" ")}` : parts.join(" ");
    },
  ],
};
