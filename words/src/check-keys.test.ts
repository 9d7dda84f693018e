import { describe, expect, test } from "vitest";
import { checkKeys } from "./check-keys.ts";
import { refusalOf } from "./testing.ts";

describe("options", () => {
  test("may leave out known options", () => {
    expect(() => checkKeys({ schedule: null }, ["schedule", "catchup"])).not.toThrow();
  });

  test("that are unknown are refused, with the one that may be meant, else with all", () => {
    expect(refusalOf(() => checkKeys({ shedule: null }, ["schedule", "catchup"]))).toBe(
      'UsageError: option "shedule" is unknown; did you mean "schedule"?',
    );
    expect(refusalOf(() => checkKeys({ colour: "red" }, ["schedule", "catchup"]))).toBe(
      'UsageError: option "colour" is unknown; known options: schedule, catchup',
    );
  });
});
