// What the lessons' pages tell a reader to do with pnpm dags is done here, and comes to what they say.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { listLessons, runLesson } from "@daglings/stage";
import { expect, test, vi } from "vitest";
import { kitHere, temporaryFolder } from "../testing.ts";

vi.setConfig({ testTimeout: 120_000 });

interface Trial {
  readonly lesson: string;
  readonly variant: string | undefined;
  readonly until: string | undefined;
  /** Each without `pnpm`, in the order of the page. */
  readonly calls: readonly string[];
}

/** Calls on the folder that a lesson has left. Those that name none are for the store of a scheduler, which is set up first. */
const onFolder = / --dir runs\/\S+$/;

/** One for each point of a page that names such calls; it may begin with a variant. */
const trials = listLessons().flatMap(({ number, folder }): Trial[] => {
  const page = readFileSync(join(folder, "README.md"), "utf8");
  return [...page.matchAll(/^- (?:.|\n {2})+/gm)].flatMap(([point]) => {
    const calls = [...point.matchAll(/`pnpm (dags [^`]+)`/g)].flatMap(([, call = ""]) =>
      onFolder.test(call) ? call : [],
    );
    const [, variant] = /`pnpm lesson \d\d --variant ([\w-]+)`/.exec(point) ?? [];
    const [, until] = /`pnpm lesson \d\d --until ([^`]+)`/.exec(point) ?? [];
    return calls.length === 0 ? [] : [{ lesson: number, variant, until, calls }];
  });
});

/** What a mended gap leaves, in the last file that is calculated from it. */
const mended: Readonly<Record<string, readonly [path: string, text: string]>> = {
  "12": ["raw/2024-01-15/daily_raw.csv", "2024-01-15T09:35:00"],
  "13": ["hourly/2024-01-15/hourly_avg.csv", ",60,2024-01-15 03:00:00"],
  "14": ["daily/daily_avg.csv", "2024-01-15,42828.41973399,"],
};

test("the lessons that are to be experimented with name calls", () => {
  expect(new Set(trials.map(({ lesson }) => lesson))).toEqual(
    new Set(["08", "11", "12", "13", "14", "15", "16"]),
  );
  const ofVariants = trials.filter(({ variant }) => variant !== undefined);
  expect(ofVariants.map(({ lesson }) => lesson)).toEqual(Object.keys(mended));
});

test("what names no folder is about a schedule, or sets up what tasks of a scheduler need to know", () => {
  const others = listLessons().flatMap(({ folder }) =>
    [...readFileSync(join(folder, "README.md"), "utf8").matchAll(/`pnpm (dags [^`]+)`/g)].flatMap(
      ([, call = ""]) => (onFolder.test(call) ? [] : call),
    ),
  );
  expect(others.filter((call) => !/^dags (next |(variables|connections) set )/.test(call))).toEqual([]);
});

test.each(trials)("$lesson $variant: $calls", async ({ lesson, variant, until, calls }) => {
  const dir = join(temporaryFolder(), "run");
  await runLesson({
    lesson,
    dir,
    ...(variant !== undefined && { variant }),
    ...(until !== undefined && { until }),
  });
  for (const call of calls) {
    const words = call.replace(onFolder, "").split(" ");
    const { exitCode, stdout, stderr } = await kitHere([...words, "--dir", dir, "--plain"]);
    expect({ call, exitCode, stderr }).toEqual({ call, exitCode: 0, stderr: "" });
    expect(stdout).not.toMatch(/failed|none of|nothing to/);
    expect(stdout).not.toBe("");
  }
  if (variant === undefined) return;
  const [path, text] = mended[lesson] ?? ["", ""];
  expect(readFileSync(join(dir, "data", "binance", path), "utf8")).toContain(text);
});
