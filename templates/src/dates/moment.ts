// A date with a time: pendulum's DateTime, which the variables of a task are, and Python's datetime, which
// macros.datetime makes. One without a zone stays without one.

import { PythonError } from "../python/python-error.ts";
import { PythonValue, typeName } from "../python/values.ts";
import { type Kind, dayField, isoDay } from "./day.ts";
import { type End, Interval, inUtc } from "./interval.ts";
import { pendulumFormat } from "./pendulum-format.ts";
import { strftime } from "./strftime.ts";
import { isoTime, microsecondOf, timeField } from "./time-of-day.ts";
import { Duration, Timedelta } from "./timedelta.ts";
import { offsetText, type Zone, zoneAbbreviation } from "./zones.ts";

export class Moment extends PythonValue implements End {
  readonly plain: Temporal.PlainDateTime;
  readonly zone: Zone | null;
  readonly kind: Kind;
  readonly isDay = false;
  readonly #zoned: Temporal.ZonedDateTime | null;

  constructor(date: Temporal.ZonedDateTime | Temporal.PlainDateTime, zone: Zone | null, kind: Kind) {
    super();
    this.#zoned = date instanceof Temporal.ZonedDateTime ? date : null;
    this.plain = date instanceof Temporal.ZonedDateTime ? date.toPlainDateTime() : date;
    this.zone = zone;
    this.kind = kind;
    if (this.plain.year < 1 || this.plain.year > 9999)
      throw new PythonError("Python's dates are between the years 1 and 9999");
  }

  /** This clock time in `zone`; one that comes twice is the later, one that is left out is moved on. */
  static at(plain: Temporal.PlainDateTime, zone: Zone | null, kind: Kind): Moment {
    if (zone === null) return new Moment(plain, null, kind);
    return new Moment(plain.toZonedDateTime(zone.id, { disambiguation: "later" }), zone, kind);
  }

  get typeName(): string {
    return this.kind === "pendulum" ? "DateTime" : "datetime";
  }

  get zoned(): Temporal.ZonedDateTime | null {
    return this.#zoned;
  }

  get zoneId(): string | null {
    return this.zone?.id ?? null;
  }

  get epoch(): bigint {
    const zoned = this.#zoned ?? this.plain.toZonedDateTime("UTC");
    const nanoseconds = zoned.epochNanoseconds;
    return (nanoseconds - (((nanoseconds % 1000n) + 1000n) % 1000n)) / 1000n;
  }

  /** Seconds east of Greenwich. */
  get offset(): number | null {
    return this.#zoned === null ? null : this.#zoned.offsetNanoseconds / 1e9;
  }

  attribute(name: string): unknown {
    if (name === "tzinfo") return this.zone;
    const own = this.kind === "pendulum" ? pendulumField(this, name) : undefined;
    if (own !== undefined) return own;
    return dayField(this.plain, name, this.kind) ?? timeField(this.plain, name);
  }

  iso(separator: string, timespec?: unknown): string {
    const { offset } = this;
    return `${isoDay(this.plain)}${separator}${isoTime(this.plain, timespec)}${offset === null ? "" : offsetText(offset, ":")}`;
  }

  str(): string {
    return this.iso(" ");
  }

  override repr(): string {
    const { year, month, day, hour, minute, second } = this.plain;
    const micro = microsecondOf(this.plain);
    const zone = this.zone === null ? "" : `, tzinfo=${this.zone.repr()}`;
    if (this.kind === "pendulum") {
      return `DateTime(${[year, month, day, hour, minute, second].join(", ")}${micro === 0 ? "" : `, ${micro}`}${zone})`;
    }
    const tail = [...(second !== 0 || micro !== 0 ? [second] : []), ...(micro === 0 ? [] : [micro])];
    return `datetime.datetime(${[year, month, day, hour, minute, ...tail].join(", ")}${zone})`;
  }

  override key(): string {
    return `datetime ${this.zone === null} ${this.epoch}`;
  }

  override equals(other: unknown): boolean {
    return (
      other instanceof Moment && (other.zone === null) === (this.zone === null) && other.epoch === this.epoch
    );
  }

  override compare(other: unknown): number | undefined {
    if (!(other instanceof Moment)) return undefined;
    this.#checkZones(other, "compared");
    return Number(this.epoch > other.epoch) - Number(this.epoch < other.epoch);
  }

