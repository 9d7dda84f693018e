import { hostname } from "node:os";
import process from "node:process";
import { expect, test } from "vitest";
import { enterWorld } from "./other-world.ts";

const sightings = () => ({
  dates: [new Date().getTime(), Date.now(), Temporal.Now.instant().epochMilliseconds],
  years: [
    Temporal.Now.plainDateISO().year,
    Temporal.Now.zonedDateTimeISO("UTC").year,
    new Date().getFullYear(),
  ],
  dice: Math.random(),
  host: hostname(),
  pid: process.pid,
});

test("another world has another time, other dice and another name, until one leaves it", () => {
  const here = sightings();
  const leave = enterWorld({ later: { hours: 100_000 }, dice: 0.25, host: "elsewhere" });
  const there = sightings();
  expect(new Date(0).toISOString()).toBe("1970-01-01T00:00:00.000Z");
  expect(new Date() instanceof Date).toBe(true);
  expect(Date.parse("1970-01-02")).toBe(86_400_000);
  leave();
  const back = sightings();
  for (const [index, time] of there.dates.entries())
    expect(time - (here.dates[index] ?? 0)).toBeGreaterThanOrEqual(100_000 * 3_600_000);
  for (const [index, year] of there.years.entries())
    expect(year - (here.years[index] ?? 0)).toBeGreaterThan(10);
  expect(there).toMatchObject({ dice: 0.25, host: "elsewhere" });
  expect(there.pid).not.toBe(here.pid);
  expect(back).toMatchObject({ years: here.years, host: here.host, pid: here.pid });
  expect((back.dates[0] ?? 0) - (here.dates[0] ?? 0)).toBeLessThan(3_600_000);
});
