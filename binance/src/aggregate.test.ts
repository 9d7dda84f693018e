import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayRow, hourRow, minuteRow } from "./aggregate.ts";
import type { HourRow, MinuteRow } from "./series/series.ts";

const date = Temporal.Instant.from("2024-01-15T00:00Z");
const at = (minuteOfDay: number) => date.add({ minutes: minuteOfDay });

function minutesOf(prices: Readonly<Record<number, string>>): MinuteRow[] {
  return Object.entries(prices).map(([number, price]) =>
    minuteRow(at(Number(number)), {
      mins: 5,
      price,
      closeTime: at(Number(number) + 1).epochMilliseconds - 1,
    }),
  );
}

/** All hours that have minutes. */
function hoursOf(minutes: readonly MinuteRow[]): HourRow[] {
  const numbers = new Set(minutes.map((row) => Number(row.timestamp.slice(11, 13))));
  return [...numbers].map((number) => hourRow(at(60 * number), minutes));
}

// -------------------------------------------------------------------- the same calculated in another way, for comparison

/** Hundred-millionths, by moving the point. */
const units = (price: string) => BigInt(price.replace(".", ""));

/** A fraction in hundred-millionths as a text, by long division and a look at the remainder. */
function written(dividend: bigint, divisor: bigint): string {
  const positive = dividend < 0n ? -dividend : dividend;
  const up = 2n * (positive % divisor) >= divisor ? 1n : 0n;
  const digits = (positive / divisor + up).toString().padStart(9, "0");
  const text = `${digits.slice(0, -8)}.${digits.slice(-8)}`;
  return dividend < 0n && /[1-9]/.test(text) ? `-${text}` : text;
}

const bySize = (prices: readonly string[]) => prices.toSorted((a, b) => (units(a) < units(b) ? -1 : 1));
const total = (values: readonly bigint[]) => values.reduce((sum, value) => sum + value, 0n);

const somePrice = fc.bigInt({ min: 1n, max: 10n ** 14n }).map((value) => written(value, 1n));
/** A price for some minutes of a day, in any order. */
const someDay = fc
  .uniqueArray(fc.tuple(fc.nat(1439), somePrice), {
    selector: ([number]) => number,
    minLength: 1,
    maxLength: 200,
  })
  .map((entries) => ({
    prices: new Map(entries),
    rows: entries.flatMap(([at_, price]) => minutesOf({ [at_]: price })),
  }));

function pricesOf(prices: ReadonlyMap<number, string>, from: number, until: number): string[] {
  const numbers = [...prices.keys()].filter((number) => from <= number && number < until);
  return numbers.toSorted((a, b) => a - b).map((number) => prices.get(number) ?? "");
}

// ----------------------------------------------------------------------------------------------------------

describe("a minute", () => {
  test("is the lecture's row", () => {
    const answer = { mins: 5, price: "68285.81006621", closeTime: 1771317380403 };
    expect(Object.values(minuteRow(Temporal.Instant.from("2024-01-15T10:30Z"), answer))).toEqual(
      "5,68285.81006621,1771317380403,2024-01-15T10:30:00,2024-01-15 10:30:00,68285.81".split(","),
    );
  });

  test("is the one that the moment is in, in UTC", () => {
    const moment = Temporal.ZonedDateTime.from("2024-01-15T05:30:59.999-05:00[America/New_York]");
    const row = minuteRow(moment, { mins: 5, price: "1.00500000", closeTime: 0 });
    expect(row).toMatchObject({ timestamp: "2024-01-15T10:30:00", price_float: "1.01" });
  });
});

