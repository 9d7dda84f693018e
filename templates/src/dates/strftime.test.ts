import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { strftime } from "./strftime.ts";
import { strptime } from "./strptime.ts";
import { zoneAbbreviation } from "./zones.ts";

const file = new URL("../../golden/strftime-vectors.json", import.meta.url);
const golden = JSON.parse(readFileSync(file, "utf8")) as {
  strftime: { date: string; rendered: Record<string, string> }[];
  strptime: { text: string; format: string; parsed: string | null }[];
};
const clock = (date: Temporal.ZonedDateTime) => ({
  plain: date.toPlainDateTime(),
  offset: date.offsetNanoseconds / 1e9,
  zoneName: () => zoneAbbreviation(date),
});
const utc = (text: string) => clock(Temporal.Instant.from(text).toZonedDateTimeISO("UTC"));

describe("strftime writes what Python writes", () => {
  test.each(golden.strftime)("for $date", ({ date, rendered }) => {
    const formats = Object.keys(rendered);
    const ours = Object.fromEntries(formats.map((format) => [format, strftime(utc(date), format)]));
    expect(ours).toEqual(rendered);
  });

  test("and leaves the rest of the format as it is", () => {
    expect(strftime(utc("2019-01-02T03:04Z"), "data/%Y/%m-%d at %H:%M 100%%")).toBe(
      "data/2019/01-02 at 03:04 100%",
    );
  });

  test("the zone's offset and name", () => {
    const date = Temporal.ZonedDateTime.from("2019-01-02T00:00[UTC]");
    expect(strftime(clock(date), "%Z")).toBe("UTC");
    expect(strftime(clock(date.withTimeZone("Asia/Kolkata")), "%z")).toBe("+0530");
    expect(strftime(clock(date.withTimeZone("America/New_York")), "%Z")).toBe("EST");
    expect(strftime({ ...clock(date), offset: null }, "%z")).toBe("");
  });

  test.each([
    "Asia/Tokyo",
    "Asia/Dubai",
    "Asia/Colombo",
    "America/Adak",
    "Australia/Lord_Howe",
    "Antarctica/Casey",
  ])("the short name of %s is refused: Python has another one than JavaScript", (zone) => {
    const date = Temporal.ZonedDateTime.from(`2021-01-15T00:00[${zone}]`);
    expect(() => strftime(clock(date), "%Z")).toThrow("is not known here; print timezone_name");
  });

  test("an unknown directive is an error", () => {
    expect(() => strftime(utc("2019-01-02T00:00Z"), "%Q")).toThrow('"%Q" is not a directive of strftime');
  });
});

function orNull(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}

describe("strptime reads what Python reads", () => {
  test.each(golden.strptime)("$text as $format", ({ text, format, parsed }) => {
    const read = () => strptime(text, format).plain.toString({ fractionalSecondDigits: 6 });
    expect(orNull(read)).toBe(parsed);
  });

  test("and tells what does not fit, or is not a directive", () => {
    expect(() => strptime("soon", "%Y")).toThrow('"soon" does not match the format "%Y"');
    expect(() => strptime("2019", "%Q")).toThrow('"%Q" is not a directive of strptime');
  });
});
