// format(value, ">10.2f"): Python's little language for widths, signs and digits.

import { spendText } from "../meter.ts";
import { toFloat } from "./to-float.ts";
import { lettersIn, nameOf } from "./iterate.ts";
import { floatText, integerText, str } from "./print.ts";
import { PythonError } from "./python-error.ts";
import { defined, integerOf, Markup, PythonValue, textOf } from "./values.ts";

interface Spec {
  readonly fill: string;
  readonly align: string;
  readonly sign: string;
  readonly isAlternate: boolean;
  readonly width: number;
  readonly grouping: string;
  readonly precision: number | null;
  readonly kind: string;
}

const pattern = /^(?:(.)?([<>=^]))?([-+ ]?)(z?)(#?)(0?)(\d*)([_,]?)(?:\.(\d+))?([a-zA-Z%]?)$/su;

/** A type with a formatting language of its own: dates. */
interface Formats {
  format(spec: string): string;
}

function hasFormats(value: unknown): value is Formats {
  return value instanceof PythonValue && "format" in value && typeof value.format === "function";
}

export function formatted(value: unknown, text: string): string {
  defined(value);
  if (hasFormats(value)) return value.format(text);
  if (text === "") return str(value);
  const content = textOf(value);
  if (content !== undefined) {
    if (value instanceof Markup)
      throw new PythonError("a Markup text takes no format; write … | string first");
    return formatText(content, parse(text, "str"));
  }
  const integer = integerOf(value);
  if (integer !== undefined && typeof value === "boolean" && /^$|[s]$/.test(text))
    throw unknownFormat(text, "bool");
  if (integer !== undefined) return formatInteger(integer, parse(text, "int"), text);
  if (typeof value === "number") return formatFloat(value, parse(text, "float"), text, "float");
  throw new PythonError(`a ${nameOf(value)} takes no format; write … | string first`);
}

function parse(text: string, type: string): Spec {
  const found = pattern.exec(text);
  if (!found) throw unknownFormat(text, type);
  const [, fill, align, sign = "", z, hash, zero, width = "", grouping = "", precision, kind = ""] = found;
  if (z) throw unknownFormat(text, type);
  const isZeroed = zero !== "" && align === undefined;
  const size = Number(width);
  spendText(size + Number(precision ?? 0));
  return {
    fill: fill ?? (zero === "" ? " " : "0"),
    align: align ?? (isZeroed && type !== "str" ? "=" : ""),
    sign,
    isAlternate: hash !== "",
    width: size,
    grouping,
    precision: precision === undefined ? null : Number(precision),
    kind,
  };
}

function unknownFormat(text: string, type: string): PythonError {
  return new PythonError(`"${text}" is not a format for ${type}`);
}

function formatText(text: string, spec: Spec): string {
  const { kind, sign, align, grouping, isAlternate, precision } = spec;
  if ((kind !== "" && kind !== "s") || sign !== "" || grouping !== "" || isAlternate || align === "=") {
    throw unknownFormat(`${sign}${align}${kind}`, "str");
  }
  return padded("", precision === null ? text : [...text].slice(0, precision).join(""), spec, "<");
}

const bases: Readonly<Record<string, readonly [base: number, prefix: string]>> = {
  b: [2, "0b"],
  o: [8, "0o"],
  x: [16, "0x"],
  X: [16, "0X"],
};

function formatInteger(value: bigint, spec: Spec, text: string): string {
  const { kind, precision, grouping } = spec;
  if (/^[eEfFgG%]$/.test(kind)) return formatFloat(toFloat(value), spec, text, "int");
  if (precision !== null) throw unknownFormat(text, "int");
  if (kind === "c") {
    if (spec.sign !== "" || grouping !== "" || value < 0n || value > 0x10_ff_ffn)
      throw unknownFormat(text, "int");
    return padded("", String.fromCodePoint(Number(value)), spec, "<");
  }
  const [base, prefix] = bases[kind] ?? [10, ""];
  if (!"dn".includes(kind) && base === 10) throw unknownFormat(text, "int");
  if ((grouping === "," && base !== 10) || (kind === "n" && grouping !== ""))
    throw unknownFormat(text, "int");
  const size = value < 0n ? -value : value;
  const digits = base === 10 ? integerText(size) : size.toString(base);
  const cased = kind === "X" ? digits.toUpperCase() : digits;
  const lead = signOf(value < 0n, spec) + (spec.isAlternate ? prefix : "");
  return grouped(lead, cased, "", spec, base === 10 ? 3 : 4);
}

function formatFloat(value: number, spec: Spec, text: string, type: string): string {
  const { kind, precision, grouping } = spec;
  if (!/^[eEfFgGn%]?$/.test(kind) || (kind === "n" && grouping !== "")) throw unknownFormat(text, type);
  const isNegative = value < 0 || Object.is(value, -0);
  const lead = signOf(isNegative, spec);
  const size = Math.abs(value);
  if (!Number.isFinite(size)) {
    const word = Number.isNaN(size) ? "nan" : "inf";
    const cased = kind === "E" || kind === "F" || kind === "G" ? word.toUpperCase() : word;
    return padded(
      Number.isNaN(size) ? signOf(false, spec) : lead,
      kind === "%" ? `${cased}%` : cased,
      spec,
      ">",
    );
  }
  const digits =
    spec.isAlternate && kind !== "f" && kind !== "F" ? undefined : floatDigits(size, kind, precision);
  if (digits === undefined) throw unknownFormat(text, type);
  const [, whole = "", rest = ""] = /^(\d*)(.*)$/s.exec(digits) ?? [];
  const dot = spec.isAlternate && !rest.includes(".") ? "." : "";
  return grouped(lead, whole, dot + rest, spec, 3);
}

/** The digits of a float, without its sign. */
export function floatDigits(size: number, kind: string, precision: number | null): string {
  switch (kind) {
    case "e":
    case "E": {
      const text = exponential(size, precision ?? 6);
      return kind === "E" ? text.toUpperCase() : text;
    }
    case "f":
    case "F":
      return fixed(size, precision ?? 6);
    case "%":
      return `${fixed(size * 100, precision ?? 6)}%`;
    case "":
      if (precision === null) return floatText(size);
      return general(size, Math.max(1, precision), true);
    default: {
      const text = general(size, Math.max(1, precision ?? 6), false);
      return kind === "G" ? text.toUpperCase() : text;
    }
  }
}

/** JavaScript rounds exactly too, but only up to 100 digits and below 1e21. */
export function fixed(size: number, digits: number): string {
  if (digits > 100) throw new PythonError("more than 100 digits after the point are not supported here");
  if (size < 1e21) return halfEven(size, digits);
  return BigInt(size).toString() + (digits === 0 ? "" : `.${"0".repeat(digits)}`);
}

/** toFixed rounds a half up; Python rounds it to the even digit. */
function halfEven(size: number, digits: number): string {
  const up = size.toFixed(digits);
  // A half is exact in binary only if its digits are a 5 and then zeros.
  const exact = exactDecimal(size);
  const [whole = "", rest = ""] = exact.split(".");
  if (rest[digits] !== "5" || !/^0*$/.test(rest.slice(digits + 1))) return up;
  const kept = digits === 0 ? whole : rest.slice(0, digits);
  if (Number(kept.at(-1)) % 2 === 1) return up;
  return digits === 0 ? whole : `${whole}.${kept}`;
}

/** A float's whole decimal expansion. */
function exactDecimal(size: number): string {
  let [mantissa, exponent] = [size, 0];
  while (!Number.isInteger(mantissa)) [mantissa, exponent] = [mantissa * 2, exponent + 1];
  const digits = (BigInt(mantissa) * 5n ** BigInt(exponent)).toString().padStart(exponent + 1, "0");
  return exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** toExponential, but a half goes to the even digit. */
function scientific(size: number, digits: number): string {
  const up = size.toExponential(digits);
  const significant = exactDecimal(size).replace(".", "").replace(/^0+/, "");
  if (significant[digits + 1] !== "5" || !/^0*$/.test(significant.slice(digits + 2))) return up;
  if (Number(significant[digits]) % 2 === 1) return up;
  const [, exponent = ""] = size.toExponential().split("e");
  return `${significant[0]}${digits === 0 ? "" : `.${significant.slice(1, digits + 1)}`}e${exponent}`;
}

function exponential(size: number, digits: number): string {
  if (digits > 100) throw new PythonError("more than 100 digits after the point are not supported here");
  return scientific(size, digits).replace(/e([+-])(\d)$/, "e$10$2");
}

/** The shorter of the two notations, as `g` does. */
function general(size: number, precision: number, isPlain: boolean): string {
  if (precision > 100) throw new PythonError("more than 100 digits are not supported here");
  const written = scientific(size, precision - 1);
  const exponent = Number(written.split("e")[1]);
  // Without a letter for the kind, a whole number keeps ".0", which has to fit too.
  const highest = isPlain ? precision - 1 : precision;
  if (exponent < -4 || exponent >= highest) {
    const [digits = "", power = ""] = written.split("e");
    const short = digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;
    return `${short}e${power.replace(/^([+-])(\d)$/, "$10$2")}`;
  }
  const text = fixed(size, Math.max(0, precision - 1 - exponent));
  const short = text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  return isPlain && !short.includes(".") ? `${short}.0` : short;
}

function signOf(isNegative: boolean, { sign }: Spec): string {
  if (isNegative) return "-";
  return sign === "-" ? "" : sign;
}

/** Puts separators between the digits of `whole`, and zeros in front where the format fills with them. */
function grouped(lead: string, whole: string, rest: string, spec: Spec, size: number): string {
  const { grouping, align, fill, width } = spec;
  const separate = (digits: string) =>
    grouping === "" ? digits : digits.replace(new RegExp(`\\B(?=(?:[0-9a-fA-F]{${size}})+$)`, "g"), grouping);
  let digits = whole;
  if (grouping !== "" && align === "=" && fill === "0") {
    // Python pads with enough zeros that a separator never comes first.
    while (lead.length + separate(digits).length + rest.length < width) digits = `0${digits}`;
  }
  return padded(lead, separate(digits) + rest, spec, ">");
}

function padded(lead: string, text: string, { fill, align, width }: Spec, usual: string): string {
  const missing = width - lettersIn(lead) - lettersIn(text);
  if (missing <= 0) return lead + text;
  const side = align === "" ? usual : align;
  if (side === "=") return lead + fill.repeat(missing) + text;
  const left = side === "<" ? 0 : side === ">" ? missing : Math.floor(missing / 2);
  return fill.repeat(left) + lead + text + fill.repeat(missing - left);
}
