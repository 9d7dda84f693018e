// Python's timedelta: an exact number of microseconds; and pendulum's Duration, which is one with words.

import { bind, type Methods, methodOf } from "../python/bind.ts";
import { toFloat } from "../python/to-float.ts";
import { floatText } from "../python/print.ts";
import { PythonError } from "../python/python-error.ts";
import { integerOf, isNumber, PythonValue, typeName, type Call } from "../python/values.ts";

const second = 1_000_000n;
const day = 86_400n * second;

export class Timedelta extends PythonValue {
  readonly typeName: string = "timedelta";
  readonly microseconds: bigint;

  constructor(microseconds: bigint) {
    super();
    this.microseconds = microseconds;
    if (absolute(microseconds) > 999_999_999n * day)
      throw new PythonError("the timedelta is longer than Python allows");
  }

  get totalSeconds(): number {
    return toFloat(this.microseconds) / 1e6;
  }

  attribute(name: string): unknown {
    const { days, seconds, rest } = this.parts();
    switch (name) {
      case "days":
        return days;
      case "seconds":
        return seconds;
      case "microseconds":
        return rest;
      default:
        return methodOf(timedeltaMethods, this, name);
    }
  }

  /** Python's: days may be negative, the others not. */
  parts(): { days: bigint; seconds: bigint; rest: bigint } {
    const days = floor(this.microseconds, day);
    const within = this.microseconds - days * day;
    return { days, seconds: within / second, rest: within % second };
  }

  str(): string {
    const { days, seconds, rest } = this.parts();
    const two = (value: bigint) => String(value).padStart(2, "0");
    const clock = `${seconds / 3600n}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`;
    const fraction = rest === 0n ? "" : `.${String(rest).padStart(6, "0")}`;
    return (days === 0n ? "" : `${days} day${absolute(days) === 1n ? "" : "s"}, `) + clock + fraction;
  }

  override repr(): string {
    const { days, seconds, rest } = this.parts();
    const named = [
      days !== 0n && `days=${days}`,
      seconds !== 0n && `seconds=${seconds}`,
      rest !== 0n && `microseconds=${rest}`,
    ];
    return `datetime.timedelta(${named.filter((each) => each !== false).join(", ") || "0"})`;
  }

  override key(): string {
    return `timedelta ${this.microseconds}`;
  }

  override equals(other: unknown): boolean {
    return other instanceof Timedelta && other.microseconds === this.microseconds;
  }

  override compare(other: unknown): number | undefined {
    if (!(other instanceof Timedelta)) return undefined;
    return Number(this.microseconds > other.microseconds) - Number(this.microseconds < other.microseconds);
  }

  override isTrue(): boolean {
    return this.microseconds !== 0n;
  }

  /** The same kind of span, with another length. */
  make(microseconds: bigint): Timedelta {
    return new Timedelta(microseconds);
  }

  override arithmetic(operator: string, other: unknown, isReversed: boolean): unknown {
    const own = this.microseconds;
    if (operator === "negative") return this.make(-own);
    if (operator === "positive") return this;
    if (operator === "absolute") return this.typeName === "timedelta" ? this.make(absolute(own)) : undefined;
    if (other instanceof Timedelta) return isReversed ? undefined : this.#withSpan(operator, other);
    if (!isNumber(other)) return undefined;
    const integer = integerOf(other);
    if (operator === "*")
      return this.make(integer === undefined ? scaled(own, toFloat(other)) : own * integer);
    if (isReversed) return undefined;
    if (operator !== "/" && operator !== "//") return undefined;
    if (Number(other) === 0) throw new PythonError("division by zero");
    if (operator === "//") return integer === undefined ? undefined : this.make(floor(own, integer));
    if (integer !== undefined) return this.make(roundedQuotient(own, integer));
    const [numerator, denominator] = ratioOf(toFloat(other));
    return this.make(roundedQuotient(own * denominator, numerator));
  }

  #withSpan(operator: string, other: Timedelta): unknown {
    const [own, second_] = [this.microseconds, other.microseconds];
    if (operator === "+") return (this.typeName === "timedelta" ? other : this).make(own + second_);
    if (operator === "-") return (this.typeName === "timedelta" ? other : this).make(own - second_);
    if (!["/", "//", "%"].includes(operator)) return undefined;
    if (second_ === 0n) throw new PythonError("division by zero");
    if (operator === "//") return floor(own, second_);
    return operator === "%" ? this.make(own - second_ * floor(own, second_)) : Number(own) / Number(second_);
  }
}

const timedeltaMethods: Methods<Timedelta> = {
  total_seconds: ["", (self) => self.totalSeconds],
};

