import { describe, expect, test } from "vitest";
import { refusalOf } from "@daglings/words/testing";
import { commandLine, parseTask } from "./task-file.ts";
import { withId } from "./task-id.ts";

describe("a task's file", () => {
  test.each([
    ["{", /^UsageError: it is not JSON/],
    ["[]", /^UsageError: a task is \[\]; it must be an object with a command/],
    ["{}", /^UsageError: command is undefined; it must be a text for the shell/],
    [`{"command":""}`, /command is ""/],
    [`{"command":"true","dependecies":[]}`, /did you mean "dependencies"\?/],
    [`{"command":"true","id":"b"}`, /its id is "b", and its name says "a"/],
    [`{"command":"true","id":"../b"}`, /id is "\.\.\/b"; it may have 1 to 100 letters/],
    [`{"command":"true","dependencies":["../x"]}`, /a dependency is "\.\.\/x"/],
    [`{"command":"true","dependencies":"x"}`, /dependencies must be a list of ids/],
    [`{"command":"true","timeout":0}`, /timeout is 0/],
    [`{"command":"true","timeout":"1"}`, /timeout is "1"/],
    [`{"command":"true","retries":-1}`, /retries is -1/],
    [`{"command":"true","args":[1]}`, /args must be a list of texts/],
    [`{"command":"a\\u0000b"}`, /no NUL/],
    [`{"command":"true","__proto__":{"x":1}}`, /"__proto__" is unknown/],
    [JSON.stringify({ command: "x".repeat(100_001) }), /command may have 100000 characters/],
  ])("is refused with a sentence: %s", (text, message) => {
    expect(refusalOf(() => parseTask(text, "a"))).toMatch(message);
  });

  test("needs no more than a command", () => {
    expect(parseTask(`{"command":"true"}`, "a")).toEqual({ id: "a", command: "true" });
  });
});

test("words after the command stay words, whatever they contain", () => {
  expect(commandLine({ command: "echo", args: ["a b", "it's", "$HOME; ls"] })).toBe(
    String.raw`echo 'a b' 'it'\''s' '$HOME; ls'`,
  );
});

test("the same task without an id is the same task again", () => {
  expect(withId({ command: "a" }).id).toBe(withId({ command: "a" }).id);
  expect(withId({ command: "a" }).id).not.toBe(withId({ command: "b" }).id);
});
