import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isCalendrical, milliseconds, parseDelay, parseDuration } from "@daglings/words";
import { refusalOf } from "./testing.ts";

describe("a duration", () => {
  test.each([{ minutes: 90 }, "PT1H30M", Temporal.Duration.from({ seconds: 5400 })])("may be %j", (value) => {
    expect(parseDelay(value, "retryDelay")).toBe(5_400_000);
  });

  test("has days of 24 hours and weeks of seven days, and is read to the millisecond", () => {
    const parts = { weeks: 1, days: 2, hours: 3, minutes: 4, seconds: 5, milliseconds: 6 };
    expect(milliseconds(Temporal.Duration.from(parts))).toBe(
      ((((7 + 2) * 24 + 3) * 60 + 4) * 60 + 5) * 1000 + 6,
    );
  });

  test("of any parts is as long as Temporal says", () => {
    const count = fc.nat(10_000);
    const parts = fc.record({
      weeks: count,
      days: count,
      hours: count,
      minutes: count,
      seconds: count,
      milliseconds: count,
    });
    fc.assert(
      fc.property(parts, (each) => {
        const total = Temporal.Duration.from(each).total({
          unit: "milliseconds",
          relativeTo: "2019-01-01T00:00Z[UTC]",
        });
        expect(parseDelay(each, "retryDelay")).toBe(total);
      }),
    );
  });

  test.each([
    [{ months: 1 }, true],
    [{ years: 1 }, true],
    [{ weeks: 60 }, false],
  ])("such as %j needs a calendar: %s", (value, expected) => {
    expect(isCalendrical(parseDuration(value, "schedule"))).toBe(expected);
  });
});

describe("refused is", () => {
  const example = `write { minutes: 5 }, "PT5M" or a Temporal.Duration`;

  test.each([
    ["5 minutes", `retryDelay is "5 minutes", which is not a duration; ${example}`],
    [300, `retryDelay is 300, which is not a duration; ${example}`],
    [{}, `retryDelay is {}, which is not a duration; ${example}`],
    [{ minutes: 1.5 }, `retryDelay is {"minutes":1.5}, which is not a duration; ${example}`],
    [undefined, `retryDelay is undefined, which is not a duration; ${example}`],
    [{ minutes: 1, second: 5 }, `retryDelay: option "second" is unknown; did you mean "seconds"?`],
    ["PT0.0001S", "retryDelay is PT0.0001S; write it in milliseconds or more"],
    [
      Temporal.Duration.from({ nanoseconds: 1 }),
      "retryDelay is PT0.000000001S; write it in milliseconds or more",
    ],
    [{ seconds: -5 }, "retryDelay is -PT5S; it may not be negative; write it without the minus sign"],
    ["-PT5M", "retryDelay is -PT5M; it may not be negative; write it without the minus sign"],
    ["P365251D", "retryDelay is P365251D, more than 1,000 years; write a shorter one"],
    [{ days: 1e9 }, "retryDelay is P1000000000D, more than 1,000 years; write a shorter one"],
    [{ months: 1 }, "retryDelay is P1M; months and years vary, write it in days or less"],
  ])("%j as a delay", (value, message) => {
    expect(refusalOf(() => parseDelay(value as string, "retryDelay"))).toBe(`UsageError: ${message}`);
  });
});
