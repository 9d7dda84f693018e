import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { execPath } from "node:process";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { eventsBetween, eventsOf, eventTypes, users } from "./events.ts";
import { day } from "./testing.ts";

const anyDay = fc
  .integer({ min: -719_162, max: 2_932_896 }) // 0001-01-01 … 9999-12-31
  .map((days) => day("1970-01-01").add({ days }));
const anySeed = fc.integer({ min: 0, max: 2 ** 32 - 1 });

test("the first lesson's day has these events, and always will", () => {
  expect(JSON.stringify(eventsOf(day("2019-01-01")))).toBe(
    `[{"date":"2019-01-01","user":"dave","event_type":"click","value":24},` +
      `{"date":"2019-01-01","user":"carol","event_type":"view","value":48},` +
      `{"date":"2019-01-01","user":"carol","event_type":"login","value":73},` +
      `{"date":"2019-01-01","user":"bob","event_type":"login","value":74},` +
      `{"date":"2019-01-01","user":"carol","event_type":"view","value":67},` +
      `{"date":"2019-01-01","user":"alice","event_type":"login","value":100},` +
      `{"date":"2019-01-01","user":"eve","event_type":"view","value":52},` +
      `{"date":"2019-01-01","user":"eve","event_type":"view","value":9}]`,
  );
});

test.each([
  ["0001-01-01", 0, "9 first alice purchase 36, last alice login 60"],
  ["1969-12-31", 0, "6 first bob login 49, last eve view 93"],
  ["1970-01-01", 0, "13 first eve click 20, last carol login 39"],
  ["9999-12-31", 0, "6 first alice view 43, last alice login 11"],
  ["2019-01-01", 1, "9 first bob view 70, last carol click 17"],
  ["2019-01-01", -1, "8 first eve click 86, last dave login 17"],
])("%s with seed %i has %s", (date, seed, expected) => {
  const events = eventsOf(day(date), seed);
  const [first, last] = [events[0], events.at(-1)].map((event) =>
    event ? `${event.user} ${event.event_type} ${event.value}` : "",
  );
  expect(`${events.length} first ${first}, last ${last}`).toBe(expected);
});

describe("any day", () => {
  test("has 5 to 15 well-formed events, of that day alone", () => {
    fc.assert(
      fc.property(anyDay, anySeed, (date, seed) => {
        const events = eventsOf(date, seed);
        expect(events.length).toBeGreaterThanOrEqual(5);
        expect(events.length).toBeLessThanOrEqual(15);
        for (const event of events) {
          expect(Object.keys(event)).toEqual(["date", "user", "event_type", "value"]);
          expect(event.date).toBe(date.toString());
          expect(users).toContain(event.user);
          expect(eventTypes).toContain(event.event_type);
          expect(Number.isInteger(event.value) && event.value >= 1 && event.value <= 100).toBe(true);
        }
      }),
    );
  });

  test("has other events with another seed", () => {
    fc.assert(
      fc.property(anyDay, anySeed, anySeed, (date, seed, other) => {
        fc.pre(seed !== other);
        expect(eventsOf(date, other)).not.toEqual(eventsOf(date, seed));
      }),
    );
  });
});

test("every count, user and kind of event comes up about equally often", () => {
  const start = day("2019-01-01");
  const days = Array.from({ length: 1100 }, (_, number) => eventsOf(start.add({ days: number })));
  const events = days.flat();
  const shares = (values: readonly unknown[]) =>
    [...new Set(values)].map((value) => values.filter((other) => other === value).length / values.length);
  const even = (count: number) => Array.from({ length: count }, () => expect.closeTo(1 / count, 1) as number);

  expect(shares(days.map((ofDay) => ofDay.length))).toEqual(even(11));
  expect(shares(events.map((event) => event.user))).toEqual(even(5));
  expect(shares(events.map((event) => event.event_type))).toEqual(even(4));
  expect(shares(events.map((event) => Math.ceil(event.value / 10)))).toEqual(even(10));
});

describe("a range", () => {
  test("is half-open: adjacent ranges make one range, and no event is in both", () => {
    const lengths = fc.tuple(fc.nat(20), fc.nat(20));
    fc.assert(
      fc.property(anyDay, lengths, anySeed, (start, [before, after], seed) => {
        const middle = start.add({ days: before });
        const end = middle.add({ days: after });
        expect([...eventsBetween(start, middle, seed), ...eventsBetween(middle, end, seed)]).toEqual(
          eventsBetween(start, end, seed),
        );
      }),
    );
  });

  test("from a day to the next is that day", () => {
    fc.assert(
      fc.property(anyDay, anySeed, (start, seed) => {
        expect(eventsBetween(start, start.add({ days: 1 }), seed)).toEqual(eventsOf(start, seed));
      }),
    );
  });

  test("from a day to itself is empty", () => {
    expect(eventsBetween(day("2019-01-01"), day("2019-01-01"))).toEqual([]);
  });
});

test.each([
  ["UTC", "0"],
  ["America/New_York", "300"],
  ["Asia/Kolkata", "-330"],
])("the year 2019 is the same bytes in %s", (timeZone, minutes) => {
  const script = `
    import { eventsBetween } from ${JSON.stringify(new URL("./events.ts", import.meta.url).href)};
    const [start, end] = ["2019-01-01", "2020-01-01"].map((date) => Temporal.PlainDate.from(date));
    console.log(new Date(0).getTimezoneOffset() + " " + JSON.stringify(eventsBetween(start, end)));
  `;
  const options = { env: { ...process.env, TZ: timeZone }, encoding: "utf8" } as const;
  const output = execFileSync(execPath, ["--input-type=module", "--eval", script], options);
  const [offset, bytes = ""] = output.trimEnd().split(" ");
  expect(offset).toBe(minutes); // the zone is in force
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(
    "65cbf26054de98a69b4d96db7d94d92c6fe794b0cdfe06b94b0b60b093cbb3b2",
  );
});
