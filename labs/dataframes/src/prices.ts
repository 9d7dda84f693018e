// Prices as whole numbers of hundred-millionths, like money in cents: sums of them are exact in any library,
// up to 2^53 where its numbers are JavaScript's. A day's worth is about that, so dollars and the rest are summed apart.

import { parseDecimal, type DayFacts, type HourFacts } from "@daglings/binance";

const unitsOfADollar = 100_000_000;

export function unitsOf(price: string): number {
  const units = Number(parseDecimal(price));
  if (Number.isSafeInteger(units)) return units;
  throw new Error(`the price ${price} is too large to be exact as a JavaScript number`);
}

export function dollarsOf(price: string): number {
  return Math.floor(unitsOf(price) / unitsOfADollar);
}

/** The rest after the dollars, in hundred-millionths. */
export function restOf(price: string): number {
  return unitsOf(price) % unitsOfADollar;
}

/** What a library has found, by name. For no rows it returns 0, null, NaN, infinity or nothing at all. */
type Found = Readonly<Record<string, unknown>> | undefined;

/** Null, if no minute was found. */
export function hourFacts(found: Found): HourFacts | null {
  if (!found || Number(found["points"]) === 0) return null;
  return {
    points: whole(found, "points"),
    sum: whole(found, "sum"),
    least: whole(found, "least"),
    most: whole(found, "most"),
    first: whole(found, "first"),
    last: whole(found, "last"),
  };
}

/**
 * Null, if no hour was found. `dollars` are those of each hour's average times its points, and `rest` what the averages
 * have besides, in hundred-millionths, times the points.
 */
export function dayFacts(found: Found): DayFacts | null {
  if (!found || Number(found["hours"]) === 0) return null;
  return {
    hours: whole(found, "hours"),
    points: whole(found, "points"),
    worth: whole(found, "dollars") * BigInt(unitsOfADollar) + whole(found, "rest"),
    least: whole(found, "least"),
    most: whole(found, "most"),
    opening: whole(found, "opening"),
    closing: whole(found, "closing"),
  };
}

function whole(found: Readonly<Record<string, unknown>>, name: string): bigint {
  const value = found[name];
  if (typeof value === "bigint") return value;
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  throw new Error(`${name} is ${String(value)}; expected a whole number, exact up to 2^53`);
}
