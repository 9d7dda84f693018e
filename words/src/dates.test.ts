import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkTimeZone, type DateInput, parseInstant } from "@daglings/words";
import { refusalOf } from "./testing.ts";

const read = (value: DateInput, timeZone = "UTC") => parseInstant(value, timeZone, "startDate").toString();

describe("a date", () => {
  test.each([
    ["2019-01-01", "UTC", "2019-01-01T00:00:00Z"],
    ["2019-01-01", "Europe/Amsterdam", "2018-12-31T23:00:00Z"],
    ["2019-07-01", "Europe/Amsterdam", "2019-06-30T22:00:00Z"],
    ["2019-01-01T05:00", "America/New_York", "2019-01-01T10:00:00Z"],
    ["2019-01-01 05:00:30", "UTC", "2019-01-01T05:00:30Z"],
    ["2019-01-01T05:00Z", "Europe/Amsterdam", "2019-01-01T05:00:00Z"],
    ["2019-01-01T05:00+01:00", "UTC", "2019-01-01T04:00:00Z"],
    ["2019-01-01T05:00-0130", "UTC", "2019-01-01T06:30:00Z"],
    ["2019-01-01T05:00+01", "UTC", "2019-01-01T04:00:00Z"],
    ["2019-01-01[Asia/Kolkata]", "UTC", "2018-12-31T18:30:00Z"],
    ["2019-01-01T05:00+01:00[Europe/Amsterdam]", "UTC", "2019-01-01T04:00:00Z"],
  ])("%s, in %s, is %s", (text, timeZone, expected) => {
    expect(read(text, timeZone)).toBe(expected);
  });

  test.each([
    Temporal.Instant.from("2019-01-01T00:00Z"),
    Temporal.ZonedDateTime.from("2019-01-01T01:00[Europe/Amsterdam]"),
    Temporal.PlainDateTime.from("2019-01-01T05:30"),
    Temporal.PlainDate.from("2019-01-01"),
  ])("may be a Temporal object: %s", (value) => {
    const timeZone = value instanceof Temporal.PlainDateTime ? "Asia/Kolkata" : "UTC";
    expect(read(value, timeZone)).toBe("2019-01-01T00:00:00Z");
  });

  test.each([
    ["-271821-04-20T00:00Z"],
    ["0000-12-31"],
    ["+010000-01-01"],
    [Temporal.Instant.from("+275760-09-13T00:00Z")],
  ])("%s is refused: Python has no such year, and schedules could not look beyond it", (value) => {
    const text = JSON.stringify(value);
    expect(refusalOf(() => read(value))).toBe(
      `UsageError: startDate is ${text}; name a date in the years 1 to 9999`,
    );
  });

  test("is the same however it is written", () => {
    const between = { min: -2_000_000_000_000, max: 4_000_000_000_000 };
    const zones = fc.constantFrom("UTC", "Europe/Amsterdam", "America/New_York", "Asia/Kolkata");
    fc.assert(
      fc.property(fc.integer(between), zones, (epoch, timeZone) => {
        const instant = Temporal.Instant.fromEpochMilliseconds(epoch);
        const zoned = instant.toZonedDateTimeISO(timeZone);
        for (const value of [instant, zoned, instant.toString(), zoned.toString()]) {
          expect(read(value, "Asia/Tokyo")).toBe(instant.toString());
        }
      }),
    );
  });

  test.each([
    ["2019-13-01", '"2019-13-01"'],
    ["2019-02-29", '"2019-02-29"'],
    ["tomorrow", '"tomorrow"'],
    ["", '""'],
    ["2019-01-01T05:00+05:00[Europe/Amsterdam]", '"2019-01-01T05:00+05:00[Europe/Amsterdam]"'],
    ["2019-01-01[Europe/Amsterdm]", '"2019-01-01[Europe/Amsterdm]"'],
    [20190101, "20190101"],
    [null, "null"],
  ])("is not %j", (value, shown) => {
    expect(refusalOf(() => read(value as string))).toBe(
      `UsageError: startDate is ${shown}, which is not a date; ` +
        `write "2019-01-01", "2019-01-01T05:00Z" or a Temporal object`,
    );
  });
});

describe("a JavaScript Date", () => {
  const advice = `which does not say which day is meant; write "2019-01-01", "2019-01-01T05:00Z" or a Temporal object`;

  test.each([
    [new globalThis.Date("2019-01-01"), "a JavaScript Date (2019-01-01T00:00:00.000Z)"],
    [new globalThis.Date("soon"), "a JavaScript Date"],
  ])("is refused as such: %s", (date, shown) => {
    expect(refusalOf(() => read(date as unknown as DateInput))).toBe(
      `UsageError: startDate is ${shown}, ${advice}`,
    );
  });
});

describe("a time zone", () => {
  test.each(["UTC", "Europe/Amsterdam", "+05:30"])("may be %s", (timeZone) => {
    expect(checkTimeZone(timeZone)).toBe(timeZone);
  });

  test.each([
    ["Europe/Amsterdm", 'timeZone "Europe/Amsterdm" is unknown; did you mean "Europe/Amsterdam"?'],
    ["Mars/Olympus", 'timeZone "Mars/Olympus" is unknown; write "UTC" or "Europe/Amsterdam"'],
    [{ toString: 0 }, 'timeZone {"toString":0} is unknown; write "UTC" or "Europe/Amsterdam"'],
    ["", 'timeZone "" is unknown; write "UTC" or "Europe/Amsterdam"'],
  ])("is not %j", (timeZone, message) => {
    expect(refusalOf(() => checkTimeZone(timeZone))).toBe(`UsageError: ${message}`);
  });
});
