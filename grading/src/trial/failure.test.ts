import { expect, test } from "vitest";
import type { ObservedDag, ObservedRun } from "@daglings/lessons";
import { describeFailure } from "./failure.ts";

const when = "2019-01-01T00:00:00Z";
const facts = { tryNumber: 1, attempts: 1, times: [], secondsRunning: 0, error: null };

function dagOf(...states: readonly (readonly [fetch: string, count: string])[]): ObservedDag {
  const runs = states.map(([fetch, count], index): ObservedRun => ({
    runId: `run ${index + 1}`,
    runType: "scheduled",
    logicalDate: when,
    dataIntervalStart: when,
    dataIntervalEnd: when,
    createdAt: when,
    state: "failed",
    tasks: [
      { ...facts, taskId: "fetch", state: fetch },
      { ...facts, taskId: "count", state: count },
    ],
  }));
  return { dagId: "dag", schedule: "@daily", tasks: [], runs, intervals: [] };
}

const log = `$ mkdir data &&
  curl --fail http://127.0.0.1:1/events
curl: (22) The requested URL returned error: 500
Failed: bash ended with exit code 22
Error: bash ended with exit code 22
    at somewhere (file.ts:1:1)
`;

test("the first task that failed is shown with its command and its last words, and how often it failed", () => {
  const dag = dagOf(["success", "success"], ["failed", "upstream_failed"], ["failed", "failed"]);
  const asked: unknown[] = [];
  const text = describeFailure(dag, (task) => {
    asked.push(task);
    return log;
  });
  expect(asked).toEqual([{ runId: "run 2", taskId: "fetch" }]);
  expect(text).toBe(`fetch failed in 2 of 3 runs. The first:
$ mkdir data &&
  curl --fail http://127.0.0.1:1/events
curl: (22) The requested URL returned error: 500
Failed: bash ended with exit code 22`);
});

test("only the end of a long log is shown", () => {
  const long = Array.from({ length: 100 }, (_, index) => `line ${index + 1}`).join("\n");
  const lines = describeFailure(dagOf(["failed", "none"]), () => long)?.split("\n");
  expect(lines?.slice(0, 2)).toEqual(["fetch failed in 1 of 1 run. The first:", "line 89"]);
  expect(lines?.at(-1)).toBe("line 100");
});

test("if nothing failed, there is nothing to show", () => {
  expect(describeFailure(dagOf(["success", "skipped"]), () => log)).toBeNull();
});
