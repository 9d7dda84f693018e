// For tests of lessons 12 to 14: their files calculated independently, without the code that the lessons use.

/** What the exchange has answered about a minute. */
export interface Answered {
  /** When the minute began, in epoch milliseconds. */
  readonly minute: number;
  readonly mins: number;
  readonly price: string;
  readonly closeTime: number;
}

/** A row of an hour, as far as a day needs it. */
export interface HourFacts {
  readonly line: string;
  readonly average: bigint;
  readonly lowest: bigint;
  readonly highest: bigint;
  readonly first: bigint;
  readonly last: bigint;
  readonly points: bigint;
}

export const minuteHeader = "mins,price,closeTime,timestamp,fetch_time,price_float";
export const hourHeader =
  "date,hour,avg_price,min_price,max_price,first_price,last_price,data_points,calculated_at";
export const dayHeader =
  "date,avg_price,min_price,max_price,opening_price,closing_price,price_change,price_change_pct,total_data_points,hours_with_data,calculated_at";

export function minuteLine({ minute, mins, price, closeTime }: Answered): string {
  const cents = rounded(unitsOf(price), 1_000_000n);
  const float = `${cents / 100n}.${String(cents % 100n).padStart(2, "0")}`;
  return [mins, price, closeTime, textOf(minute).replace(" ", "T"), textOf(minute), float].join(",");
}

/** From minutes of one hour, which are in order. */
export function hourFacts(start: number, minutes: readonly Answered[]): HourFacts {
  const prices = minutes.map(({ price }) => unitsOf(price));
  const sorted = prices.toSorted((a, b) => Number(a - b));
  const points = BigInt(prices.length);
  const average = rounded(total(prices), points);
  const [lowest = 0n, highest = 0n] = [sorted[0], sorted.at(-1)];
  const [first = 0n, last = 0n] = [prices[0], prices.at(-1)];
  const [date, time] = textOf(start).split(" ");
  const texts = [average, lowest, highest, first, last].map(decimal);
  const line = [date, time?.slice(0, 2), ...texts, points, textOf(start + 3_600_000)].join(",");
  return { line, average, lowest, highest, first, last, points };
}

/** From hours of one day, which are in order. */
export function dayLine(start: number, hours: readonly HourFacts[]): string {
  const points = total(hours.map((hour) => hour.points));
  const average = rounded(total(hours.map((hour) => hour.average * hour.points)), points);
  const lowest = hours.map((hour) => hour.lowest).toSorted((a, b) => Number(a - b))[0] ?? 0n;
  const highest = hours.map((hour) => hour.highest).toSorted((a, b) => Number(b - a))[0] ?? 0n;
  const [opening = 1n, closing = 0n] = [hours[0]?.first, hours.at(-1)?.last];
  const change = closing - opening;
  const percent = rounded(change * 100n * 100_000_000n, opening);
  const texts = [average, lowest, highest, opening, closing, change, percent].map(decimal);
  return [textOf(start).slice(0, 10), ...texts, points, hours.length, textOf(start + 86_400_000)].join(",");
}

/** `2024-01-15 09:00:00` */
export function textOf(instant: number): string {
  return Temporal.Instant.fromEpochMilliseconds(instant).toString().slice(0, 19).replace("T", " ");
}

/** Hundred-millionths: prices have eight decimals. */
function unitsOf(price: string): bigint {
  return BigInt(price.replace(".", ""));
}

function decimal(units: bigint): string {
  const digits = String(units < 0n ? -units : units).padStart(9, "0");
  return `${units < 0n ? "-" : ""}${digits.slice(0, -8)}.${digits.slice(-8)}`;
}

/** The nearest whole number; from the middle, the one further from zero. */
function rounded(dividend: bigint, divisor: bigint): bigint {
  const size = dividend < 0n ? -dividend : dividend;
  const result = (size + divisor / 2n) / divisor;
  return dividend < 0n ? -result : result;
}

function total(values: readonly bigint[]): bigint {
  let sum = 0n;
  for (const value of values) sum += value;
  return sum;
}
