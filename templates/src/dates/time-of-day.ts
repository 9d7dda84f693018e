// A time without a day.

import { type Methods, methodOf } from "../python/bind.ts";
import { PythonError } from "../python/python-error.ts";
import { countOf, PythonValue } from "../python/values.ts";
import { englishOnly, textArgument, type Kind } from "./day.ts";
import { pendulumFormat } from "./pendulum-format.ts";
import { strftime } from "./strftime.ts";

export class TimeOfDay extends PythonValue {
  readonly time: Temporal.PlainTime;
  readonly kind: Kind;

  constructor(time: Temporal.PlainTime, kind: Kind) {
    super();
    this.time = time;
    this.kind = kind;
  }

  get typeName(): string {
    return this.kind === "pendulum" ? "Time" : "time";
  }

  get plain(): Temporal.PlainDateTime {
    return new Temporal.PlainDate(1900, 1, 1).toPlainDateTime(this.time);
  }

  attribute(name: string): unknown {
    if (name === "tzinfo") return null;
    return (
      timeField(this.time, name) ??
      methodOf(methods, this, name) ??
      (this.kind === "pendulum" ? methodOf(pendulumMethods, this, name) : undefined)
    );
  }

  str(): string {
    return isoTime(this.time);
  }

  override repr(): string {
    const { hour, minute, second } = this.time;
    const micro = microsecondOf(this.time);
    if (this.kind === "pendulum")
      return `Time(${hour}, ${minute}, ${second}${micro === 0 ? "" : `, ${micro}`})`;
    const parts = [
      hour,
      minute,
      ...(second !== 0 || micro !== 0 ? [second] : []),
      ...(micro === 0 ? [] : [micro]),
    ];
    return `datetime.time(${parts.join(", ")})`;
  }

  override key(): string {
    return `time ${this.str()}`;
  }

  override equals(other: unknown): boolean {
    return other instanceof TimeOfDay && this.time.equals(other.time);
  }

  override compare(other: unknown): number | undefined {
    return other instanceof TimeOfDay ? Temporal.PlainTime.compare(this.time, other.time) : undefined;
  }

  format(spec: string): string {
    if (spec === "") return this.str();
    return this.kind === "pendulum" && !spec.includes("%") ? this.pendulum(spec) : this.strftime(spec);
  }

  strftime(format: string): string {
    return strftime({ plain: this.plain, offset: null, zoneName: () => "" }, format);
  }

  pendulum(format: string): string {
    const none = () => "";
    if (/[XxzZ]/.test(format)) throw new PythonError("a time without a day has no zone to format");
    return pendulumFormat(
      {
        plain: this.plain,
        hasDay: false,
        hasTime: true,
        offset: null,
        epochSeconds: () => 0n,
        zoneName: none,
        abbreviation: none,
      },
      format,
    );
  }
}

export function microsecondOf(time: { readonly millisecond: number; readonly microsecond: number }): number {
  return time.millisecond * 1000 + time.microsecond;
}

export function isoTime(time: Temporal.PlainTime | Temporal.PlainDateTime, timespec?: unknown): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const micro = microsecondOf(time);
  const [hour, minute, second] = [two(time.hour), two(time.minute), two(time.second)];
  switch (timespec ?? "auto") {
    case "auto":
      return `${hour}:${minute}:${second}${micro === 0 ? "" : `.${String(micro).padStart(6, "0")}`}`;
    case "hours":
      return hour;
    case "minutes":
      return `${hour}:${minute}`;
    case "seconds":
      return `${hour}:${minute}:${second}`;
    case "milliseconds":
      return `${hour}:${minute}:${second}.${String(Math.floor(micro / 1000)).padStart(3, "0")}`;
    case "microseconds":
      return `${hour}:${minute}:${second}.${String(micro).padStart(6, "0")}`;
    default:
      throw new PythonError(
        `timespec ${JSON.stringify(timespec)} is unknown; there are hours, minutes, seconds, milliseconds and microseconds`,
      );
  }
}

export function timeField(time: Temporal.PlainTime | Temporal.PlainDateTime, name: string): unknown {
  switch (name) {
    case "hour":
      return BigInt(time.hour);
    case "minute":
      return BigInt(time.minute);
    case "second":
      return BigInt(time.second);
    case "microsecond":
      return BigInt(microsecondOf(time));
    default:
      return undefined;
  }
}

function timeOf(fields: readonly unknown[]): Temporal.PlainTime {
  const [hour = 0, minute = 0, second = 0, micro = 0] = fields.map((field) =>
    field === undefined ? 0 : countOf(field, "each part"),
  );
  try {
    return Temporal.PlainTime.from(
      { hour, minute, second, millisecond: Math.floor(micro / 1000), microsecond: micro % 1000 },
      { overflow: "reject" },
    );
  } catch (cause) {
    throw new PythonError("there is no such time of day", { cause });
  }
}

const methods: Methods<TimeOfDay> = {
  isoformat: ["timespec?", (self, timespec) => isoTime(self.time, timespec)],
  strftime: ["/ format", (self, format) => self.strftime(textArgument(format, "the format"))],
  replace: [
    "hour? minute? second? microsecond?",
    (self, ...fields) => {
      const own = [self.time.hour, self.time.minute, self.time.second, microsecondOf(self.time)].map(BigInt);
      return new TimeOfDay(timeOf(own.map((value, index) => fields[index] ?? value)), self.kind);
    },
  ],
  utcoffset: ["", () => null],
  tzname: ["", () => null],
  dst: ["", () => null],
};

const pendulumMethods: Methods<TimeOfDay> = {
  format: [
    "fmt locale?",
    (self, format, locale) => {
      englishOnly(locale);
      return self.pendulum(textArgument(format, "the format"));
    },
  ],
};
