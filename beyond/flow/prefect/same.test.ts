// The README's pipeline, and the same in Prefect, as a real Prefect ran it.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { simulatedClock } from "@daglings/engine";
import { expect, test } from "vitest";
import { exponentialBackoff, flow, machine, runOn, task } from "../src/index.ts";

const room = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(room, path), "utf8");

test("the Prefect code in the README is part of what was run", () => {
  const [, shown = ""] = /```python\n([^]*?)```/.exec(read("README.md")) ?? [];
  expect(shown).toContain("def pipeline");
  expect(read("golden/generate/same.py")).toContain(shown);
});

test("both give the same result, after the same number of tries", async () => {
  const tries: Record<string, number> = {};
  const fetchEvents = task(
    async (day: string) => {
      tries[day] = (tries[day] ?? 0) + 1;
      if (tries[day] === 1) throw new Error("not yet");
      return [day, day];
    },
    {
      retries: 3,
      retryDelay: exponentialBackoff({ seconds: 1 }),
      cacheKey: (day) => `events of ${day}`,
      cacheExpiration: { days: 1 },
    },
  );
  const countEvents = task(async (events: readonly string[]) => events.length);
  const pipeline = flow(
    async ({ days }: { days: string[] }) => {
      const events = fetchEvents.map(days);
      const stats = events.map((future) => countEvents.submit(future));
      return await Promise.all(stats.map((future) => future.result()));
    },
    { maxWorkers: 4 },
  );
  const on = machine({ clock: simulatedClock({ from: "2019-01-04" }) });
  const results: unknown[] = [];
  for (let run = 0; run < 2; run++) {
    const state = await runOn(on, pipeline, { parameters: { days: ["2019-01-01", "2019-01-02"] } });
    results.push(state.data);
  }
  expect({ results, tries }).toEqual(JSON.parse(read("golden/same.json")));
});
