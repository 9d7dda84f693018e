// "%05.1f of %s" % (x, y): Python's oldest way to format.

import { escapeHtml } from "./escape-html.ts";
import { spendText } from "../meter.ts";
import { toFloat } from "./to-float.ts";
import { Dict } from "./dict.ts";
import { floatDigits } from "./format-spec.ts";
import { lettersIn, nameOf } from "./iterate.ts";
import { integerText, repr, str } from "./print.ts";
import { PythonError } from "./python-error.ts";
import { defined, integerOf, isNumber, Markup, textOf, Tuple } from "./values.ts";

const directive = /%(?:\(([^()]*)\))?([-+ #0]*)(\*|\d*)(?:\.(\*|\d*))?[hlL]?(.?)/gsu;

export function percentFormat(format: unknown, values: unknown): string | Markup {
  const isHtml = format instanceof Markup;
  const text = textOf(format) ?? "";
  const items = values instanceof Tuple ? values.items : [values];
  let used = 0;
  let usesNames = false;
  const next = () => {
    if (used >= items.length) throw new PythonError("the text has more % than there are values for them");
    return items[used++];
  };
  const result = text.replace(
    directive,
    (
      whole,
      key: string | undefined,
      flags: string,
      width: string,
      precision: string | undefined,
      kind: string,
    ) => {
      if (whole === "%%") return "%";
      if (kind === "") throw new PythonError("the text ends with a single %; write %% for a percent sign");
      if (width === "*" || precision === "*")
        throw new PythonError("a width given by * is not supported here");
      if (kind === "%") throw new PythonError("nothing may come between the two letters of %%");
      let value: unknown;
      if (key === undefined) {
        value = next();
      } else {
        usesNames = true;
        if (!(values instanceof Dict))
          throw new PythonError(`%(${key}) takes a dict, not a ${nameOf(values)}`);
        if (!values.has(key)) throw new PythonError(`the dict has no "${key}"`);
        value = values.get(key);
      }
      spendText(Number(width) + Number(precision ?? 0));
      const written = one(defined(value), kind, flags, precision === undefined ? null : Number(precision));
      const safe = isHtml && !(value instanceof Markup) ? escapeHtml(written) : written;
      return pad(safe, Number(width), flags, /[diouxXeEfFgG]/.test(kind));
    },
  );
  const mayStay = usesNames || values instanceof Dict || Array.isArray(values);
  if (
    used < items.length &&
    !(mayStay && !(values instanceof Tuple)) &&
    !(values instanceof Tuple && values.items.length === 0)
  ) {
    throw new PythonError("there are more values than % in the text");
  }
  return isHtml ? new Markup(result) : result;
}

function one(value: unknown, kind: string, flags: string, precision: number | null): string {
  const cut = (text: string) => (precision === null ? text : [...text].slice(0, precision).join(""));
  switch (kind) {
    case "s":
      return cut(str(value));
    case "r":
      return cut(repr(value));
    case "d":
    case "i":
    case "u":
      return signed(
        integerText(absolute(wholeOf(value))).padStart(precision ?? 0, "0"),
        isBelowZero(value),
        flags,
      );
    case "x":
    case "X":
    case "o":
      return based(value, kind, flags, precision);
    case "e":
    case "E":
    case "f":
    case "F":
    case "g":
    case "G":
      return float(value, kind, flags, precision);
    case "c":
      return letter(value);
    default:
      throw new PythonError(
        `%${kind} is not a format; write %s, %d, %f or another of Python's, and %% for a percent sign`,
      );
  }
}

function wholeOf(value: unknown): bigint {
  const integer = integerOf(value);
  if (integer !== undefined) return integer;
  if (typeof value === "number" && Number.isFinite(value)) return BigInt(Math.trunc(value));
  throw new PythonError(`%d takes a number, not a ${nameOf(value)}`);
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function isBelowZero(value: unknown): boolean {
  return isNumber(value) && wholeOf(value) < 0n;
}

function signed(digits: string, isNegative: boolean, flags: string): string {
  if (isNegative) return `-${digits}`;
  return (flags.includes("+") ? "+" : flags.includes(" ") ? " " : "") + digits;
}

function based(value: unknown, kind: string, flags: string, precision: number | null): string {
  const integer = integerOf(value);
  if (integer === undefined) throw new PythonError(`%${kind} takes an int, not a ${nameOf(value)}`);
  const digits = absolute(integer)
    .toString(kind === "o" ? 8 : 16)
    .padStart(precision ?? 0, "0");
  const prefix = flags.includes("#") ? `0${kind}` : "";
  return signed(prefix + (kind === "X" ? digits.toUpperCase() : digits), integer < 0n, flags);
}

function float(value: unknown, kind: string, flags: string, precision: number | null): string {
  if (!isNumber(value)) throw new PythonError(`%${kind} takes a number, not a ${nameOf(value)}`);
  const number = toFloat(value);
  if (flags.includes("#")) throw new PythonError(`%#${kind} is not supported here`);
  const isNegative = number < 0 || Object.is(number, -0);
  const word = Number.isNaN(number) ? "nan" : "inf";
  const digits = Number.isFinite(number)
    ? floatDigits(Math.abs(number), kind, precision)
    : kind === kind.toUpperCase()
      ? word.toUpperCase()
      : word;
  return signed(digits, isNegative, flags);
}

function letter(value: unknown): string {
  const text = textOf(value);
  if (text !== undefined && lettersIn(text) === 1) return text;
  const code = integerOf(value);
  if (code !== undefined && code >= 0n && code <= 0x10_ff_ffn) return String.fromCodePoint(Number(code));
  throw new PythonError("%c takes one letter, or its code");
}

function pad(text: string, width: number, flags: string, isNumeric: boolean): string {
  const missing = width - lettersIn(text);
  if (missing <= 0) return text;
  if (flags.includes("-")) return text + " ".repeat(missing);
  if (!isNumeric || !flags.includes("0")) return " ".repeat(missing) + text;
  if (/[in]/i.test(text)) return " ".repeat(missing) + text; // inf and nan
  const [, lead = "", digits = ""] = /^([-+ ]?(?:0[xXo])?)(.*)$/s.exec(text) ?? [];
  return lead + "0".repeat(missing) + digits;
}
