import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { divideRounded, formatDecimal, parseDecimal } from "./decimal.ts";

const value = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n });

test.each([
  ["68285.81006621", 6_828_581_006_621n],
  ["68285.81", 6_828_581_000_000n],
  ["7", 700_000_000n],
  ["-0.00000001", -1n],
  ["0.1", 10_000_000n],
])("%s is %i hundred-millionths", (text, expected) => {
  expect(parseDecimal(text)).toBe(expected);
});

test.each(["", "1.", ".5", "1e5", "1,5", " 1", "0x1", "1.123456789", "NaN", "--1", "1\n"])(
  "%j is refused",
  (text) => {
    expect(() => parseDecimal(text)).toThrow(/is not a decimal number; expected digits/);
  },
);

test("what is written is read back as it was", () => {
  fc.assert(
    fc.property(value, (number) => {
      expect(parseDecimal(formatDecimal(number))).toBe(number);
    }),
  );
});

test.each([
  ["0.005", "0.01"],
  ["0.00499999", "0.00"],
  ["-0.005", "-0.01"],
  ["-0.00499999", "0.00"], // there is no minus zero
  ["2.675", "2.68"], // the double for this text is below it, and would be rounded down
  ["99.995", "100.00"],
  ["-1.5", "-1.50"],
])("%s with two decimals is %s", (text, expected) => {
  expect(formatDecimal(parseDecimal(text), 2)).toBe(expected);
});

test("without decimals there is no point", () => {
  expect(formatDecimal(parseDecimal("12.5"), 0)).toBe("13");
});

describe("division", () => {
  test("goes to the nearest whole number, and from the middle away from zero", () => {
    const table = [5n, 4n, 3n, 2n, 1n, 0n, -1n, -2n, -3n, -5n].map((dividend) => divideRounded(dividend, 2n));
    expect(table).toEqual([3n, 2n, 2n, 1n, 1n, 0n, -1n, -1n, -2n, -3n]);
  });

  test("is off by half a unit at most, and by exactly that only away from zero", () => {
    fc.assert(
      fc.property(value, fc.bigInt({ min: 1n, max: 10n ** 12n }), (dividend, divisor) => {
        const away = 2n * (divideRounded(dividend, divisor) * divisor - dividend);
        const error = dividend < 0n ? -away : away;
        expect(error > -divisor && error <= divisor).toBe(true);
      }),
    );
  });
});
