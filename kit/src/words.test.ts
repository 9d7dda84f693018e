import fc from "fast-check";
import { expect, test } from "vitest";
import { count, dayText, durationText, minuteText, numberText, sizeText, spanText } from "./words.ts";

test.each([
  [0, "no runs"],
  [1, "1 run"],
  [5, "5 runs"],
  [2880, "2,880 runs"],
])("%i runs are %s", (number, text) => {
  expect(count(number, "run")).toBe(text);
});

test("a number is grouped as toLocaleString would", () => {
  fc.assert(
    fc.property(fc.nat(), (number) => {
      expect(numberText(number)).toBe(number.toLocaleString("en"));
    }),
  );
});

test("a word may have a plural of its own", () => {
  expect([count(1, "try", "tries"), count(2, "try", "tries")]).toEqual(["1 try", "2 tries"]);
});

test.each([
  ["2019-01-04T05:00:00Z", "2019-01-04 05:00"],
  ["2019-01-04T05:00:07Z", "2019-01-04 05:00:07"],
  ["2019-01-04T05:00:07.9Z", "2019-01-04 05:00:07"],
  ["2019-01-04T05:00:00+05:30", "2019-01-03 23:30"],
])("%s is %s, and its day that of UTC", (instant, text) => {
  expect(minuteText(instant)).toBe(text);
  expect(dayText(instant)).toBe(text.slice(0, 10));
});

test.each([
  [0, "0 ms"],
  [31.4, "31 ms"],
  [999.4, "999 ms"],
  [999.6, "1.0 s"],
  [2449, "2.4 s"],
  [59_960, "60.0 s"],
])("%f milliseconds are %s", (milliseconds, text) => {
  expect(durationText(milliseconds)).toBe(text);
});

test.each([
  ["2019-01-04T05:00Z", "2019-01-07T00:00Z", "2 days 19 hours"],
  ["2019-01-04T05:00Z", "2019-01-05T05:00Z", "1 day"],
  ["2019-01-04T05:00Z", "2019-01-04T06:01Z", "1 hour 1 minute"],
  ["2024-01-15T00:00Z", "2024-01-17T00:01Z", "2 days 1 minute"],
  ["2019-01-04T05:00Z", "2019-01-14T06:07Z", "10 days 1 hour"],
  ["2019-01-04T05:00Z", "2019-01-04T05:00Z", "no time"],
])("from %s to %s it is %s", (from, until, text) => {
  expect(spanText(from, until)).toBe(text);
});

test.each([
  [0, "no bytes"],
  [1, "1 byte"],
  [9999, "9,999 bytes"],
  [10_000, "10 kB"],
  [999_499, "999 kB"],
  [999_500, "1.0 MB"],
  [1_250_000, "1.3 MB"],
])("%i bytes are %s", (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});

test("a longer time never reads as a shorter one", () => {
  const value = (text: string) => Number.parseFloat(text) * (text.endsWith(" ms") ? 1 : 1000);
  const milliseconds = fc.double({ min: 0, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(milliseconds, milliseconds, (a, b) => {
      fc.pre(a <= b);
      expect(value(durationText(a))).toBeLessThanOrEqual(value(durationText(b)));
    }),
  );
});
