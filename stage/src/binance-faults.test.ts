// Whatever the exchange does, and even if someone clears, triggers or backfills runs at the same time: each minute that was
// answered is in the file exactly once, with its own price, and every sum is that of what was there.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { averagePrice, type TimedFault } from "@daglings/binance";
import type { AttemptRecord, Store } from "@daglings/engine";
import type { ByHand, Scenario } from "@daglings/lessons";
import fc from "fast-check";
import { expect, test } from "vitest";
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
import { listPaths, prepareFolder } from "./run-folder.ts";
import { openStage } from "./stage.ts";
import { inTemporaryFolder } from "./testing.ts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const minutesDag = "12_binance_fetch_minute";
const hoursDag = "13_binance_calculate_hourly";
const daysDag = "14_binance_calculate_daily";

/** Times are minutes after the plan begins. */
interface Plan {
  readonly length: number;
  readonly faults: readonly { readonly fault: Fault; readonly at: number; readonly length: number }[];
  readonly byHand: readonly { readonly what: Deed; readonly at: number; readonly back: number }[];
}

/** Plans that follow upon each other, and when, in minutes after midnight, the first of them begins. */
interface Story {
  readonly from: number;
  readonly plans: readonly Plan[];
}

type Fault = TimedFault extends infer Each
  ? Each extends TimedFault
    ? Omit<Each, "from" | "until">
    : never
  : never;

type Deed = "clear minute" | "trigger minute" | "backfill minutes" | "clear hour";

const plans = fc.record<Plan>({
  length: fc.integer({ min: 20, max: 60 }),
  faults: fc.array(
    fc.record({
      fault: fc.constantFrom<Fault>(
        { kind: "error" },
        { kind: "error", status: 503 },
        { kind: "rate-limit", retryAfter: 30 },
        { kind: "rate-limit", retryAfter: 0 },
        { kind: "banned" },
        { kind: "restricted" },
        { kind: "away" },
        { kind: "malformed" },
        { kind: "malformed", body: `{"mins":5,"price":"-1.0","closeTime":1}` },
        { kind: "delay", milliseconds: 2 },
      ),
      at: fc.integer({ min: 0, max: 50 }),
      length: fc.integer({ min: 1, max: 15 }),
    }),
    { maxLength: 4 },
  ),
  byHand: fc.array(
    fc.record({
      what: fc.constantFrom<Deed>("clear minute", "trigger minute", "backfill minutes", "clear hour"),
      at: fc.integer({ min: 0, max: 59 }),
      back: fc.integer({ min: 1, max: 40 }),
    }),
    { maxLength: 5 },
  ),
});

/** A start of the computer is the dearest part: ten plans share one. */
const plansPerStory = 10;
const stories = fc.record<Story>({
  from: fc.integer({ min: 18 * 60, max: 23 * 60 }),
  plans: fc.array(plans, { minLength: plansPerStory, maxLength: plansPerStory, size: "max" }),
});

const midnight = Temporal.Instant.from("2024-03-08T00:00Z").epochMilliseconds;

test("400 plans of faults and of runs that happen twice", { timeout: 600_000 }, async () => {
  const seen = { minutes: 0, gaps: 0, late: 0, twice: 0, hours: 0, days: 0 };
  await fc.assert(
    fc.asyncProperty(stories, async (story) => {
      const found = await play(story);
      for (const name of ["minutes", "gaps", "late", "twice", "hours", "days"] as const) {
        seen[name] += found[name];
      }
    }),
    { numRuns: 400 / plansPerStory },
  );
  // A property that hardly ever has something to look at proves nothing.
  expect(seen.minutes).toBeGreaterThan(8000);
  expect(seen.gaps).toBeGreaterThan(1000);
  expect(seen.late).toBeGreaterThan(500);
  expect(seen.twice).toBeGreaterThan(100);
  expect(seen.hours).toBeGreaterThan(150);
  expect(seen.days).toBeGreaterThan(20);
});

