// macros.ds_format_locale: Babel's patterns, `EEEE dd MMMM yyyy`, with names in many languages.

import { PythonError } from "../python/python-error.ts";

const token = /'((?:[^']|'')*)'|([A-Za-z])\2*/g;

export function localeFormat(plain: Temporal.PlainDateTime, pattern: string, locale: string): string {
  const language = locale.replace(/[.@].*/, "").replaceAll("_", "-");
  const named = (options: Intl.DateTimeFormatOptions, part: "month" | "weekday" | "dayPeriod") => {
    const format = new Intl.DateTimeFormat(languageOf(language), {
      timeZone: "UTC",
      calendar: "gregory",
      ...options,
    });
    const date = plain.toZonedDateTime("UTC").epochMilliseconds;
    return format.formatToParts(date).find(({ type }) => type === part)?.value ?? "";
  };
  const pad = (value: number, length: number) => String(value).padStart(length, "0");
  return pattern.replace(token, (found, quoted: string | undefined) => {
    if (quoted !== undefined) return quoted === "" ? "'" : quoted.replaceAll("''", "'");
    const { length } = found;
    switch (found[0]) {
      case "y":
        return length === 2 ? pad(plain.year % 100, 2) : pad(plain.year, length);
      case "M":
        if (length < 3) return pad(plain.month, length);
        return named({ month: length === 3 ? "short" : "long", day: "numeric" }, "month");
      case "d":
        return pad(plain.day, length);
      case "E":
        return named({ weekday: length < 4 ? "short" : "long" }, "weekday");
      case "H":
        return pad(plain.hour, length);
      case "h":
        return pad(((plain.hour + 11) % 12) + 1, length);
      case "m":
        return pad(plain.minute, length);
      case "s":
        return pad(plain.second, length);
      default:
        throw new PythonError(
          `"${found}" in a pattern of ds_format_locale is not supported here; there are y, M, d, E, H, h, m and s, and texts in single quotes`,
        );
    }
  });
}

function languageOf(language: string): string {
  const [known] = (() => {
    try {
      return Intl.DateTimeFormat.supportedLocalesOf(language);
    } catch {
      return [];
    }
  })();
  if (known === undefined)
    throw new PythonError(`language "${language}" is unknown; write one such as "nl_NL"`);
  return known;
}
