import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { datetime, literal, timedelta, variablesFor } from "./python.ts";

const hasPython = spawnSync("python3", ["--version"]).status === 0;

/** What Python makes of these expressions, as JSON. */
function readByPython(expressions: readonly string[]): unknown {
  const input = `import json\nprint(json.dumps([\n${expressions.join(",\n")}\n]))\n`;
  const { stdout, stderr } = spawnSync("python3", ["-"], { input, encoding: "utf8" });
  expect(stderr).toBe("");
  return JSON.parse(stdout);
}

test.skipIf(!hasPython)("any value is the same value in Python", () => {
  const texts = fc.string({
    unit: fc.constantFrom("a", "\n", "\\", '"', "'", "\r", "{{", "\u2028", "é", "\0"),
  });
  const values = fc.sample(fc.jsonValue({ stringUnit: "grapheme" }), 200);
  const all = [...values, ...fc.sample(texts, 300), 'ends with "\n"', "a\n\\", 'three """\nquotes'];
  expect(readByPython(all.map(literal))).toEqual(JSON.parse(JSON.stringify(all)));
});

test("a command of several lines stays as it is", () => {
  expect(literal("\n  a \\\n  b")).toBe('r"""\n  a \\\n  b"""');
});

test.each([
  [0, "timedelta()"],
  [86_400_000, "timedelta(days=1)"],
  [5_400_000, "timedelta(minutes=90)"],
  [1_500, "timedelta(milliseconds=1500)"],
])("%i ms is %s", (milliseconds, text) => {
  expect(timedelta(milliseconds)).toBe(text);
});

test("an instant is written as briefly as possible", () => {
  const at = (text: string) => datetime(Temporal.Instant.from(text).epochMilliseconds);
  expect(at("2019-01-01T00:00Z")).toBe('pendulum.datetime(2019, 1, 1, tz="UTC")');
  expect(at("2019-01-01T05:30Z")).toBe('pendulum.datetime(2019, 1, 1, 5, 30, tz="UTC")');
  expect(at("2019-01-01T00:00:00.007Z")).toBe('pendulum.datetime(2019, 1, 1, 0, 0, 0, 7000, tz="UTC")');
});

test("each task gets a variable of its own, which Python accepts", () => {
  const variables = variablesFor(["a.b", "a-b", "import", "8th", "json", "größe"], ["json"]);
  expect([...variables.values()]).toEqual(["a_b", "a_b_", "import_", "_8th", "json_", "gr__e"]);
});
