import { expect, test } from "vitest";
import { planSchedule } from "./plan-schedule.ts";

test.each([
  ["P3D", "Every 3 days"],
  ["PT0.001S", "Every millisecond"],
  ["PT1.5S", "Every second and 500 milliseconds"],
])("%s is, in words: %s", (schedule, words) => {
  const asked = { start: "2019-01-01", end: "", now: "2019-01-04", catchup: true, timeZone: "UTC" };
  expect(planSchedule({ ...asked, schedule, airflow: 2 }).words).toBe(
    `${words}, counted from the start date, 2019-01-01.`,
  );
});
