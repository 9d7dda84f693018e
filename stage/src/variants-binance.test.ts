// Each variant of lessons 12 to 14 really shows its trap, and the lessons' READMEs say what is so.

import { describe, expect, test, vi } from "vitest";
import { findLesson, lessonBefore, listLessons, readLesson } from "./catalogue.ts";
import { readFlags } from "../../kit/src/command-line.ts";
import { lesson as command } from "../../kit/src/commands/lesson.ts";
import { dueChecks } from "../../grading/src/trial/syllabus.ts";
import { fencesIn, isLeft, pathsIn, readReadme } from "./readme-testing.ts";
import { tryLesson, type TriedLesson } from "./testing.ts";

/** A whole day of minutes takes some seconds. */
vi.setConfig({ testTimeout: 120_000 });

const lessons = listLessons().filter(({ number }) => number >= "12" && number <= "14");

const firstFile = "data/binance/raw/2024-01-15/daily_raw.csv";
const hoursFile = "data/binance/hourly/2024-01-15/hourly_avg.csv";
const daysFile = "data/binance/daily/daily_avg.csv";

type Row = Readonly<Record<string, string>>;

/** What the variant leaves, and what the lesson itself leaves, for comparison. */
type Trap = (tried: TriedLesson) => void;

const traps: Readonly<Record<string, Trap>> = {
  "12 exchange-away": (tried) => {
    expect(statesOf(tried)).toEqual([{ success: 104, failed: 17 }]);
    const failed = runsOf(tried).filter(({ state }) => state === "failed");
    expect(failed.map(({ logicalDate }) => logicalDate.slice(11, 16))).toEqual(clock("09:19", 17));
    for (const { tasks } of failed) expect(tasks).toMatchObject([{ tryNumber: 4 }]);
    const stamps = rowsOf(tried, firstFile).map(timeOf);
    expect(stamps).toEqual([...clock("08:59", 20), ...clock("09:36", 84)]);
    const late = tried.attempts.filter(({ tryNumber, state }) => tryNumber > 1 && state === "success");
    expect(late.map(({ runId }) => runId.slice(22, 27)).toSorted()).toEqual(clock("09:36", 3));
    const prices = rowsOf(tried, firstFile).filter((row) => clock("09:36", 3).includes(timeOf(row)));
    expect(new Set(prices.map(({ price }) => price)).size).toBe(3);
  },
  "12 minute-twice": (tried) => {
    expect(statesOf(tried)).toEqual([{ success: 121 }]);
    expect(rowsOf(tried, firstFile).map(timeOf)).toEqual(clock("08:59", 121));
    expect(runAt(tried, "09:30")?.tasks).toMatchObject([{ tryNumber: 2 }]);
  },
  "12 wall-clock": (tried) => {
    expect(statesOf(tried)).toEqual([{ success: 104, failed: 17 }]);
    const rows = rowsOf(tried, firstFile);
    expect(rows).toHaveLength(101);
    expect(rows.filter((row) => timeOf(row) >= "09:36" && timeOf(row) <= "09:40").map(timeOf)).toEqual([
      "09:40",
    ]);
    expect(rows.find((row) => timeOf(row) === "09:19")?.["price"]).toBe("43070.85093279");
  },
  "12 price-of-now": (tried) => {
    const rows = rowsOf(tried, firstFile).filter((row) => clock("09:36", 4).includes(timeOf(row)));
    expect(rows.map(({ price }) => price)).toEqual(Array.from({ length: 4 }, () => "43024.77380895"));
  },
  "12 swallowed-error": (tried) => {
    expect(statesOf(tried)).toEqual([{ success: 121 }]);
    const stamps = rowsOf(tried, firstFile).map(timeOf);
    expect(stamps).toHaveLength(101);
    expect(clock("09:19", 20).filter((time) => stamps.includes(time))).toEqual([]);
  },
  "12 append-without-key": (tried) => {
    const stamps = rowsOf(tried, firstFile).map(timeOf);
    expect(stamps).toHaveLength(122);
    expect(stamps[stamps.indexOf("09:30") - 1]).toBe("09:29");
    expect(stamps[stamps.lastIndexOf("09:30") - 1]).toBe("09:59");
  },
  "12 rows-in-memory": (tried) => {
    expect(rowsOf(tried, firstFile).map(timeOf)).toEqual(clock("08:59", 121));
  },
  "12 remembers-what-is-done": (tried) => {
    expect(runAt(tried, "09:30")).toMatchObject({ state: "success", tasks: [{ tryNumber: 2 }] });
    expect(rowsOf(tried, firstFile).map(timeOf)).toEqual(clock("10:00", 60));
  },
  "12 airflow-3": (tried) => {
    expect(statesOf(tried)).toEqual([{ success: 120, running: 1 }]);
    const firstTries = tried.attempts.filter(({ tryNumber }) => tryNumber === 1);
    expect(new Set(firstTries.map(({ state }) => state))).toEqual(new Set(["failed"]));
    expect(rowsOf(tried, firstFile).map(timeOf)).toEqual(clock("09:00", 120));
  },
  "13 exchange-away": (tried) => {
    expect(pointsOf(tried)).toEqual(["00 60", "01 60", "02 43", "03 60"]);
  },
  "13 without-sensor": (tried) => {
    expect(statesOf(tried)).toEqual([{ success: 240 }, { success: 4 }]);
    expect(pointsOf(tried)).toEqual(["00 59", "01 59", "02 59", "03 59"]);
  },
  "13 this-hour": (tried) => {
    expect(statesOf(tried)).toEqual([{ success: 240 }, { success: 4 }]);
    expect(tried.run.files.map(({ path }) => path)).toEqual([firstFile]);
  },
  "13 insists-on-success": (tried) => {
    expect(runsOf(tried).map(({ state }) => state)).toEqual(["success", "success", "failed", "success"]);
    expect(pointsOf(tried)).toEqual(["00 60", "01 60", "03 60"]);
    const minutes = rowsOf(tried, firstFile).filter((row) => timeOf(row).startsWith("02:"));
    expect(minutes).toHaveLength(43);
  },
  "13 rounded-prices": (tried) => {
    expect(rowsOf(tried, hoursFile)[0]).toMatchObject({
      avg_price: "42405.97516667",
      min_price: "42342.18000000",
    });
    expect(rowsOf(tried, firstFile).some(({ price }) => price === "42342.18000000")).toBe(false);
  },
  "13 hour-as-number": (tried) => {
    const hours = rowsOf(tried, hoursFile).map(({ hour }) => hour);
    expect(hours).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "9", "10"]);
    expect(runsOf(tried)).toHaveLength(11);
  },
  "13 append-without-key": (tried) => {
    expect(rowsOf(tried, hoursFile).map(({ hour }) => hour)).toEqual(["00", "01", "02", "01", "03"]);
    expect(runsOf(tried)).toHaveLength(4);
  },
  "13 green-when-empty": (tried) => {
    expect(statesOf(tried)[1]).toEqual({ success: 4 });
    expect(rowsOf(tried, hoursFile).map(({ hour }) => hour)).toEqual(["00", "02", "03"]);
  },
  "14 exchange-away": (tried) => {
    expect(statesOf(tried)).toEqual([{ success: 1423, failed: 17 }, { success: 24 }, { success: 1 }]);
    expect(rowsOf(tried, daysFile)).toMatchObject([
      { avg_price: "42834.34712079", total_data_points: "1423", hours_with_data: "24" },
    ]);
  },
  "14 without-sensor": (tried) => {
    expect(statesOf(tried)).toEqual([{ success: 1440 }, { success: 24 }, { success: 1 }]);
    expect(rowsOf(tried, daysFile)).toMatchObject([
      { total_data_points: "1380", hours_with_data: "23", closing_price: "42797.08159604" },
    ]);
    const hours = rowsOf(tried, hoursFile);
    expect(hours.find(({ hour }) => hour === "22")?.["last_price"]).toBe("42797.08159604");
  },
  "14 this-day": (tried) => {
    expect(statesOf(tried)[2]).toEqual({ success: 1 });
    expect(isLeft(tried.left, daysFile)).toBe(false);
  },
  "14 unweighted-mean": (tried) => {
    expect(rowsOf(tried, daysFile)[0]?.["avg_price"]).toBe("42768.63832317");
    expect(rowsOf(tried, hoursFile)[0]).toMatchObject({ hour: "17", data_points: "1" });
    expect(weightedMean(rowsOf(tried, hoursFile))).toBe("42747.5375");
  },
  "14 opening-from-average": (tried) => {
    expect(rowsOf(tried, daysFile)[0]?.["closing_price"]).toBe("42695.36790735");
    const minutes = rowsOf(tried, firstFile);
    expect(minutes.some(({ price }) => price === "42695.36790735")).toBe(false);
    expect(minutes.at(-1)).toMatchObject({ timestamp: "2024-01-15T23:59:00", price: "42639.26747751" });
  },
  "14 overwrites": (tried) => {
    expect(statesOf(tried)[2]).toEqual({ success: 2 });
    expect(rowsOf(tried, daysFile).map(({ date }) => date)).toEqual(["2024-01-16"]);
  },
  "14 append-without-key": (tried) => {
    const rows = rowsOf(tried, daysFile);
    expect(rows).toHaveLength(2);
    expect(rows[1]).toEqual(rows[0]);
    expect(runsOf(tried)).toHaveLength(1);
  },
  "14 green-when-empty": (tried) => {
    const [minutes, hours, days] = statesOf(tried);
    expect(minutes).toMatchObject({ failed: 88 });
    expect([hours, days]).toEqual([{ failed: 2 }, { success: 1 }]);
    expect(isLeft(tried.left, daysFile)).toBe(false);
  },
};

