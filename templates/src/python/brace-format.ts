// "{:%Y}/{name}".format(…): Python's replacement fields.

import { escapeHtml } from "./escape-html.ts";
import { formatted } from "./format-spec.ts";
import { repr, str } from "./print.ts";
import { PythonError } from "./python-error.ts";
import { defined, Markup, type Call } from "./values.ts";

/** How `{a.b}` and `{a[b]}` read what is in a value. */
export interface Members {
  readonly attributeOf: (object: unknown, name: string) => unknown;
  readonly itemOf: (object: unknown, key: unknown) => unknown;
}

export function braceFormat(format: string | Markup, call: Call, members: Members): string | Markup {
  const isHtml = format instanceof Markup;
  const numbering: Numbering = { next: 0, isByHand: false, members };
  const result = fill(isHtml ? format.text : format, call, numbering, isHtml, 2);
  return isHtml ? new Markup(result) : result;
}

interface Numbering {
  next: number;
  isByHand: boolean;
  readonly members: Members;
}

function fill(text: string, call: Call, numbering: Numbering, isHtml: boolean, depth: number): string {
  if (depth < 0) throw new PythonError("format fields go too deep");
  let result = "";
  let at = 0;
  while (at < text.length) {
    const letter = text[at] ?? "";
    if ((letter === "{" || letter === "}") && text[at + 1] === letter) {
      result += letter;
      at += 2;
    } else if (letter === "}") {
      throw new PythonError("the format has a single }; write }} for the character");
    } else if (letter === "{") {
      const end = closing(text, at);
      result += field(text.slice(at + 1, end), call, numbering, isHtml, depth);
      at = end + 1;
    } else {
      result += letter;
      at++;
    }
  }
  return result;
}

function closing(text: string, start: number): number {
  let open = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === "{") open++;
    if (text[at] === "}" && --open === 0) return at;
  }
  throw new PythonError("a { in the format is not closed; write {{ for the letter");
}

function field(inside: string, call: Call, numbering: Numbering, isHtml: boolean, depth: number): string {
  const [, name = "", conversion, spec = ""] = /^([^!:]*)(?:!([^:]*))?(?::(.*))?$/s.exec(inside) ?? [];
  const value = defined(valueOf(name, call, numbering));
  const wanted = spec.includes("{") ? fill(spec, call, numbering, false, depth - 1) : spec;
  const converted = convert(value, conversion);
  if (isHtml && converted instanceof Markup && wanted === "") return converted.text;
  const written = formatted(converted, wanted);
  return isHtml ? escapeHtml(written) : written;
}

function convert(value: unknown, conversion: string | undefined): unknown {
  if (conversion === undefined) return value;
  if (conversion === "s") return str(value);
  if (conversion === "r") return repr(value);
  throw new PythonError(`!${conversion} is not a conversion; write !s or !r`);
}

function valueOf(name: string, { positional, named }: Call, numbering: Numbering): unknown {
  const [, first = "", rest = ""] = /^([^.[]*)(.*)$/s.exec(name) ?? [];
  let value: unknown;
  if (first === "" || /^\d+$/.test(first)) {
    if (first === "" ? numbering.isByHand : numbering.next > 0)
      throw new PythonError("number all fields, or none of them");
    if (first !== "") numbering.isByHand = true;
    const index = first === "" ? numbering.next++ : Number(first);
    if (index >= positional.length) throw new PythonError(`format has no argument for field ${index}`);
    value = positional[index];
  } else {
    if (!named.has(first)) throw new PythonError(`format has no argument "${first}"`);
    value = named.get(first);
  }
  const step = /\.([^.[]+)|\[([^\]]+)\]/gy;
  let at = 0;
  for (let match = step.exec(rest); match; match = step.exec(rest)) {
    const [, attribute, key = ""] = match;
    value =
      attribute === undefined
        ? numbering.members.itemOf(value, /^\d+$/.test(key) ? BigInt(key) : key)
        : numbering.members.attributeOf(value, attribute);
    at = step.lastIndex;
  }
  if (at < rest.length) throw new PythonError(`"${name}" is not a field of a format`);
  return value;
}
