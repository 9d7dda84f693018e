// Decimal numbers without error: a bigint counts hundred-millionths, because the exchange writes eight decimals.

export const places = 8;

const pattern = /^(-?)(\d+)(?:\.(\d{1,8}))?$/;

export function parseDecimal(text: string): bigint {
  const [, sign = "", whole, fraction = ""] = pattern.exec(text) ?? [];
  if (whole === undefined) {
    throw new Error(
      `"${text}" is not a decimal number; expected digits, a point and at most ${places} digits`,
    );
  }
  const value = BigInt(whole + fraction.padEnd(places, "0"));
  return sign === "-" ? -value : value;
}

/** With a fixed number of decimals, rounded if there are more. */
export function formatDecimal(value: bigint, decimals = places): string {
  const rounded = divideRounded(value, 10n ** BigInt(places - decimals));
  const digits = String(rounded < 0n ? -rounded : rounded).padStart(decimals + 1, "0");
  const split = digits.length - decimals;
  const sign = rounded < 0n ? "-" : "";
  return decimals === 0 ? sign + digits : `${sign}${digits.slice(0, split)}.${digits.slice(split)}`;
}

/** The nearest whole number; from the middle, the one further from zero. The divisor is positive. */
export function divideRounded(dividend: bigint, divisor: bigint): bigint {
  const half = dividend < 0n ? -divisor : divisor;
  return (2n * dividend + half) / (2n * divisor);
}
