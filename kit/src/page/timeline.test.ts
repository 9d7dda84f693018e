import { describe, expect, test } from "vitest";
import type { RunFacts } from "../../../stage/src/lesson-run.ts";
import { parseXml } from "./testing.ts";
import { timelineSvg } from "./timeline.ts";

function runOf(day: number, createdAt: string): RunFacts {
  const [start, end] = [`2019-01-0${day}T00:00:00Z`, `2019-01-0${day + 1}T00:00:00Z`];
  return {
    runId: `scheduled__${start}`,
    runType: "scheduled",
    logicalDate: start,
    dataIntervalStart: start,
    dataIntervalEnd: end,
    createdAt,
    state: "success",
    tasks: [],
  };
}

const clock = { from: "2019-01-04T05:00:00Z", until: "2019-01-07T00:00:00Z" };
const runs = [runOf(1, clock.from), runOf(2, clock.from), runOf(4, "2019-01-05T00:00:00Z")];

describe("the drawing of data intervals", () => {
  const svg = timelineSvg({ id: "t", title: "When <&>", runs, clock, sentences: ["One.", "Two."] });
  const root = parseXml(svg);
  const all = (name: string) => root.children.filter((child) => child.name === name);

  test("has a name and says the same in words", () => {
    expect(root.attributes).toMatchObject({ role: "img", "aria-labelledby": "t-title t-desc" });
    expect(root.children.slice(0, 2).map(({ name, text }) => `${name}: ${text}`)).toEqual([
      "title: When <&>",
      "desc: One. Two.",
    ]);
  });

  test("has an interval and a dot for each run, the dot where the run is made", () => {
    expect(all("path")).toHaveLength(3);
    const dots = all("circle").map(({ attributes }) => Number(attributes["cx"]));
    const now = Number(all("line")[0]?.attributes["x1"]);
    expect(dots.slice(0, 2)).toEqual([now, now]);
    expect(dots[2]).toBeGreaterThan(now);
  });

  test("draws the third interval as long as the first, and where it ends the dot", () => {
    const ends = all("path").map(({ attributes }) => /M(\d+) \d+H(\d+)/.exec(attributes["d"] ?? "") ?? []);
    const lengths = ends.map(([, from, to]) => Number(to) - Number(from));
    expect(Math.abs((lengths[0] ?? 0) - (lengths[2] ?? 9))).toBeLessThanOrEqual(1);
    expect(ends[2]?.[2]).toBe(all("circle")[2]?.attributes["cx"]);
  });

  test("has a dot and no interval for a run by hand", () => {
    const byHand = { ...runOf(1, clock.from), dataIntervalStart: clock.from, dataIntervalEnd: clock.from };
    const drawn = parseXml(timelineSvg({ id: "h", title: "x", runs: [byHand], clock, sentences: [] }));
    expect(drawn.children.filter(({ name }) => name === "path")).toEqual([]);
    expect(drawn.children.filter(({ name }) => name === "circle")).toHaveLength(1);
  });
});
