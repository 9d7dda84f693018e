import { describe, expect, test } from "vitest";
import { asError } from "./errors.ts";

describe("what was thrown, as an error", () => {
  const circular: Record<string, unknown> = {};
  circular["self"] = circular;

  test.each([
    ["a text", "boom", 'threw "boom", which is not an Error; write throw new Error("…")'],
    ["nothing", undefined, 'threw undefined, which is not an Error; write throw new Error("…")'],
    ["null", null, 'threw null, which is not an Error; write throw new Error("…")'],
    ["an object", { code: 5 }, 'threw {"code":5}, which is not an Error; write throw new Error("…")'],
    ["a circle", circular, 'threw [object Object], which is not an Error; write throw new Error("…")'],
    ["a big number", 5n, 'threw 5n, which is not an Error; write throw new Error("…")'],
  ])("names %s", (_, thrown, message) => {
    expect(asError(thrown)).toMatchObject({ message, cause: thrown });
  });

  test("is the error itself if it is one", () => {
    const error = new TypeError("boom");
    expect(asError(error)).toBe(error);
  });
});
