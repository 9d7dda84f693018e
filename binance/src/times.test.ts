import { expect, test } from "vitest";
import { dateText, day, hour, hourText, minute, readableText, startOf, timestampText } from "./times.ts";

const moment = Temporal.Instant.from("2024-01-15T09:05:59.999Z");
const instant = moment.epochMilliseconds;

test("times are written in UTC, without their zone", () => {
  expect(timestampText(instant)).toBe("2024-01-15T09:05:59");
  expect(readableText(instant)).toBe("2024-01-15 09:05:59");
  expect(dateText(instant)).toBe("2024-01-15");
  expect(hourText(instant)).toBe("09");
});

test("a moment belongs to its minute, hour and day of UTC, in whatever zone it is given", () => {
  const inKolkata = moment.toZonedDateTimeISO("Asia/Kolkata");
  for (const same of [moment, inKolkata]) {
    const starts = [minute, hour, day].map((unit) => timestampText(startOf(unit, same)));
    expect(starts).toEqual(["2024-01-15T09:05:00", "2024-01-15T09:00:00", "2024-01-15T00:00:00"]);
  }
});

test("even before 1970", () => {
  expect(timestampText(startOf(hour, Temporal.Instant.from("1969-12-31T23:30Z")))).toBe(
    "1969-12-31T23:00:00",
  );
});
