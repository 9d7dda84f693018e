// Lesson 16 with its files: when its runs are made, and that each of its variants shows its trap.

import { describe, expect, test, vi } from "vitest";
import { findLesson, readLesson } from "./catalogue.ts";
import { tryLesson, type TriedLesson } from "./testing.ts";

vi.setConfig({ testTimeout: 60_000 });

/** "04T05:00 success": the day and the minute at which it was made, and what became of it. */
const runsOf = ({ run }: TriedLesson) =>
  run.dags[0]?.runs.map(({ createdAt, state }) => `${createdAt.slice(8, 16)} ${state}`);
const statsOf = ({ left }: TriedLesson) =>
  Object.keys(left).flatMap((path) => /^data\/stats\/2019-01-(\d\d)\.csv$/.exec(path)?.[1] ?? []);

test.each([2, 3] as const)(
  "in Airflow %i, a run when a file is whole, and at no other time",
  async (airflow) => {
    const tried = await tryLesson({ lesson: "16", airflow });
    expect(runsOf(tried)).toEqual(["04T05:00 success", "04T06:20 success", "05T07:45 success"]);
    expect(statsOf(tried).toSorted()).toEqual(["01", "02", "03", "04"]);
    const kind = airflow === 2 ? "dataset_triggered" : "asset_triggered";
    expect(new Set(tried.run.dags[0]?.runs.map(({ runType }) => runType))).toEqual(new Set([kind]));
  },
);

const traps: Readonly<Record<string, (tried: TriedLesson) => void>> = {
  "by-the-clock": (tried) => {
    expect(runsOf(tried)).toEqual(
      ["04T05:00", "05T00:00", "06T00:00", "07T00:00"].map((at) => `${at} success`),
    );
  },
  "half-written": (tried) => {
    const runs = runsOf(tried) ?? [];
    expect(runs).toHaveLength(7);
    expect(runs.filter((line) => line.endsWith("failed"))).toHaveLength(3);
    const [log = ""] = Object.entries(tried.left).flatMap(([path, text]) =>
      /^logs\/.*\/1\.log$/.test(path) && text.includes("JSON") ? [text] : [],
    );
    expect(log).toMatch(/in JSON at position \d+/);
  },
  "signal-only": (tried) => {
    expect(runsOf(tried)?.[0]).toBe("04T06:20 success");
    expect(statsOf(tried)).toContain("01");
  },
  "one-event-one-file": (tried) => {
    expect(new Set(runsOf(tried)?.map((line) => line.slice(9)))).toEqual(new Set(["success"]));
    expect(statsOf(tried).toSorted()).toEqual(["01", "02", "03"]);
  },
};

test("every variant has a trap to show", async () => {
  const { variants } = await readLesson(findLesson("16"));
  expect(Object.keys(traps).toSorted()).toEqual(Object.keys(variants).toSorted());
});

describe("the trap shows in a run", () => {
  test.each(Object.entries(traps))("%s", async (variant, trap) => {
    const tried = await tryLesson({ lesson: "16", variant });
    expect(tried.isComplete).toBe(true);
    trap(tried);
  });
});
