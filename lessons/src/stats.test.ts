import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { op } from "arquero";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readEvents, readStats, writeStats } from "./stats.ts";

const golden = fileURLToPath(new URL("../golden/", import.meta.url));
const names = readdirSync(golden).filter((name) => name.endsWith(".events.json"));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "daglings-stats-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What the lessons do. */
function calculate(inputPath: string): string {
  const outputPath = join(folder, "deep", "stats.csv");
  const stats = readEvents(inputPath).groupby("date", "user").rollup({ 0: op.count() });
  writeStats(outputPath, stats);
  return readFileSync(outputPath, "utf8");
}

function calculateOf(events: unknown): string {
  writeFileSync(join(folder, "events.json"), JSON.stringify(events));
  return calculate(join(folder, "events.json"));
}

describe("the statistics are pandas' own, byte for byte", () => {
  test("there are pairs to compare", () => {
    expect(names.length).toBeGreaterThanOrEqual(6);
  });

  test.each(names)("%s", (name) => {
    expect(calculate(join(golden, name))).toBe(
      readFileSync(join(golden, name.replace("events.json", "stats.csv")), "utf8"),
    );
  });
});

test("a day without events gives the header alone", () => {
  expect(calculateOf([])).toBe("date,user,0\n");
});

test("keys are sorted by characters, also those that UTF-16 writes as two", () => {
  const users = ["\u{1d4b3}", "\uffee", "a", "Z", "aa"];
  expect(calculateOf(users.map((user) => ({ date: "2019-01-01", user })))).toBe(
    `date,user,0\n${["Z", "a", "aa", "\uffee", "\u{1d4b3}"].map((user) => `2019-01-01,${user},1\n`).join("")}`,
  );
});

test("an event without a user or a date is not counted", () => {
  expect(
    calculateOf([{ date: "2019-01-01", user: null }, { user: "bob" }, { date: "2019-01-01", user: "bob" }]),
  ).toBe("date,user,0\n2019-01-01,bob,1\n");
});

test("what was written can be read again", () => {
  calculate(join(golden, "awkward_names.events.json"));
  const path = join(folder, "deep", "stats.csv");
  const before = readFileSync(path, "utf8");
  writeStats(path, readStats(path));
  expect(readFileSync(path, "utf8")).toBe(before);
});

test("a file that holds no events is refused", () => {
  expect(() => calculateOf({ error: "Internal Server Error" })).toThrow(
    /events.json holds no list of events/,
  );
});

test("nothing but the file is left behind", () => {
  calculateOf([]);
  expect(readdirSync(join(folder, "deep"))).toEqual(["stats.csv"]);
});
