import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { dayRow, hourRow, minuteRow, type MinuteRow } from "@daglings/binance";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { frames, loadSteps, stepFile, type Steps } from "./frames.ts";

const golden = fileURLToPath(new URL("../../../lessons/golden/", import.meta.url));
const tables = readdirSync(golden).filter((name) => name.endsWith(".events.json"));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "daglings-lab-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const midnight = Temporal.Instant.from("2024-01-15T00:00Z");

/** In hundred-millionths, as the exchange writes them. */
const somePrice = fc.bigInt({ min: 1n, max: 10n ** 14n }).map((units) => {
  const digits = String(units).padStart(9, "0");
  return `${digits.slice(0, -8)}.${digits.slice(-8)}`;
});

/** Prices of some minutes of two days, in any order. */
const someMinutes = fc
  .uniqueArray(fc.tuple(fc.integer({ min: -1440, max: 1439 }), somePrice), {
    selector: ([number]) => number,
    maxLength: 60,
  })
  .map((entries) => entries.map(([number, price]) => minuteOf(number, price)));

function minuteOf(number: number, price: string): MinuteRow {
  return minuteRow(midnight.add({ minutes: number }), { mins: 5, price, closeTime: 0 });
}

const someEvents = fc.array(
  fc.record(
    {
      date: fc.constantFrom("2019-01-01", "2019-01-02", "2019-01-10", null),
      user: fc.oneof(
        fc.constantFrom("bob", "Bob", "", "-", "10", "9", "null", "NaN", "__proto__", "constructor", null),
        fc.string({ unit: "grapheme", maxLength: 4 }),
      ),
    },
    { requiredKeys: [] },
  ),
  { maxLength: 40 },
);

describe.each(frames)("with $name", (frame) => {
  let steps: Steps;
  beforeAll(async () => {
    steps = await loadSteps(frame);
  }, 30_000);

  async function count(inputPath: string): Promise<string> {
    const outputPath = join(folder, "deep", "stats.csv");
    await steps.countEvents({ inputPath, outputPath });
    return readFileSync(outputPath, "utf8");
  }

  async function countOf(events: unknown): Promise<string> {
    const file = join(folder, "events.json");
    writeFileSync(file, JSON.stringify(events));
    return count(file);
  }

  test.each(tables)("the statistics are pandas' own, byte for byte: %s", async (name) => {
    const expected = readFileSync(join(golden, name.replace("events.json", "stats.csv")), "utf8");
    expect(await count(join(golden, name))).toBe(expected);
  });

  test("whatever the events are, the statistics are those of plain TypeScript", async () => {
    const plain = await loadSteps({ name: "plain", library: null });
    const expected = join(folder, "expected.csv");
    await fc.assert(
      fc.asyncProperty(someEvents, async (events) => {
        const found = await countOf(events);
        await plain.countEvents({ inputPath: join(folder, "events.json"), outputPath: expected });
        expect(found).toBe(readFileSync(expected, "utf8"));
      }),
      { numRuns: 30 },
    );
  }, 60_000);

  test("events without a user or a date are not counted, and no events give only the header", async () => {
    const events = [{ user: "bob" }, { date: "2019-01-01", user: null }, { date: "2019-01-01", user: "bob" }];
    expect(await countOf(events)).toBe("date,user,0\n2019-01-01,bob,1\n");
    expect(await countOf([])).toBe("date,user,0\n");
  });

  test("an error page is not a list of events", async () => {
    await expect(countOf({ error: "Internal Server Error" })).rejects.toThrow(/events\.json/);
  });

  test("an hour has the digits of the exchange's own arithmetic", async () => {
    await fc.assert(
      fc.asyncProperty(someMinutes, fc.integer({ min: -1, max: 23 }), async (minutes, hours) => {
        const moment = midnight.add({ hours });
        const found = await steps.hourRow(moment, minutes).catch(String);
        expect(found).toEqual(await attempt(() => hourRow(moment, minutes)));
      }),
      { numRuns: 30 },
    );
    const full = Array.from({ length: 60 }, (_, minute) => minuteOf(minute, `97${minute + 100}.12345678`));
    expect(await steps.hourRow(midnight, full)).toEqual(hourRow(midnight, full));
  }, 60_000);

  test("a day has the digits of the exchange's own arithmetic", async () => {
    await fc.assert(
      fc.asyncProperty(someMinutes, fc.integer({ min: -1, max: 0 }), async (minutes, days) => {
        const moment = midnight.add({ hours: 24 * days });
        const starts = new Set(minutes.map(({ timestamp }) => `${timestamp.slice(0, 13)}:00Z`));
        const hours = [...starts].map((start) => hourRow(Temporal.Instant.from(start), minutes));
        const found = await steps.dayRow(moment, hours).catch(String);
        expect(found).toEqual(await attempt(() => dayRow(moment, hours)));
      }),
      { numRuns: 30 },
    );
  }, 60_000);
});

async function attempt<T>(work: () => T): Promise<T | string> {
  try {
    return work();
  } catch (error) {
    return String(error);
  }
}

test("every step is there for every library, and nothing else", () => {
  const expected = frames.flatMap(({ name }) =>
    ["calculate-stats", "hour-row", "day-row"].map((step) => fileURLToPath(stepFile(step, name))),
  );
  const steps = fileURLToPath(new URL("../steps/", import.meta.url));
  const found = readdirSync(steps).map((name) => join(steps, name));
  expect(found.toSorted()).toEqual(expected.toSorted());
});
