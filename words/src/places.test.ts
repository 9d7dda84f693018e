import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { displayPath, lineIn } from "./places.ts";

describe("a file in a message", () => {
  test("is short below the current folder, and complete elsewhere", () => {
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
