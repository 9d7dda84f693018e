import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { asError, displayPath, EnvironmentError, inPlace, lineIn, UsageError } from "./errors.ts";
import { refusalOf } from "./testing.ts";

describe("a place", () => {
  test("is put in front of a usage error, which stays as its cause", () => {
    const cause = new UsageError("retries is -1");
    const work = () => {
      throw cause;
    };
    expect(refusalOf(() => inPlace("dag.ts", () => inPlace("task", work)))).toBe(
      "UsageError: dag.ts: task: retries is -1",
    );
    expect(() => inPlace("dag.ts", work)).toThrow(expect.objectContaining({ cause }));
  });

  test("is not put in front of any other error, nor of a result", () => {
    const error = new EnvironmentError("bash is missing");
    const work = () => {
      throw error;
    };
    expect(() => inPlace("dag.ts", work)).toThrow(error);
    expect(inPlace("dag.ts", () => 5)).toBe(5);
  });
});

describe("what was thrown, as an error", () => {
  const circular: Record<string, unknown> = {};
  circular["self"] = circular;

  test.each([
    ["a text", "boom", 'threw "boom", which is no Error; write throw new Error("…")'],
    ["nothing", undefined, 'threw undefined, which is no Error; write throw new Error("…")'],
    ["null", null, 'threw null, which is no Error; write throw new Error("…")'],
    ["an object", { code: 5 }, 'threw {"code":5}, which is no Error; write throw new Error("…")'],
    ["a circle", circular, 'threw [object Object], which is no Error; write throw new Error("…")'],
    ["a big number", 5n, 'threw [object BigInt], which is no Error; write throw new Error("…")'],
  ])("names %s", (_, thrown, message) => {
    expect(asError(thrown)).toMatchObject({ message, cause: thrown });
  });

  test("is the error itself if it is one", () => {
    const error = new TypeError("boom");
    expect(asError(error)).toBe(error);
  });
});

describe("a file in a message", () => {
  test("is short below the folder in which one is, whole elsewhere", () => {
    expect(displayPath(resolve("lessons", "08", "dag.ts"))).toBe("lessons/08/dag.ts");
    expect(displayPath(resolve("..", "elsewhere.ts"))).toBe(resolve("..", "elsewhere.ts"));
    expect(displayPath(resolve("."))).toBe(resolve("."));
  });

  test("comes with the line that an error comes from", () => {
    const file = resolve("work", "dag.ts");
    const error = new Error("boom");
    const stack = (place: string) =>
      `Error: boom\n    at inner (${resolve("other.ts")}:3:1)\n    at ${place}`;
    for (const place of [
      `${file}:21:9`,
      `callable (${pathToFileURL(file).href}:21:9)`,
      `${pathToFileURL(file).href}?fresh=1:21:9`,
    ]) {
      error.stack = stack(place);
      expect(lineIn(file, error)).toBe("work/dag.ts:21");
    }
  });

  test("has no line where the error comes from another file", () => {
    const file = resolve("work", "dag.ts");
    const error = new Error("boom");
    expect(lineIn(file, error)).toBeUndefined();
    error.stack = `Error: boom\n    at ${join(file, "..", "dag.tsx")}:21:9`;
    expect(lineIn(file, error)).toBeUndefined();
    delete error.stack;
    expect(lineIn(file, error)).toBeUndefined();
  });
});
