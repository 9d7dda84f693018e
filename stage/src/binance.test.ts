// Lessons 12 to 14 leave what follows from the exchange's own answers, even if tasks run again, and wherever it is.

import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { startExchange } from "@daglings/binance";
import type { Scenario } from "@daglings/lessons";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { entryFile, findLesson, readLesson } from "./catalogue.ts";
import {
  dayHeader,
  dayLine,
  hourFacts,
  hourHeader,
  minuteHeader,
  minuteLine,
  textOf,
  type Answered,
} from "./binance-testing.ts";
import { dagFacts } from "./lesson-run.ts";
import { listPaths, prepareFolder, type RunFolder } from "./run-folder.ts";
import { openStage } from "./stage.ts";
import { inTemporaryFolder, tryLesson } from "./testing.ts";

/** One stage at a time: what is given up half way would disturb what follows. */
vi.setConfig({ testTimeout: 120_000 });

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const start = Temporal.Instant.from("2024-01-15T00:00Z").epochMilliseconds;

test("two days: minutes, hours and days follow from what the exchange answers over HTTP", async () => {
  const { run, left } = await tryLesson({ lesson: "14" });
  expect(run.dags.map(({ runs }) => runs.map(({ state }) => state))).toEqual([
    Array.from({ length: 2880 }, () => "success"),
    Array.from({ length: 48 }, () => "success"),
    ["success", "success"],
  ]);
  const files = await filesOf([start, start + day]);
  expect(Object.keys(files)).toEqual(run.files.map(({ path }) => path));
  for (const [path, lines] of Object.entries(files)) {
    expect(left[path]).toBe(lines.map((line) => `${line}\n`).join(""));
  }
  const counts = Object.entries(files).map(([path, lines]) => [path, lines.length - 1]);
  expect(Object.fromEntries(counts)).toEqual({
    "data/binance/raw/2024-01-15/daily_raw.csv": 1440,
    "data/binance/raw/2024-01-16/daily_raw.csv": 1440,
    "data/binance/hourly/2024-01-15/hourly_avg.csv": 24,
    "data/binance/hourly/2024-01-16/hourly_avg.csv": 24,
    "data/binance/daily/daily_avg.csv": 2,
  });
  expect(left["data/binance/daily/daily_avg.csv"]).toMatch(/,1440,24,[^]*,1440,24,/);
  expect(left["data/binance/hourly/2024-01-15/hourly_avg.csv"]).toMatch(/^2024-01-15,09,.*,60,/m);
});

test("lesson 12 alone has the same minutes as all three together", async () => {
  const { run, left } = await tryLesson({ lesson: "12", until: "2024-01-15T03:00Z" });
  const files = await filesOf([start]);
  const [path, lines = []] = Object.entries(files)[2] ?? [""];
  expect(run.files.map((file) => file.path)).toEqual([path]);
  expect(left[path]).toBe(
    lines
      .slice(0, 181)
      .map((line) => `${line}\n`)
      .join(""),
  );
});

test("whatever task runs again leaves the same bytes", async () => {
  await onStage({ from: "2024-01-15T00:00Z", until: "2024-01-16T00:00:30Z" }, async (stage, folder) => {
    const [minutes, ...others] = dagFacts(stage.store, stage.dags);
    const before = contents(folder);
    expect(Object.keys(before)).toHaveLength(3);
    const some = (minutes?.runs ?? []).filter((_, index) => index % 11 === 0 || index === 1439);
    const chosen = [...(minutes ? [{ ...minutes, runs: some }] : []), ...others];
    expect(chosen.map(({ runs }) => runs.length)).toEqual([132, 24, 1]);
    for (const { dagId, runs } of chosen) {
      for (const { runId } of runs) {
        await stage.playAgain({ dagId, runId });
        expect(stage.store.findRun({ dagId, runId })?.state).toBe("success");
        const attempts = stage.store.listAttempts({ dagId, runId });
        expect(new Set(attempts.map(({ tryNumber }) => tryNumber))).toEqual(new Set([1, 2]));
        expect(contents(folder)).toEqual(before);
      }
    }
  });
});