  #checkZones(other: Moment, verb: string): void {
    if ((other.zone === null) === (this.zone === null)) return;
    const own = this.zone === null ? "without" : "with";
    throw new PythonError(
      `a date ${own} a time zone cannot be ${verb} with one ${own === "with" ? "without" : "with"}; write logical_date.naive(), or use dates of one kind`,
    );
  }

  override arithmetic(operator: string, other: unknown, isReversed: boolean): unknown {
    if (other instanceof Timedelta && operator === "+") return this.plus(other);
    if (other instanceof Timedelta && operator === "-" && !isReversed) return this.minus(other);
    if (!(other instanceof Moment) || operator !== "-" || isReversed) return undefined;
    this.#checkZones(other, "subtracted");
    if (this.kind === "pendulum" || other.kind === "pendulum") return new Interval(other, this);
    return new Timedelta(this.epoch - other.epoch);
  }

  plus(span: Timedelta): Moment {
    if (this.kind === "python") return this.#byClock(span.microseconds);
    if (span instanceof Interval) {
      const { years, months, weeks, days, hours, minutes, seconds } = span.calendar;
      const parts = { years, months, weeks, days, hours, minutes, seconds, microseconds: span.split().rest };
      return this.moved(parts);
    }
    return this.moved(durationParts(span));
  }

  minus(span: Timedelta): Moment {
    if (this.kind === "python") return this.#byClock(-span.microseconds);
    if (span instanceof Interval) {
      const { years, months } = span.calendar;
      return this.moved({ years: -years, months: -months, microseconds: -span.microseconds });
    }
    return this.moved({ microseconds: -span.microseconds });
  }

  /** Python's own arithmetic heeds no clock change. */
  #byClock(microseconds: bigint): Moment {
    const plain = inUtc(this.plain.toZonedDateTime("UTC").epochNanoseconds / 1000n + microseconds);
    return Moment.at(plain, this.zone, this.kind);
  }

  /** pendulum's add: with days and longer units by the clock, else by elapsed time. */
  moved(amounts: Readonly<Record<string, bigint>>): Moment {
    const number = (name: string) => Number(amounts[name] ?? 0n);
    const micro =
      (amounts["microseconds"] ?? 0n) +
      1_000_000n *
        ((amounts["seconds"] ?? 0n) + 60n * (amounts["minutes"] ?? 0n) + 3600n * (amounts["hours"] ?? 0n));
    const calendar = { years: number("years"), months: number("months") };
    const days = number("weeks") * 7 + number("days");
    const isByClock = days !== 0 || calendar.years !== 0 || calendar.months !== 0;
    if (!isByClock && this.#zoned !== null) {
      const epoch = (this.epoch + micro) * 1000n;
      return new Moment(new Temporal.ZonedDateTime(epoch, this.#zoned.timeZoneId), this.zone, this.kind);
    }
    const plain = this.plain.add(calendar).add({ days });
    return Moment.at(plain, this.zone, this.kind).#byClock(micro);
  }

  /** As `"{:…}".format(date)` writes it. */
  format(spec: string): string {
    if (spec === "") return this.str();
    return this.kind === "pendulum" && !spec.includes("%") ? this.pendulum(spec) : this.strftime(spec);
  }

  strftime(format: string): string {
    return strftime({ plain: this.plain, offset: this.offset, zoneName: () => this.abbreviation }, format);
  }

  get abbreviation(): string {
    return this.#zoned === null ? "" : zoneAbbreviation(this.#zoned);
  }

  get epochSeconds(): bigint {
    if (this.zone === null)
      throw new PythonError('a date without a time zone is not a point in time; write … .in_timezone("UTC")');
    const { epoch } = this;
    return (epoch - (((epoch % 1_000_000n) + 1_000_000n) % 1_000_000n)) / 1_000_000n;
  }

  pendulum(format: string): string {
    const formattable = {
      plain: this.plain,
      hasDay: true,
      hasTime: true,
      offset: this.offset,
      epochSeconds: () => this.epochSeconds,
      zoneName: () => this.zone?.id ?? "",
      abbreviation: () => this.abbreviation,
    };
    return pendulumFormat(formattable, format);
  }

  /** The same instant, as a clock in `zone` shows it. */
  inZone(zone: Zone): Moment {
    const zoned = this.#zoned ?? this.plain.toZonedDateTime(zone.id, { disambiguation: "later" });
    return new Moment(zoned.withTimeZone(zone.id), zone, this.kind);
  }
}

/** A Duration adds its weeks and days by the clock, a plain timedelta adds seconds. */
function durationParts(span: Timedelta): Readonly<Record<string, bigint>> {
  if (!(span instanceof Duration)) return { microseconds: span.microseconds };
  return { seconds: span.microseconds / 1_000_000n, microseconds: span.microseconds % 1_000_000n };
}

function pendulumField(self: Moment, name: string): unknown {
  switch (name) {
    case "timezone":
    case "tz":
      return self.zone;
    case "timezone_name":
      return self.zone?.id ?? null;
    case "offset":
      return self.offset === null ? null : BigInt(self.offset);
    case "offset_hours":
      return self.offset === null ? null : self.offset / 3600;
    case "int_timestamp":
      return self.epochSeconds;
    case "float_timestamp":
      return timestampOf(self);
    default:
      return undefined;
  }
}

/** One without a zone counts as UTC, the zone of Airflow's machines. */
export function timestampOf(self: Moment): number {
  return Number(self.epoch) / 1e6;
}

export function momentArgument(value: unknown): Moment {
  if (value instanceof Moment) return value;
  throw new PythonError(`a date such as logical_date is wanted, not a ${typeName(value)}`);
}
