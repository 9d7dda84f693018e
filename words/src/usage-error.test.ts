import { describe, expect, test } from "vitest";
import { refusalOf } from "./testing.ts";
import { UsageError, withPlace } from "./usage-error.ts";

describe("a place", () => {
  test("is put in front of a usage error, which stays as its cause", () => {
    const cause = new UsageError("retries is -1");
    const work = () => {
      throw cause;
    };
    expect(refusalOf(() => withPlace("dag.ts", () => withPlace("task", work)))).toBe(
      "UsageError: dag.ts: task: retries is -1",
    );
    expect(() => withPlace("dag.ts", work)).toThrow(expect.objectContaining({ cause }));
  });

  test("is not put in front of any other error, nor of a result", () => {
    const error = new Error("bash is missing");
    const work = () => {
      throw error;
    };
    expect(() => withPlace("dag.ts", work)).toThrow(error);
    expect(withPlace("dag.ts", () => 5)).toBe(5);
  });
});