describe("an interval with nothing at all fails with a sentence", () => {
  test.each([
    ["13", "there is no price from 2024-01-15 00:00:00 to 2024-01-15 01:00:00 (UTC)"],
    ["14", "there is no hour with prices on 2024-01-15 (UTC)"],
  ])("lesson %s", async (lesson, sentence) => {
    const until = lesson === "13" ? "2024-01-15T02:00Z" : "2024-01-16T01:00Z";
    const from = lesson === "13" ? "2024-01-15T00:00Z" : "2024-01-15T23:00Z";
    const exchangeFaults = [{ kind: "error", from: start, until: start + 2 * day }] as const;
    await onStage(
      { from, until, exchangeFaults },
      (stage) => {
        const [dag] = dagFacts(stage.store, stage.dags.slice(-1));
        const [first] = dag?.runs ?? [];
        expect(first?.state).toBe("failed");
        const attempts = stage.store.listAttempts({ dagId: dag?.dagId ?? "", runId: first?.runId ?? "" });
        const sums = attempts.filter(({ taskId }) => taskId.startsWith("calculate"));
        expect(sums.map(({ tryNumber }) => tryNumber)).toEqual([1, 2, 3]);
        for (const { error } of sums) expect(error?.startsWith(sentence)).toBe(true);
        expect(stage.store.findRun({ dagId: dag?.dagId ?? "", runId: first?.runId ?? "" })).not.toBeNull();
        return Promise.resolve();
      },
      lesson,
    );
  });
});

test("a refusal that will not change is not tried again", async () => {
  const exchangeFaults = [{ kind: "restricted", from: start, until: start + day }] as const;
  await onStage({ from: "2024-01-15T00:00Z", until: "2024-01-15T00:10Z", exchangeFaults }, (stage) => {
    const [dag] = dagFacts(stage.store, stage.dags);
    expect(dag?.runs).toHaveLength(10);
    for (const { state, tasks } of dag?.runs ?? []) {
      expect([state, tasks[0]?.tryNumber]).toEqual(["failed", 1]);
    }
    const [attempt] = stage.store.listAttempts({
      dagId: dag?.dagId ?? "",
      runId: dag?.runs[0]?.runId ?? "",
    });
    expect(attempt?.error).toMatch(/does not serve your location/);
    return Promise.resolve();
  });
});

test("the files do not depend on where the computer is", async () => {
  const before = process.env["TZ"];
  onTestFinished(() => {
    if (before === undefined) delete process.env["TZ"];
    else process.env["TZ"] = before;
  });
  const there: Record<string, string>[] = [];
  for (const zone of ["UTC", "America/New_York", "Asia/Kolkata"]) {
    process.env["TZ"] = zone;
    const scenario = { from: "2024-01-15T22:00Z", until: "2024-01-16T01:00:30Z" };
    there.push(await onStage(scenario, (_, folder) => Promise.resolve(contents(folder))));
  }
  const [utc = {}, ...others] = there;
  expect(Object.keys(utc)).toHaveLength(5);
  expect(others).toEqual([utc, utc]);
});

/** The lesson's DAG, and those beside it, under other circumstances. */
async function onStage<Result>(
  scenario: Scenario,
  look: (stage: Awaited<ReturnType<typeof openStage>>, folder: RunFolder) => Promise<Result>,
  number = "14",
): Promise<Result> {
  return inTemporaryFolder(async (path) => {
    const entry = findLesson(number);
    const lesson = await readLesson(entry);
    mkdirSync(join(path, "run"));
    const folder = prepareFolder(join(path, "run"), false);
    const stage = await openStage({ lesson, file: entryFile(entry), scenario, folder });
    try {
      await stage.play();
      return await look(stage, folder);
    } finally {
      await stage.close();
    }
  });
}

function contents(folder: RunFolder): Record<string, string> {
  const entries = listPaths(folder).map((path) => [path, readFileSync(join(folder.path, path), "utf8")]);
  return Object.fromEntries(entries) as Record<string, string>;
}

/** The lines of all files of these days, by path: asked minute by minute, at the instant at which the minute ends. */
async function filesOf(days: readonly number[]): Promise<Record<string, string[]>> {
  let now = 0;
  const exchange = await startExchange({ now: () => now });
  try {
    const ask = async (begin: number): Promise<Answered> => {
      now = begin + minute;
      const response = await fetch(`${exchange.url}/api/v3/avgPrice?symbol=BTCUSDT`);
      return { minute: begin, ...((await response.json()) as Omit<Answered, "minute">) };
    };
    const files: Record<string, string[]> = { "data/binance/daily/daily_avg.csv": [dayHeader] };
    const raw: Record<string, string[]> = {};
    for (const midnight of days) {
      const date = textOf(midnight).slice(0, 10);
      const hours = [];
      const minutes = [];
      for (let begin = midnight; begin < midnight + day; begin += hour) {
        const own = [];
        for (let each = begin; each < begin + hour; each += minute) own.push(await ask(each));
        minutes.push(...own);
        hours.push(hourFacts(begin, own));
      }
      files["data/binance/daily/daily_avg.csv"]?.push(dayLine(midnight, hours));
      files[`data/binance/hourly/${date}/hourly_avg.csv`] = [hourHeader, ...hours.map(({ line }) => line)];
      raw[`data/binance/raw/${date}/daily_raw.csv`] = [minuteHeader, ...minutes.map(minuteLine)];
    }
    return { ...files, ...raw };
  } finally {
    await exchange.close();
  }
}
