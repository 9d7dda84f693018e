// Lesson 17 with its real runners: what it shows, and that each of its variants shows its trap.

import { describe, expect, test, vi } from "vitest";
import { findLesson, readLesson } from "./catalogue.ts";
import { instantText } from "./lesson-run.ts";
import { tryLesson, type TriedLesson } from "./testing.ts";

/** 151 real processes, on whatever machine. */
vi.setConfig({ testTimeout: 120_000 });

const rowsOf = ({ left }: TriedLesson) => (left["data/report.csv"] ?? "").trim().split("\n").slice(1);
const stateOf = ({ run }: TriedLesson) => run.dags[0]?.runs[0]?.state;
const fetchesOf = ({ left }: TriedLesson) =>
  (left["data/rates.log"] ?? "").split("\n").filter(Boolean).length;

/** What the sensor has counted, each look once. */
function countsOf({ left }: TriedLesson): string[] {
  const [, log = ""] =
    Object.entries(left).find(([path]) => path.endsWith("wait_for_air_executor/1.log")) ?? [];
  return log.split("\n").filter((line) => line.startsWith("Tasks"));
}

test("151 tasks, of which the DAG knows one: each file is in the report, and the sensor counts the same each time", async () => {
  const tried = await tryLesson({ lesson: "17" });
  expect(stateOf(tried)).toBe("success");
  expect(rowsOf(tried)).toHaveLength(150);
  expect(countsOf(tried)).toEqual(["Tasks 1/101 done", "Tasks 101/151 done", "Tasks 151/151 done"]);
  expect(tried.run.mails).toEqual([
    { to: "team@example.com", subject: "Customer files of 2024-01-15: complete" },
  ]);
});

const traps: Readonly<Record<string, (tried: TriedLesson) => void>> = {
  "lost-children": (tried) => {
    expect(stateOf(tried)).toBe("success");
    expect(rowsOf(tried)).toEqual([]);
  },
  "hangs-on-failure": (tried) => {
    expect(stateOf(tried)).toBe("failed");
    expect(countsOf(tried)).toEqual(Array.from({ length: 62 }, () => "Tasks 151/153 done"));
    expect(tried.run.mails.map(({ to }) => to)).toEqual(["oncall@example.com"]);
  },
  "killed-is-success": (tried) => {
    expect(stateOf(tried)).toBe("success");
    expect(rowsOf(tried)).toHaveLength(149);
    expect(rowsOf(tried).filter((row) => row.startsWith("customer_003"))).toEqual([]);
  },
  "new-job-each-try": (tried) => {
    expect(fetchesOf(tried)).toBe(2);
  },
  "fetched-many-times": (tried) => {
    expect(stateOf(tried)).toBe("success");
    expect(fetchesOf(tried)).toBeGreaterThan(1);
  },
  "holds-a-slot": (tried) => {
    expect(stateOf(tried)).toBe("success");
    const begun = tried.attempts.filter(({ taskId }) => taskId === "list_delivery");
    expect(begun.map(({ startedAt }) => instantText(startedAt))).toEqual(["2024-01-16T00:00:10Z"]);
  },
};

test("every variant has a trap to show", async () => {
  const { variants } = await readLesson(findLesson("17"));
  expect(Object.keys(traps).toSorted()).toEqual(Object.keys(variants).toSorted());
});

describe("the trap shows in a run", () => {
  test.each(Object.entries(traps))("%s", async (variant, trap) => {
    const tried = await tryLesson({ lesson: "17", variant });
    expect(tried.isComplete).toBe(true);
    trap(tried);
  });
});
