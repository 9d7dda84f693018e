import { describe, expect, test } from "vitest";
import { asError } from "./errors.ts";

function refuse(): never {
  throw new Error("do not read me");
}

function revokedProxy(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function errorWith(name: "message" | "stack", property: PropertyDescriptor): Error {
  return Object.defineProperty(new Error("boom"), name, property);
}

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

  test.each([
    ["a proxy that is revoked", revokedProxy()],
    ["an error whose message cannot be read", errorWith("message", { get: () => refuse() })],
    ["an error whose message is not a text", errorWith("message", { value: Symbol("m") })],
    ["an error whose stack is not a text", errorWith("stack", { value: { frames: [] } })],
  ])("can always be read: %s", (_, thrown) => {
    const { message, stack } = asError(thrown);
    expect([message, typeof stack]).toEqual([
      expect.stringContaining("which is not an Error; write throw"),
      "string",
    ]);
  });

  test("is the error itself if it is one", () => {
    const error = new TypeError("boom");
    expect(asError(error)).toBe(error);
  });
});
