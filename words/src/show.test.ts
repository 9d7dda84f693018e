import { expect, test } from "vitest";
import { show } from "./show.ts";

const circle: Record<string, unknown> = {};
circle["self"] = circle;

function revokedProxy(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

test.each([
  ["a text", "soon", '"soon"'],
  ["a number that JSON does not have", Number.NaN, "NaN"],
  ["a large whole number", 10n, "10n"],
  ["a symbol", Symbol("s"), "Symbol(s)"],
  ["nothing", undefined, "undefined"],
  ["an object", { a: [1] }, '{"a":[1]}'],
  ["a circle", circle, "[object Object]"],
  ["a proxy whose traps throw", revokedProxy(), "[object Proxy]"],
])("%s is shown as it is written", (_, value, shown) => {
  expect(show(value)).toBe(shown);
});