function play(story: Story): Promise<Found> {
  return inTemporaryFolder(async (path) => {
    const entry = findLesson("14");
    const folder = prepareFolder(join(path, "run"), false);
    const scenario = scenarioOf(story);
    const lesson = await readLesson(entry);
    const stage = await openStage({ lesson, file: entryFile(entry), scenario, folder });
    try {
      await stage.play();
      const entries = listPaths(folder).map((each) => [each, readFileSync(join(folder.path, each), "utf8")]);
      return verify(scenario, stage.store, Object.fromEntries(entries) as Record<string, string>);
    } finally {
      await stage.close();
    }
  });
}

/** After the plans' own minutes no further ones are run, and what is under way is finished. */
function scenarioOf({ from, plans: own }: Story): Scenario {
  const begin = midnight + from * minute;
  let end = begin;
  const exchangeFaults: TimedFault[] = [];
  const byHand: (readonly [number, ByHand])[] = [];
  for (const { length, faults, byHand: deeds } of own) {
    for (const { fault, at, length: lasts } of faults) {
      exchangeFaults.push({ ...fault, from: end + at * minute, until: end + (at + lasts) * minute });
    }
    for (const { what, at, back } of deeds) {
      if (at < length) byHand.push(deed(what, end + at * minute, back));
    }
    end += length * minute;
  }
  const pause: ByHand = {
    at: instant(end + 30 * second),
    what: "no more minutes",
    act: (scheduler) => scheduler.pause({ dagId: minutesDag }),
  };
  const hourIsOver = Math.ceil(end / hour) * hour + 25 * minute;
  const dayIsOver = Math.floor(end / day) * day + 45 * minute;
  const inOrder = byHand.toSorted(([a], [b]) => a - b).map(([, act]) => act);
  return {
    from: instant(begin),
    until: instant(Math.max(dayIsOver, hourIsOver)),
    byHand: [...inOrder, pause],
    exchangeFaults,
  };
}

/** At seconds at which nothing else happens: then it is plain what came first. */
function deed(what: Deed, time: number, back: number): readonly [number, ByHand] {
  const at = time + (what === "clear hour" ? 4 : 7) * second;
  const earlier = time - back * minute;
  const acts: Record<Deed, ByHand["act"]> = {
    "clear minute": (scheduler) => scheduler.clear({ dagId: minutesDag, runId: runIdOf(earlier) }),
    "trigger minute": (scheduler) => void scheduler.trigger({ dagId: minutesDag }),
    "backfill minutes": (scheduler) =>
      void scheduler.backfill({ dagId: minutesDag, from: instant(earlier), to: instant(time) }),
    "clear hour": (scheduler) =>
      scheduler.clear({ dagId: hoursDag, runId: runIdOf(Math.floor(earlier / hour) * hour) }),
  };
  const act: ByHand["act"] = (scheduler, dagId, on) => ifThere(() => acts[what](scheduler, dagId, on));
  return [at, { at: instant(at), what, act }];
}

/** There may be no such run. */
function ifThere(act: () => unknown): void {
  try {
    act();
  } catch (error) {
    expect(String(error)).toMatch(/has no run/);
  }
}

interface Found {
  readonly minutes: number;
  readonly gaps: number;
  readonly late: number;
  readonly twice: number;
  readonly hours: number;
  readonly days: number;
}

