import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { gradescope } from "./gradescope.ts";
import { samples } from "./testing.ts";

const visibility = { enum: ["visible", "hidden", "after_due_date", "after_published"] };
const format = { enum: ["text", "html", "simple_format", "md", "ansi"] };

/** What Gradescope documents for results.json, and nothing else. */
const isResults = new Ajv2020().compile({
  type: "object",
  additionalProperties: false,
  required: ["tests"],
  properties: {
    score: { type: "number" },
    execution_time: { type: "number" },
    output: { type: "string" },
    output_format: format,
    test_output_format: format,
    test_name_format: format,
    visibility,
    stdout_visibility: visibility,
    extra_data: { type: "object" },
    leaderboard: { type: "array" },
    tests: {
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["score", "max_score", "name"],
        properties: {
          score: { type: "number", minimum: 0 },
          max_score: { type: "number", minimum: 0 },
          status: { enum: ["passed", "failed"] },
          name: { type: "string" },
          name_format: format,
          number: { type: "string" },
          output: { type: "string" },
          output_format: format,
          tags: { type: "array", items: { type: "string" } },
          visibility,
          extra_data: { type: "object" },
        },
      },
    },
  },
});

interface Results {
  readonly tests: readonly { status: string; score: number; max_score: number; output: string }[];
}

describe("Gradescope's results.json", () => {
  const results = JSON.parse(gradescope(samples)) as Results;

  test("is what Gradescope documents", () => {
    isResults(results);
    expect(isResults.errors).toBeNull();
  });

  test("gives marks only for what passes", () => {
    expect(results.tests.map(({ status, score }) => `${status} ${score}`)).toEqual([
      "passed 1",
      "passed 1",
      "failed 0",
      "failed 0",
      "failed 0",
      "failed 0",
    ]);
    expect(results.tests.every(({ max_score }) => max_score === 1)).toBe(true);
  });

  test("says why, and where to find help", () => {
    expect(results.tests[2]?.output).toContain("given: experiment");
    expect(results.tests[2]?.output).toContain("pnpm hint 08");
  });
});
