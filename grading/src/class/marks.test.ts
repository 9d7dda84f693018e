import { describe, expect, test } from "vitest";
import { passResult, resultWith } from "../formats/testing.ts";
import { marksOf, plainRules, readRules } from "./marks.ts";

const half = resultWith({ score: 2, maxScore: 4 });
const ana = { student: "ana", results: [{ ...half, student: "ana", isSubmitted: true }] };
const marks = (rules: object) => marksOf(ana, readRules(rules, "rules.json"))[0];

describe("marks", () => {
  test("are the number of checks passed, unless a rule says otherwise", () => {
    expect(marksOf(ana, plainRules)).toEqual([{ lesson: half.lesson, marks: 2, of: 4, lateDays: 0 }]);
  });

  test.each<[string, object, number]>([
    ["a weight", { weights: { "08": 10 } }, 5],
    ["late days", { lateDays: { ana: { "08": 2 } }, latePenalty: 0.1 }, 1.6],
    ["more late days than there are marks", { lateDays: { ana: { "08": 11 } }, latePenalty: 0.1 }, 0],
    ["what the teacher has decided", { weights: { "08": 10 }, overrides: { ana: { "08": 7.5 } } }, 7.5],
    ["what is decided about another student", { overrides: { bo: { "08": 0 } } }, 2],
  ])("go by %s", (_, rules, expected) => {
    expect(marks(rules)?.marks).toBe(expected);
  });

  test("are none for a lesson without checks", () => {
    const empty = { ...passResult, score: 0, maxScore: 0, student: "ana", isSubmitted: true };
    expect(marksOf({ student: "ana", results: [empty] }, plainRules)[0]?.marks).toBe(0);
  });

  test.each<[object | string, string]>([
    ["none", 'rules.json is "none"; it must be an object'],
    [{ weight: {} }, '"weight"'],
    [{ weights: { 8: 1 } }, 'weights: "8" is not a lesson'],
    [{ overrides: { ana: { "08": -1 } } }, "overrides of ana: lesson 08 is -1"],
    [{ latePenalty: 10 }, "latePenalty is 10; it must be a fraction"],
    [{ lateDays: { ana: 3 } }, "lateDays of ana is 3"],
  ])("are not worked out by rules such as %j", (rules, message) => {
    expect(() => readRules(rules, "rules.json")).toThrow(message);
  });
});