function verify({ exchangeFaults = [] }: Scenario, store: Store, files: Record<string, string>): Found {
  const tries = attemptsOf(store, minutesDag);
  const answered = new Map<number, number>(); // each minute, and when it was first answered
  for (const { begin, attempt } of tries) {
    if (attempt.state === "failed") expectTrouble(exchangeFaults, attempt);
    if (attempt.state !== "success") continue;
    const before = answered.get(begin) ?? Infinity;
    answered.set(begin, Math.min(before, attempt.finishedAt ?? Infinity));
  }
  const minutes = [...answered.keys()].toSorted((a, b) => a - b);
  const hours = sums(store, hoursDag).map(({ begin, at }) => {
    const own = minutes.filter(
      (each) => begin <= each && each < begin + hour && (answered.get(each) ?? Infinity) < at,
    );
    return { begin, at, facts: hourFacts(begin, own.map(answerOf)) };
  });
  const days = sums(store, daysDag).map(({ begin, at }) => {
    const own = latest(
      hours.filter((each) => each.at < at && begin <= each.begin && each.begin < begin + day),
    );
    return {
      begin,
      at,
      line: dayLine(
        begin,
        own.map(({ facts }) => facts),
      ),
    };
  });

  const expected: Record<string, string[]> = {};
  const put = (path: string, header: string, line: string) => {
    (expected[path] ??= [header]).push(line);
  };
  const dateOf = (begin: number) => textOf(begin).slice(0, 10);
  for (const each of minutes) {
    put(`data/binance/raw/${dateOf(each)}/daily_raw.csv`, minuteHeader, minuteLine(answerOf(each)));
  }
  for (const { begin, facts } of latest(hours)) {
    put(`data/binance/hourly/${dateOf(begin)}/hourly_avg.csv`, hourHeader, facts.line);
  }
  for (const { line } of latest(days)) put("data/binance/daily/daily_avg.csv", dayHeader, line);
  const texts = Object.entries(expected).map(([path, lines]) => [path, `${lines.join("\n")}\n`]);
  expect(files).toEqual(Object.fromEntries(texts));

  const successes = tries.filter(({ attempt }) => attempt.state === "success");
  const asked = new Set(tries.map(({ begin }) => begin)).size;
  return {
    minutes: minutes.length,
    gaps: asked - minutes.length,
    late: successes.filter(({ attempt }) => attempt.tryNumber > 1).length,
    twice: successes.length - minutes.length,
    hours: latest(hours).length,
    days: latest(days).length,
  };
}

/** The exchange's own price at the end of the minute. */
function answerOf(begin: number): Answered {
  return { minute: begin, ...averagePrice("BTCUSDT", { epochMilliseconds: begin + minute }) };
}

/** A task fails while the exchange is in trouble, or because it was made up for too early. */
function expectTrouble(faults: readonly TimedFault[], { startedAt, error }: AttemptRecord): void {
  const during = faults.filter(({ from, until }) => from <= startedAt && startedAt < until);
  const isEarly = /is not over yet/.test(error ?? "");
  if (during.length === 0 && !isEarly) throw new Error(`failed at ${textOf(startedAt)}: ${error}`);
}

function attemptsOf(
  store: Store,
  dagId: string,
): { readonly begin: number; readonly attempt: AttemptRecord }[] {
  return store.listRuns({ dagId }).flatMap((run) => {
    const begin = Math.floor(run.dataIntervalStart / minute) * minute;
    return store.listAttempts({ dagId, runId: run.runId }).map((attempt) => ({ begin, attempt }));
  });
}

/** Which intervals were calculated, and at which instant. */
function sums(store: Store, dagId: string): { readonly begin: number; readonly at: number }[] {
  return attemptsOf(store, dagId)
    .filter(({ attempt }) => attempt.taskId.startsWith("calculate_") && attempt.state === "success")
    .map(({ begin, attempt }) => ({ begin, at: attempt.startedAt }));
}

/** For each interval, the last one that was calculated, in order. */
function latest<Sum extends { readonly begin: number; readonly at: number }>(all: readonly Sum[]): Sum[] {
  const groups = [...Map.groupBy(all, ({ begin }) => begin).values()];
  const last = groups.flatMap((group) => group.toSorted((a, b) => b.at - a.at).slice(0, 1));
  return last.toSorted((a, b) => a.begin - b.begin);
}

function runIdOf(time: number): string {
  return `scheduled__${textOf(time).replace(" ", "T")}+00:00`;
}

function instant(time: number): string {
  return Temporal.Instant.fromEpochMilliseconds(time).toString();
}
