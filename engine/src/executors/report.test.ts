import { expect, test } from "vitest";
import { isReportOn } from "./report.ts";

const attempt = { dagId: "dag", runId: "run", taskId: "work", tryNumber: 1 };
const trigger = { dagId: "other", runId: null, logicalDate: 5, conf: {}, whenTaken: "fail", xcomKey: "id" };
const report = {
  type: "attempt finished",
  ...attempt,
  outcome: { type: "success" },
  duration: 1,
  usage: { cpu: 1.5, peakMemory: null, logBytes: 0 },
  xcoms: { return_value: [1] },
  triggers: [trigger],
  extras: { stats: { rows: 3 } },
  traces: [{ direction: "out", name: "data/stats.csv", how: "written" }],
};

test.each([
  [{}],
  [{ outcome: { type: "failed", mayRetry: false, error: "" } }],
  [{ outcome: { type: "skipped" } }],
  [{ outcome: { type: "not yet" } }],
  [{ outcome: { type: "success", skip: "children" } }],
  [{ outcome: { type: "success", skip: { follow: ["a"] } } }],
  [{ triggers: [{ ...trigger, runId: "run", logicalDate: null }] }],
])("it is a report, also with %j", (own) => {
  expect(isReportOn(attempt, { ...report, ...own })).toBe(true);
});

test.each([
  [{ type: "done" }],
  [{ runId: "another" }],
  [{ tryNumber: 2 }],
  [{ outcome: null }],
  [{ outcome: "success" }],
  [{ outcome: { type: "great" } }],
  [{ outcome: { type: "failed", mayRetry: true } }],
  [{ outcome: { type: "success", skip: { follow: [1] } } }],
  [{ outcome: { type: "success", skip: "all" } }],
  [{ duration: null }],
  [{ usage: null }],
  [{ usage: { cpu: "much", peakMemory: null, logBytes: 0 } }],
  [{ usage: { cpu: null, peakMemory: null } }],
  [{ xcoms: null }],
  [{ xcoms: [] }],
  [{ extras: null }],
  [{ extras: { stats: 3 } }],
  [{ traces: {} }],
  [{ traces: [null] }],
  [{ traces: [{ direction: "up", name: "a", how: "written" }] }],
  [{ traces: [{ direction: "in", name: 5, how: "named" }] }],
  [{ traces: [{ direction: "in", name: "a", how: "guessed" }] }],
  [{ triggers: {} }],
  [{ triggers: [null] }],
  [{ triggers: [{ ...trigger, conf: 5 }] }],
  [{ triggers: [{ ...trigger, whenTaken: "maybe" }] }],
])("with %j it is none", (own) => {
  expect(isReportOn(attempt, { ...report, ...own })).toBe(false);
});

test.each([[null], [undefined], ["hello"], [5], [[]], [{}]])("%j is none", (message) => {
  expect(isReportOn(attempt, message)).toBe(false);
});
