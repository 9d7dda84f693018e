import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { classroom50 } from "./classroom50.ts";
import { samples } from "./testing.ts";

const text = { type: "string", minLength: 1 };
const number = { type: "integer", minimum: 0 };

/** The rules of classroom50/result/v1. */
const isResult = new Ajv2020().compile({
  type: "object",
  additionalProperties: false,
  required:
    "schema classroom assignment assignment_type owner submission commit release review datetime score max-score tests".split(
      " ",
    ),
  properties: {
    schema: { const: "classroom50/result/v1" },
    classroom: text,
    assignment: text,
    assignment_type: { enum: ["individual", "group"] },
    owner: text,
    submission: { type: "string", pattern: "^submit/" },
    commit: text,
    release: text,
    review: text,
    datetime: { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\dZ$" },
    score: number,
    "max-score": number,
    tests: {
      type: "array",
      items: {
        type: "object",
        required: ["test-name", "passed", "score", "max-score"],
        properties: { "test-name": text, passed: { type: "boolean" }, score: number, "max-score": number },
      },
    },
  },
});

interface Graded {
  readonly score: number;
  readonly "max-score": number;
  readonly tests: readonly { "test-name": string; passed: boolean; score: number; "max-score": number }[];
}

const runner = {
  CLASSROOM: "orchestration",
  ASSIGNMENT: "lesson-08",
  ASSIGNMENT_TYPE: "group",
  OWNER: "ana",
  SUBMISSION_TAG: "submit/2026-09-20T09-00-00Z-a1b2c3d",
  COMMIT_URL: "https://example.org/commit",
  RELEASE_URL: "https://example.org/release",
  REVIEW_URL: "https://example.org/review",
};

describe("Classroom 50's result", () => {
  test("fits its schema, with and without what the runner says", () => {
    for (const identity of [runner, {}]) {
      expect(isResult(JSON.parse(classroom50(samples, identity)))).toBe(true);
    }
  });

  test("says whose it is, as the runner has said", () => {
    expect(JSON.parse(classroom50(samples, runner))).toMatchObject({
      classroom: "orchestration",
      assignment: "lesson-08",
      assignment_type: "group",
      owner: "ana",
      submission: runner.SUBMISSION_TAG,
      commit: runner.COMMIT_URL,
      release: runner.RELEASE_URL,
      review: runner.REVIEW_URL,
    });
  });

  test("adds up, and gives no test more than its maximum", () => {
    const { tests, ...sums } = JSON.parse(classroom50(samples, {})) as Graded;
    const sum = (name: "score" | "max-score") => tests.reduce((all, each) => all + each[name], 0);
    expect(sums.score).toBe(sum("score"));
    expect(sums["max-score"]).toBe(sum("max-score"));
    expect(tests.every((each) => each.score <= each["max-score"])).toBe(true);
    expect(tests.filter(({ passed }) => passed)).toHaveLength(2);
  });

  test("has no marks for a lesson in which nothing was judged, and counts it", () => {
    const { tests } = JSON.parse(classroom50(samples, {})) as Graded;
    expect(tests.at(-1)).toMatchObject({ passed: false, score: 0, "max-score": 1 });
  });
});
