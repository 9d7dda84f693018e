import { describe, expect, test } from "vitest";
import { plainScreen, screenOf } from "../testing.ts";
import { runOf, runsFrom } from "./testing.ts";
import { showTimeline } from "./timeline.ts";

const week = { from: "2019-01-04T05:00:00Z", until: "2019-01-07T00:00:00Z" };
const twoDays = { from: "2024-01-15T00:00:00Z", until: "2024-01-17T00:00:00Z" };
const screen = screenOf({ width: 80 });

const daily = runsFrom("2019-01-01T00:00Z", { days: 1 }, 5, { on: week.from });
const threeDays = runsFrom("2019-01-01T00:00Z", { days: 3 }, 2, { on: week.from });
const byHand = runOf({ start: week.from, end: week.from, made: week.from, runType: "manual" });
const minutes = runsFrom("2024-01-15T00:00Z", { minutes: 1 }, 2880);

describe("drawn", () => {
  test("a week of days, caught up with", () => {
    expect(`\n${showTimeline(daily, week, screen).join("\n")}`).toBe(`
              01-01       01-02       01-03       01-04       01-05       01-06
  2019-01-01  ├───────────┤                          ●
  2019-01-02              ├───────────┤              ●
  2019-01-03                          ├───────────┤  ●
  2019-01-04                                      ├───────────●
  2019-01-05                                         ┊        ├───────────●
              ├─┤ data interval   ● run made   ┊ DAG switched on`);
  });

  test("intervals of three days", () => {
    expect(`\n${showTimeline(threeDays, week, screen).join("\n")}`).toBe(`
              01-01     01-02     01-03     01-04     01-05     01-06     01-07
  2019-01-01  ├─────────────────────────────┤ ●
  2019-01-04                                ├─────────────────────────────●
              ├─┤ data interval   ● run made`);
  });

  test("a run by hand, which has no interval", () => {
    expect(`\n${showTimeline([byHand], week, screen).join("\n")}`).toBe(`
                    05:00
  2019-01-04 05:00  ●
                    ● run made`);
  });

  test("of 2,880 minutes the first ones", () => {
    expect(`\n${showTimeline(minutes, twoDays, screen).join("\n")}`).toBe(`
                    00:00    00:01    00:02    00:03    00:04    00:05    00:06
  2024-01-15 00:00  ├────────●
  2024-01-15 00:01  ┊        ├────────●
  2024-01-15 00:02  ┊                 ├────────●
  2024-01-15 00:03  ┊                          ├────────●
  2024-01-15 00:04  ┊                                   ├────────●
  2024-01-15 00:05  ┊                                            ├────────●
                    ├─┤ data interval   ● run made   ┊ DAG switched on
  … and so on: 2,874 more runs`);
  });

  test("midnight as the day that begins, where there are several", () => {
    const twoLong = runsFrom(twoDays.from, { days: 1 }, 2);
    const [rule] = showTimeline(twoLong, twoDays, screen);
    const labels = ["01-15", "06:00", "12:00", "18:00", "01-16", "06:00", "12:00", "18:00", "01-17"];
    expect(rule?.trim().split(/ +/)).toEqual(labels);
  });

  test.each([60, 80, 100, 120])("within %i columns", (width) => {
    for (const runs of [daily, threeDays, [byHand], minutes]) {
      const lines = showTimeline(runs, week, screenOf({ width }));
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
    }
  });
});

describe("in words", () => {
  test("a week of days, caught up with", () => {
    expect(showTimeline(daily, week, plainScreen)).toEqual([
      "  2019-01-01 00:00: made at 2019-01-04 05:00, 2 days 5 hours after its interval had ended",
      "  2019-01-02 00:00: made at 2019-01-04 05:00, 1 day 5 hours after its interval had ended",
      "  2019-01-03 00:00: made at 2019-01-04 05:00, 5 hours after its interval had ended",
      "  2019-01-04 00:00: made at 2019-01-05 00:00, when its interval ended",
      "  2019-01-05 00:00: made at 2019-01-06 00:00, when its interval ended",
    ]);
  });

  test("a run by hand, one before its time, and more than fit", () => {
    expect(showTimeline([byHand], week, plainScreen)).toEqual([
      "  2019-01-04 05:00: made at 2019-01-04 05:00, by hand",
    ]);
    const early = runOf({ start: "2019-01-04T00:00Z", end: "2019-01-05T00:00Z", made: week.from });
    expect(showTimeline([early], week, plainScreen)).toEqual([
      "  2019-01-04 00:00: made at 2019-01-04 05:00, before its interval had ended",
    ]);
    expect(showTimeline(minutes, twoDays, plainScreen).at(-1)).toBe("  … and so on: 2,874 more runs");
  });
});

test("no runs give no timeline", () => {
  expect(showTimeline([], week, screen)).toEqual([]);
  expect(showTimeline([], week, plainScreen)).toEqual([]);
});
