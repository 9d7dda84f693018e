import fc from "fast-check";
import { expect, test } from "vitest";
import { isoText, pythonText } from "./instants.ts";

test.each([
  ["2019-01-01T00:00:00Z", "2019-01-01T00:00:00+00:00"],
  ["2019-01-01T05:30:15.250Z", "2019-01-01T05:30:15.250000+00:00"],
  ["1969-12-31T23:59:59Z", "1969-12-31T23:59:59+00:00"],
])("%s is printed as Airflow does", (text, expected) => {
  const instant = Temporal.Instant.from(text).epochMilliseconds;
  expect(isoText(instant)).toBe(expected);
  expect(pythonText(instant)).toBe(expected.replace("T", " "));
});

test("what is printed is read back as the same instant", () => {
  fc.assert(
    fc.property(fc.integer({ min: -2_000_000_000_000, max: 4_000_000_000_000 }), (instant) => {
      expect(Temporal.Instant.from(isoText(instant)).epochMilliseconds).toBe(instant);
    }),
  );
});
