import { DAG, type Schedule } from "@daglings/engine";
import { expect, test } from "vitest";
import { intervalsOf } from "./intervals.ts";

function daysOf(schedule: Schedule, more: { readonly endDate?: string } = {}): string[] {
  const dag = new DAG({ dagId: "any", schedule, startDate: "2019-01-01", ...more });
  return intervalsOf(dag).map(([start]) => start.slice(0, 10));
}

test("a schedule goes on for a year from its start date, whatever ends the DAG", () => {
  const days = daysOf("@daily", { endDate: "2019-01-05" });
  expect([days[0], days[4], days[5], days[364]]).toEqual([
    "2019-01-01",
    "2019-01-05",
    "2019-01-06",
    "2019-12-31",
  ]);
  expect(daysOf("@daily")).toEqual(days);
});

test("cron starts over each month, and a duration does not", () => {
  expect(daysOf("0 0 */3 * *").slice(9, 12)).toEqual(["2019-01-28", "2019-01-31", "2019-02-01"]);
  expect(daysOf({ days: 3 }).slice(9, 12)).toEqual(["2019-01-28", "2019-01-31", "2019-02-03"]);
});

test("a schedule that makes more in a year is cut to the first 400", () => {
  expect(daysOf({ minutes: 1 })).toHaveLength(400);
});

test("there are no intervals without a schedule or a start date", () => {
  expect(daysOf(null)).toEqual([]);
  expect(intervalsOf(new DAG({ dagId: "any", schedule: null }))).toEqual([]);
});
