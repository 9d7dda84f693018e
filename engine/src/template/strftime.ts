// Python's strftime and strptime, as far as dates in file names, queries and texts need them.

type Formatter = (date: Temporal.ZonedDateTime, locale: string) => string;

const two = (value: number, pad = "0") => String(value).padStart(2, pad);
const named = (options: Intl.DateTimeFormatOptions): Formatter => {
  return (date, locale) => date.toPlainDateTime().toLocaleString(locale, { calendar: "iso8601", ...options });
};
/** The week of the year, counting from its first Sunday (0) or Monday (1). */
const week = (date: Temporal.ZonedDateTime, firstDay: 0 | 1) =>
  two(Math.floor((date.dayOfYear + 6 - ((date.dayOfWeek - firstDay) % 7)) / 7));
const hour12 = (date: Temporal.ZonedDateTime) => ((date.hour + 11) % 12) + 1;
const offset = (date: Temporal.ZonedDateTime) => date.offset.replace(":", "");

const directives: Readonly<Record<string, Formatter>> = {
  a: named({ weekday: "short" }),
  A: named({ weekday: "long" }),
  b: named({ month: "short" }),
  B: named({ month: "long" }),
  d: (date) => two(date.day),
  e: (date) => two(date.day, " "),
  f: (date) => String(date.millisecond * 1000 + date.microsecond).padStart(6, "0"),
  G: (date) => String(date.yearOfWeek),
  h: named({ month: "short" }),
  H: (date) => two(date.hour),
  I: (date) => two(hour12(date)),
  j: (date) => String(date.dayOfYear).padStart(3, "0"),
  m: (date) => two(date.month),
  M: (date) => two(date.minute),
  p: (date) => (date.hour < 12 ? "AM" : "PM"),
  s: (date) => String(Math.floor(date.epochMilliseconds / 1000)),
  S: (date) => two(date.second),
  u: (date) => String(date.dayOfWeek),
  U: (date) => week(date, 0),
  V: (date) => two(date.weekOfYear ?? 0),
  w: (date) => String(date.dayOfWeek % 7),
  W: (date) => week(date, 1),
  y: (date) => two(date.year % 100),
  Y: (date) => String(date.year),
  z: offset,
  Z: (date) =>
    date.timeZoneId === "UTC"
      ? "UTC"
      : date.toLocaleString("en", { timeZoneName: "short" }).replace(/.* /, ""),
  "%": () => "%",
};

const shorthands: Readonly<Record<string, string>> = {
  c: "%a %b %e %H:%M:%S %Y",
  D: "%m/%d/%y",
  F: "%Y-%m-%d",
  R: "%H:%M",
  T: "%H:%M:%S",
  x: "%m/%d/%y",
  X: "%H:%M:%S",
};

/** `%-d` is a directive without its leading zeros. */
export function strftime(date: Temporal.ZonedDateTime, format: string, locale = "en"): string {
  return format.replace(/%(-?)(.)/gs, (whole, short: string, letter: string) => {
    const shorthand = shorthands[letter];
    if (shorthand !== undefined) return strftime(date, shorthand, locale);
    const text = directives[letter]?.(date, locale);
    if (text === undefined) throw new Error(`"${whole}" is no directive of strftime`);
    return short ? text.replace(/^[0 ]+(?=.)/, "") : text;
  });
}

const parsers: Readonly<Record<string, { pattern: string; field: string }>> = {
  d: { pattern: "\\d{1,2}", field: "day" },
  f: { pattern: "\\d{1,6}", field: "fraction" },
  H: { pattern: "\\d{1,2}", field: "hour" },
  j: { pattern: "\\d{1,3}", field: "dayOfYear" },
  m: { pattern: "\\d{1,2}", field: "month" },
  M: { pattern: "\\d{1,2}", field: "minute" },
  S: { pattern: "\\d{1,2}", field: "second" },
  y: { pattern: "\\d{2}", field: "shortYear" },
  Y: { pattern: "\\d{4}", field: "year" },
  b: { pattern: "[A-Za-z]{3}", field: "monthName" },
  B: { pattern: "[A-Za-z]+", field: "monthName" },
  a: { pattern: "[A-Za-z]{3}", field: "weekday" },
  A: { pattern: "[A-Za-z]+", field: "weekday" },
};

const monthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** The date that `text` says in this format, as UTC. */
export function strptime(text: string, format: string): Temporal.ZonedDateTime {
  const fields: string[] = [];
  const full = format.replace(/%[FTDR]/g, (shorthand) => shorthands[shorthand.slice(1)] ?? shorthand);
  const pattern = full.replace(/%(.)|[.*+?^${}()|[\]\\]/g, (special, letter: string | undefined) => {
    if (letter === undefined) return `\\${special}`;
    const parser = parsers[letter];
    if (letter === "%") return "%";
    if (!parser) throw new Error(`"%${letter}" is no directive of strptime`);
    fields.push(parser.field);
    return `(${parser.pattern})`;
  });
  const match = new RegExp(`^${pattern}$`, "i").exec(text);
  if (!match) throw new Error(`"${text}" does not match the format "${format}"`);

  const found = new Map(fields.map((field, index) => [field, match[index + 1] ?? ""]));
  const number = (field: string, fallback: number) => Number(found.get(field) ?? fallback);
  const shortYear = found.get("shortYear");
  const year =
    shortYear === undefined
      ? number("year", 1900)
      : Number(shortYear) + (Number(shortYear) < 69 ? 2000 : 1900);
  const monthName = found.get("monthName")?.slice(0, 3).toLowerCase();
  const month = monthName === undefined ? number("month", 1) : monthNames.indexOf(monthName) + 1;
  const fraction = Number((found.get("fraction") ?? "").padEnd(6, "0"));
  const date = Temporal.PlainDateTime.from(
    {
      year,
      month,
      day: number("day", 1),
      hour: number("hour", 0),
      minute: number("minute", 0),
      second: number("second", 0),
      millisecond: Math.floor(fraction / 1000),
      microsecond: fraction % 1000,
    },
    { overflow: "reject" },
  );
  return date.add({ days: number("dayOfYear", 1) - 1 }).toZonedDateTime("UTC");
}
