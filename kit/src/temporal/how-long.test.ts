// What is said before a lesson that takes minutes on Temporal.

import { expect, test } from "vitest";
import { DAG, type DagOptions } from "@daglings/engine";
import { howLong } from "./how-long.ts";

const epoch = (time: string) => Temporal.Instant.from(time).epochMilliseconds;
const twoDays = { from: epoch("2024-01-15T00:00Z"), until: epoch("2024-01-17T00:00:30Z") };

const dagOf = (schedule: NonNullable<DagOptions["schedule"]> | null, catchup = false) =>
  new DAG({
    dagId: `every_${JSON.stringify(schedule)}`.replaceAll(/\W/g, ""),
    schedule,
    startDate: "2024-01-15",
    catchup,
  });

test("a lesson with a run for each minute says how many runs it makes, and how long that takes", () => {
  expect(howLong([dagOf({ minutes: 1 }), dagOf("@hourly"), dagOf("@daily")], twoDays)).toBe(
    "This makes 2,930 runs, and a Temporal server makes some 8 a second on two free cores: 6 minutes or more. --until ends it earlier.",
  );
});

test("runs that are caught up with count as well", () => {
  const [from, until] = [epoch("2024-02-15T00:00Z"), epoch("2024-02-15T00:01Z")];
  expect(howLong([dagOf("@hourly", true)], { from, until })).toContain("744 runs");
  expect(howLong([dagOf("@hourly")], { from, until })).toBeNull();
});

test("a lesson of few runs says nothing", () => {
  expect(howLong([dagOf("@daily")], twoDays)).toBeNull();
  expect(howLong([dagOf(null)], twoDays)).toBeNull();
});
