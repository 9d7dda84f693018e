// Time zones, as a date in a template has them.

import { PythonError } from "../python/python-error.ts";
import { PythonValue } from "../python/values.ts";
import { suggest } from "@daglings/words";

/** A date's tzinfo: `UTC`, `Europe/Amsterdam`, or a fixed offset. */
export class Zone extends PythonValue {
  readonly typeName = "Timezone";
  /** As Temporal knows it. */
  readonly id: string;
  readonly #printed: string | null;

  /** `printed`: its repr, if it is not pendulum's. */
  constructor(id: string, printed: string | null = null) {
    super();
    this.id = id;
    this.#printed = printed;
  }

  attribute(name: string): unknown {
    return this.#printed === null && (name === "name" || name === "key") ? this.id : undefined;
  }

  str(): string {
    return this.#printed ?? this.id;
  }

  override repr(): string {
    return this.#printed ?? `Timezone('${this.id}')`;
  }

  override equals(other: unknown): boolean {
    return other instanceof Zone && other.id === this.id;
  }
}

export const utc = new Zone("UTC");
/** Python's own, which prints differently. */
export const pythonUtc = new Zone("UTC", "datetime.timezone.utc");

export function zoneNamed(name: string): Zone {
  if (/^[+-]\d/.test(name))
    throw new PythonError(`"${name}" is not the name of a time zone; write one such as "Europe/Amsterdam"`);
  if (name.toLowerCase() === "utc") return utc;
  try {
    const id = new Temporal.ZonedDateTime(0n, name).timeZoneId;
    return new Zone(id);
  } catch {
    throw new PythonError(
      `time zone "${name}" is unknown${suggest(name, Intl.supportedValuesOf("timeZone"))}`,
    );
  }
}

/** `+01:00`; seconds only where there are any. */
export function offsetText(offset: number, separator: string): string {
  const size = Math.abs(offset);
  const parts = [Math.floor(size / 3600), Math.floor(size / 60) % 60, size % 60].map((part) =>
    String(part).padStart(2, "0"),
  );
  const shown = parts[2] === "00" ? parts.slice(0, 2) : parts;
  return (offset < 0 ? "-" : "+") + shown.join(separator);
}

/** In use where people speak English, and the same in the tables of time zones that Python reads. */
const known =
  /^(?:GMT|BST|IST|WES?T|CES?T|EES?T|[AECMNP][SD]T|AK[SD]T|HST|AE[SD]T|AC[SD]T|AWST|NZ[SD]T|SAST)$/;
/** Their short names are numbers in these tables. */
const numbered = /^(?:Antarctica\/|Asia\/Colombo$)/;

/** `CET`, `EST`: the short name at that instant. Names that JavaScript does not have, or that mean something else there, are refused. */
export function zoneAbbreviation(date: Temporal.ZonedDateTime): string {
  if (date.timeZoneId === "UTC") return "UTC";
  for (const locale of numbered.test(date.timeZoneId)
    ? []
    : ["en-US", "en-GB", "en-AU", "en-NZ", "en-IN", "en-ZA"]) {
    const name = date.toLocaleString(locale, { timeZoneName: "short" }).replace(/.* /, "");
    if (known.test(name)) return name;
  }
  throw new PythonError(
    `the short name of the time zone ${date.timeZoneId} is not known here; print timezone_name`,
  );
}