export function floor(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

export function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** To the nearest, and to the even one of two. */
function roundedQuotient(a: bigint, b: bigint): bigint {
  const quotient = floor(a, b);
  const twice = 2n * (a - quotient * b);
  const isMore = b > 0n ? twice > b : twice < b;
  return isMore || (twice === b && quotient % 2n !== 0n) ? quotient + 1n : quotient;
}

function scaled(microseconds: bigint, factor: number): bigint {
  const [numerator, denominator] = ratioOf(factor);
  return roundedQuotient(microseconds * numerator, denominator);
}

/** A float as the fraction that it is. */
function ratioOf(value: number): [bigint, bigint] {
  if (!Number.isFinite(value))
    throw new PythonError(`a timedelta cannot be ${floatText(value)} times as long`);
  let [numerator, denominator] = [value, 1n];
  while (!Number.isInteger(numerator)) [numerator, denominator] = [numerator * 2, denominator * 2n];
  return [BigInt(numerator), denominator];
}

const units = {
  days: day,
  seconds: second,
  microseconds: 1n,
  milliseconds: 1000n,
  minutes: 60n * second,
  hours: 3600n * second,
  weeks: 7n * day,
} as const;

/** `timedelta(days=1, hours=2)`. */
export function timedeltaOf(call: Call): Timedelta {
  const amounts = bind(
    "timedelta",
    "days? seconds? microseconds? milliseconds? minutes? hours? weeks?",
    call,
  );
  const sizes = Object.values(units);
  const parts = amounts.map((amount, index) =>
    amount === undefined ? 0n : microsecondsOf(amount, sizes[index] ?? 1n),
  );
  return new Timedelta(parts.reduce((sum, part) => sum + part, 0n));
}

/** A number of units, whole or not. */
export function microsecondsOf(amount: unknown, unit: bigint): bigint {
  const integer = integerOf(amount);
  if (integer !== undefined) return integer * unit;
  if (typeof amount === "number") return scaled(unit, amount);
  throw new PythonError(`a timedelta is made of numbers, not of a ${typeName(amount)}`);
}

/** pendulum's: prints in words. */
export class Duration extends Timedelta {
  override readonly typeName: string = "Duration";
  override make(microseconds: bigint): Duration {
    return new Duration(microseconds);
  }

  /** The parts have the sign of the whole. */
  split(): { weeks: bigint; days: bigint; hours: bigint; minutes: bigint; seconds: bigint; rest: bigint } {
    const sign = this.microseconds < 0n ? -1n : 1n;
    const size = absolute(this.microseconds);
    const days = size / day;
    const seconds = (size % day) / second;
    return {
      weeks: (days / 7n) * sign,
      days: (days % 7n) * sign,
      hours: (seconds / 3600n) * sign,
      minutes: ((seconds / 60n) % 60n) * sign,
      seconds: (seconds % 60n) * sign,
      rest: (size % second) * sign,
    };
  }

  override attribute(name: string): unknown {
    const { weeks, days, hours, minutes, seconds, rest } = this.split();
    switch (name) {
      case "years":
      case "months":
        return 0n;
      case "weeks":
        return weeks;
      case "days":
        return weeks * 7n + days;
      case "remaining_days":
        return days;
      case "hours":
        return hours;
      case "minutes":
        return minutes;
      case "seconds":
        return hours * 3600n + minutes * 60n + seconds;
      case "remaining_seconds":
        return seconds;
      case "microseconds":
        return rest;
      case "invert":
        return this.microseconds < 0n;
      default:
        return methodOf(durationMethods, this, name);
    }
  }

  words(separator: string): string {
    const { weeks, days, hours, minutes, seconds, rest } = this.split();
    return inWords(
      { years: 0n, months: 0n, weeks, days, hours, minutes, seconds },
      rest,
      separator,
      "seconds",
    );
  }

  override str(): string {
    return this.words(" ");
  }

  override repr(): string {
    const { weeks, days, hours, minutes, seconds, rest } = this.split();
    const all = { weeks, days, hours, minutes, seconds, microseconds: rest };
    const shown = Object.entries(all).filter(
      ([name, value]) => value !== 0n || (name === "days" && weeks !== 0n),
    );
    return `Duration(${shown.map(([name, value]) => `${name}=${value}`).join(", ")})`;
  }
}

export function inWords(
  parts: Readonly<Record<string, bigint>>,
  rest: bigint,
  separator: string,
  second_: string,
): string {
  const words = Object.entries(parts)
    .filter(([, value]) => value !== 0n)
    .map(([name, value]) => `${value} ${absolute(value) === 1n ? name.slice(0, -1) : name}`);
  if (words.length > 0) return words.join(separator);
  return rest === 0n ? "0 microseconds" : `${(Number(absolute(rest)) / 1e6).toFixed(2)} ${second_}`;
}

export function separatorOf(locale: unknown, separator: unknown): string {
  if (locale !== undefined && locale !== null && locale !== "en")
    throw new PythonError("words in languages other than English are not supported here");
  return typeof separator === "string" ? separator : " ";
}

const whole = (value: number) => BigInt(Math.trunc(value));

export const durationMethods: Methods<Duration> = {
  total_seconds: ["", (self) => self.totalSeconds],
  total_minutes: ["", (self) => self.totalSeconds / 60],
  total_hours: ["", (self) => self.totalSeconds / 3600],
  total_days: ["", (self) => self.totalSeconds / 86_400],
  total_weeks: ["", (self) => self.totalSeconds / 86_400 / 7],
  in_seconds: ["", (self) => whole(self.totalSeconds)],
  in_minutes: ["", (self) => whole(self.totalSeconds / 60)],
  in_hours: ["", (self) => whole(self.totalSeconds / 3600)],
  in_days: ["", (self) => whole(self.totalSeconds / 86_400)],
  in_weeks: ["", (self) => whole(self.totalSeconds / 86_400 / 7)],
  in_words: ["locale? separator?", (self, locale, separator) => self.words(separatorOf(locale, separator))],
  as_timedelta: ["", (self) => new Timedelta(self.microseconds)],
};