test("every variant has a trap to show", async () => {
  const names = await Promise.all(
    lessons.map(async (entry) =>
      Object.keys((await readLesson(entry)).variants).map((name) => `${entry.number} ${name}`),
    ),
  );
  expect(Object.keys(traps).toSorted()).toEqual(names.flat().toSorted());
});

describe("the trap shows in a run", () => {
  test.each(Object.entries(traps))("%s", async (name, trap) => {
    const [lesson = "", variant = ""] = name.split(" ");
    const tried = await tryLesson({ lesson, variant });
    trap(tried);
    const told = readReadme(tried.entry).variants.get(variant) ?? "";
    expect(told).not.toBe("");
    for (const { path, isThere } of pathsIn(told)) {
      expect({ path, isThere: isLeft(tried.left, path) }).toEqual({ path, isThere });
    }
  });
});

describe.each(lessons)("the README of $name", (entry) => {
  const readme = readReadme(entry);
  const outside = [...readme.sections]
    .filter(([heading]) => heading !== "What goes wrong if")
    .map(([, section]) => section)
    .join("\n");

  test("names files and shows rows that a run leaves", async () => {
    const { left } = await tryLesson({
      lesson: entry.number,
      ...(entry.number < "14" && { until: shorter }),
    });
    const paths = pathsIn(outside);
    expect(paths.length).toBeGreaterThan(0);
    for (const { path, isThere } of paths) {
      const own = path.replace(`runs/${entry.name}/`, "");
      expect({ own, isThere: isLeft(left, own) }).toEqual({ own, isThere });
    }
    const files = Object.entries(left).filter(([path]) => path.endsWith(".csv"));
    const shown = fencesIn(readme.text, "csv");
    expect(shown).toHaveLength(1);
    for (const rows of shown) expect(files.some(([, csv]) => csv.startsWith(rows))).toBe(true);
    const { look } = await readLesson(entry);
    for (const [path] of look.join("\n").matchAll(/\bdata(?:\/[\w.-]*\w)*\b/g)) {
      expect({ path, isThere: isLeft(left, path) }).toEqual({ path, isThere: true });
    }
  });

  test("calls commands with flags and variants that they have", async () => {
    const { experiment, variants, title, goal } = await readLesson(entry);
    expect(readme.text.startsWith(`# ${entry.number} ${title}\n\n${goal}\n`)).toBe(true);
    expect([...readme.variants.keys()].toSorted()).toEqual(Object.keys(variants).toSorted());
    const calls = [
      ...readme.text.matchAll(/`pnpm lesson ([^`]+)`/g),
      ...experiment.matchAll(/^pnpm lesson ([^:]+):/g),
    ];
    expect(calls.length).toBeGreaterThan(2);
    for (const [, words = ""] of calls) {
      const { values } = readFlags(
        words.replace(/--live$/, "--live=mock").split(" "),
        command.options ?? {},
        "lesson",
      );
      const { variant = Object.keys(variants)[0] } = values;
      expect(Object.keys(variants)).toContain(variant);
    }
    expect(readme.text).toContain(`pnpm diff ${lessonBefore(entry)?.number} ${entry.number}`);
  });
});

/** Two days of minutes leave no other files than these hours, but for the second day. */
const shorter = "2024-01-16T00:10Z";

test("of the lessons before, only that the file is a DAG is still judged", async () => {
  for (const { name, number } of lessons) {
    const due = await dueChecks(findLesson(name).name);
    const carried = due.filter(({ carriedFrom }) => carriedFrom !== null).map(({ check }) => check.id);
    expect({ number, carried }).toEqual({ number, carried: ["01.1"] });
    expect(due.length).toBe(8);
  }
});

/** For each DAG, how many runs ended in which state. */
function statesOf({ run }: TriedLesson): Record<string, number>[] {
  return run.dags.map(({ runs }) => {
    const groups = [...Map.groupBy(runs, ({ state }) => state)];
    return Object.fromEntries(groups.map(([state, list]) => [state, list.length]));
  });
}

/** The runs of the lesson's own DAG. */
function runsOf({ run }: TriedLesson) {
  return run.dags.at(-1)?.runs ?? [];
}

function runAt(tried: TriedLesson, time: string) {
  return runsOf(tried).find(({ logicalDate }) => logicalDate.slice(11, 16) === time);
}

function rowsOf({ left }: TriedLesson, path: string): Row[] {
  const [header = "", ...lines] = (left[path] ?? "").trimEnd().split("\n");
  const names = header.split(",");
  return lines.map((line) => {
    const cells = line.split(",");
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ""]));
  });
}

/** `09:30` */
function timeOf({ timestamp = "" }: Row): string {
  return timestamp.slice(11, 16);
}

/** This many minutes in a row. */
function clock(first: string, count: number): string[] {
  const start = Temporal.PlainTime.from(first);
  return Array.from({ length: count }, (_, number) => start.add({ minutes: number }).toString().slice(0, 5));
}

/** `02 43` */
function pointsOf(tried: TriedLesson): string[] {
  return rowsOf(tried, hoursFile).map(({ hour, data_points: points }) => `${hour} ${points}`);
}

function weightedMean(hours: readonly Row[]): string {
  const points = hours.map((hour) => Number(hour["data_points"]));
  const worth = hours.map((hour, index) => Number(hour["avg_price"]) * (points[index] ?? 0));
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return (sum(worth) / sum(points)).toFixed(4);
}
