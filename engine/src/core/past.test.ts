import { expect, test } from "vitest";
import { heldByPast, pastTypes } from "./past.ts";
import type { Run } from "./run.ts";
import { identity, Play, taskPlan } from "./testing.ts";

const day = 24 * 60 * 60_000;
const tasks = [taskPlan("load", [], { dependsOnPast: true }), taskPlan("report", ["load"])];
const next = { logicalDate: identity.logicalDate + day };

const runOf = (options = {}, own = {}): Run => new Play(tasks, options, own).run;
const previousWith = (outcome: "success" | "failed" | "skipped") =>
  new Play(tasks).begin().attempt("load", outcome).run;

test.each([
  ["success", []],
  ["skipped", []],
  ["failed", ["load"]],
] as const)("after %s in the run before, held are %j", (outcome, held) => {
  expect(heldByPast(runOf({}, next), previousWith(outcome))).toEqual(held);
});

test("while the run before is under way, the task is held", () => {
  expect(heldByPast(runOf({}, next), new Play(tasks).begin().run)).toEqual(["load"]);
});

test("the first run is held by nothing", () => {
  expect(heldByPast(runOf(), null)).toEqual([]);
});

test("a task that the run before did not have has no past", () => {
  expect(heldByPast(runOf({}, next), new Play([taskPlan("report")]).begin().run)).toEqual([]);
});

test("the first run of a backfill does not look back", () => {
  expect(heldByPast(runOf({}, { ...next, ignoresPast: true }), previousWith("failed"))).toEqual([]);
});

test("with catch-up, a run from before the start date does not count as past", () => {
  const moved = [taskPlan("load", [], { dependsOnPast: true, startDate: next.logicalDate })];
  const run = new Play(moved, {}, next).run;
  expect(heldByPast(run, previousWith("failed"))).toEqual([]);
  expect(heldByPast({ ...run, plan: { ...run.plan, catchup: false } }, previousWith("failed"))).toEqual([
    "load",
  ]);
});

test("a run by hand comes before another only without catch-up", () => {
  expect(pastTypes(runOf().plan)).not.toContain("manual");
  expect(pastTypes(runOf({ catchup: false }).plan)).toContain("manual");
});
