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

test("the statistics of all kinds of users are pandas' own, but for decimals that pandas reads inexactly", () => {
  const { vectors } = JSON.parse(readFileSync(join(golden, "statistics.json"), "utf8")) as {
    vectors: readonly { events: readonly [string, unknown][]; csv: string }[];
  };
  const wrong = vectors.filter(
    ({ events, csv }) => calculateOf(events.map(([date, user]) => ({ date, user }))) !== csv,
  );
  const users = wrong.map(({ events }) => [...new Set(events.map(([, user]) => user))]);
  expect(vectors.length).toBe(800);
  expect(users).toEqual([[4.81]]);
}, 60_000);

test("numbers that were written can be read and written again", () => {
  const users = ["100", "9", "1e5", "inf", "-2"];
  calculateOf(users.map((user) => ({ date: "2019-01-01", user })));
  const path = join(folder, "deep", "stats.csv");
  const before = readFileSync(path, "utf8");
  expect(before).toBe(
    `date,user,0\n${["-2.0", "9.0", "100.0", "100000.0", "inf"].map((user) => `2019-01-01,${user},1\n`).join("")}`,
  );
  writeStats(path, readStats(path));
  expect(readFileSync(path, "utf8")).toBe(before);
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