describe("an hour", () => {
  test("has its average, extremes, ends and count, and is calculated when it ends", () => {
    const rows = minutesOf({ 540: "3.00000000", 541: "1.00000000", 542: "1.00000000", 599: "2.00000000" });
    expect(hourRow(at(540), rows)).toEqual({
      date: "2024-01-15",
      hour: "09",
      avg_price: "1.75000000",
      min_price: "1.00000000",
      max_price: "3.00000000",
      first_price: "3.00000000",
      last_price: "2.00000000",
      data_points: "4",
      calculated_at: "2024-01-15 10:00:00",
    });
  });

  test("begins with its first minute and ends before the next hour's, on its own day", () => {
    const rows = [
      ...minutesOf({ 539: "9.0", 540: "1.0", 599: "2.0", 600: "9.0" }),
      minuteRow(at(540).add({ hours: 24 }), { mins: 5, price: "9.0", closeTime: 0 }),
    ];
    expect(hourRow(at(555), rows)).toMatchObject({
      first_price: "1.00000000",
      last_price: "2.00000000",
      data_points: "2",
    });
  });

  test("rounds half away from zero", () => {
    expect(hourRow(at(0), minutesOf({ 0: "0.00000001", 1: "0.00000002" })).avg_price).toBe("0.00000002");
    const thirds = minutesOf({ 0: "0.00000001", 1: "0.00000001", 2: "0.00000002" });
    expect(hourRow(at(0), thirds).avg_price).toBe("0.00000001");
  });

  test("with nothing in it is an error, not a row", () => {
    const rows = minutesOf({ 539: "9.0", 600: "9.0" });
    const message = "there is no price from 2024-01-15 09:00:00 to 2024-01-15 10:00:00 (UTC)";
    expect(() => hourRow(at(540), rows)).toThrow(message);
    expect(() => hourRow(at(540), [])).toThrow(message);
  });

  test("is what another way of calculating finds, to the last digit", () => {
    fc.assert(
      fc.property(someDay, ({ prices, rows }) => {
        for (const row of hoursOf(rows)) {
          const own = pricesOf(prices, Number(row.hour) * 60, Number(row.hour) * 60 + 60);
          expect(row).toMatchObject({
            avg_price: written(total(own.map(units)), BigInt(own.length)),
            min_price: bySize(own)[0],
            max_price: bySize(own).at(-1),
            first_price: own[0],
            last_price: own.at(-1),
            data_points: String(own.length),
          });
        }
      }),
    );
  });
});

describe("a day", () => {
  const rows = minutesOf({
    0: "100.00000000",
    1: "100.00000000",
    2: "100.00000000",
    540: "200.00000000",
    1439: "90.5",
  });

  test("weighs its hours by their points, and is calculated when it ends", () => {
    expect(dayRow(date, hoursOf(rows))).toEqual({
      date: "2024-01-15",
      avg_price: "118.10000000",
      min_price: "90.50000000",
      max_price: "200.00000000",
      opening_price: "100.00000000",
      closing_price: "90.50000000",
      price_change: "-9.50000000",
      price_change_pct: "-9.50000000",
      total_data_points: "5",
      hours_with_data: "3",
      calculated_at: "2024-01-16 00:00:00",
    });
  });

  test("leaves out the hours of other days", () => {
    const other = { ...hourRow(at(0), rows), date: "2024-01-14" };
    expect(dayRow(date, [other, ...hoursOf(rows)])).toEqual(dayRow(date, hoursOf(rows)));
  });

  test("does not mind in which order its hours come", () => {
    expect(dayRow(date, hoursOf(rows).toReversed())).toEqual(dayRow(date, hoursOf(rows)));
  });

  test("has no percentage if it opened at zero", () => {
    expect(dayRow(date, hoursOf(minutesOf({ 0: "0.0", 60: "1.0" }))).price_change_pct).toBe("0.00000000");
  });

  test("with nothing in it is an error, not a row", () => {
    expect(() => dayRow(date, [])).toThrow("there is no hour with prices on 2024-01-15 (UTC)");
    expect(() => dayRow(date.add({ hours: 24 }), hoursOf(rows))).toThrow("on 2024-01-16 (UTC)");
  });

  test.each(["", "0", "-1", "1.5", "many"])("does not take an hour with %j points", (points) => {
    const damaged = hoursOf(rows).map((row) => ({ ...row, data_points: points }));
    expect(() => dayRow(date, damaged)).toThrow(
      `on 2024-01-15 has data_points "${points}"; expected a whole number, 1 or more`,
    );
  });

  test("is what another way of calculating finds in the hours, to the last digit", () => {
    fc.assert(
      fc.property(someDay, (some) => {
        const hours = hoursOf(some.rows);
        const prices = pricesOf(some.prices, 0, 1440);
        const worth = total(hours.map((row) => units(row.avg_price) * BigInt(row.data_points)));
        const opening = units(prices[0] ?? "");
        const change = units(prices.at(-1) ?? "") - opening;
        expect(dayRow(date, hours)).toMatchObject({
          avg_price: written(worth, BigInt(prices.length)),
          min_price: bySize(prices)[0],
          max_price: bySize(prices).at(-1),
          opening_price: prices[0],
          closing_price: prices.at(-1),
          price_change: written(change, 1n),
          price_change_pct: written(change * 100n * 10n ** 8n, opening),
          total_data_points: String(prices.length),
          hours_with_data: String(hours.length),
        });
      }),
    );
  });

  test("is off the average of all minutes by one in the last decimal at most", () => {
    fc.assert(
      fc.property(someDay, (some) => {
        const prices = pricesOf(some.prices, 0, 1440).map(units);
        const exact = units(written(total(prices), BigInt(prices.length)));
        const difference = units(dayRow(date, hoursOf(some.rows)).avg_price) - exact;
        expect(difference >= -1n && difference <= 1n).toBe(true);
      }),
    );
  });
});
