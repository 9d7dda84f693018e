// Lessons played on a real server leave the same runs, mails, requests and files as in the engine, to the last byte.

import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { printedRun, runLesson, type LessonResult } from "@daglings/stage";
import { makeTestFolder, openServer, playLessonOn, type TestServer } from "./testing.ts";

let server: TestServer;
beforeAll(async () => void (server = await openServer()));
afterAll(() => server.close());

function factsOf({ run, attempts }: LessonResult) {
  const tries = attempts.map(({ runId, taskId, tryNumber, state, error, startedAt, finishedAt }) => {
    return { runId, taskId, tryNumber, state, error, startedAt, finishedAt };
  });
  return { ...printedRun(run), tries };
}

test.each([
  ["01", undefined], // by hand
  ["09", undefined], // without catch-up
  ["11", undefined], // retries
  ["11", "depends-on-past"],
  ["15", undefined], // branch, short circuit, approval, callbacks, a run cleared after its end
  ["16", undefined], // a run for each file that arrives
  ["16", "signal-only"],
  ["17", undefined], // a sensor that gives its slot back
  ["18", undefined], // flows: a cache that all runs share, and waits by their own clock
])("lesson %s %s", async (lesson, variant) => {
  const expected = await runLesson({ lesson, variant, dir: join(makeTestFolder(), lesson) });
  expect(factsOf(await playLessonOn(server, { lesson, variant }))).toEqual(factsOf(expected));
});
