import { describe, expect, test } from "vitest";
import * as read from "./options.ts";
import { refusalOf } from "@daglings/words/testing";

const modes = read.oneOf(["poke", "reschedule"]);

describe("options", () => {
  const readers = { schedule: read.optional(read.text, "@daily"), catchup: read.optional(read.flag, true) };

  test("are read each by its reader, and what is left out is as the table says", () => {
    expect(read.options({ catchup: false }, readers)).toEqual({ schedule: "@daily", catchup: false });
    expect(read.options({ schedule: undefined }, readers)).toEqual({ schedule: "@daily", catchup: true });
  });

  test("that are unknown are refused before any is read", () => {
    expect(refusalOf(() => read.options({ shedule: null, catchup: 5 }, readers))).toBe(
      'UsageError: option "shedule" is unknown; did you mean "schedule"?',
    );
  });

  test.each([null, undefined, 5, ["@daily"]])("are an object, and not %j", (options) => {
    expect(refusalOf(() => read.options(options as never, readers))).toMatch(
      /^UsageError: the argument is .*; it must be an object/,
    );
  });
});

describe("an id", () => {
  test.each(["fetch_events", "08-b.2", "x".repeat(250), ".hidden"])("may be %s", (name) => {
    expect(read.identifier(name, "taskId")).toBe(name);
  });

  test.each(["", "fetch events", "a/b", "é", "x".repeat(251), "..", 5, undefined])("is not %j", (name) => {
    const shown = name === undefined ? "undefined" : JSON.stringify(name);
    expect(refusalOf(() => read.identifier(name, "taskId"))).toBe(
      `UsageError: taskId is ${shown}; it may have up to 250 letters, digits, "_", "-" and "."`,
    );
  });

  test.each(["constructor", "toString", "__proto__"])("is not %s, which every object has", (name) => {
    expect(refusalOf(() => read.identifier(name, "taskId"))).toBe(
      `UsageError: taskId is "${name}", a name that every object of JavaScript has; take another`,
    );
  });
});

describe("a value", () => {
  test("that is possible is given back", () => {
    const work = () => {};
    expect(read.count(0)(3, "retries")).toBe(3);
    expect(read.count(0)(0, "retries")).toBe(0);
    expect(modes("poke", "mode")).toBe("poke");
    expect(read.text("ls", "bashCommand")).toBe("ls");
    expect(read.textOrEmpty("", "htmlContent")).toBe("");
    expect(read.flag(false, "catchup")).toBe(false);
    expect(read.callback(work, "onSuccess")).toBe(work);
    expect(read.dictionary({ a: 1 }, "params")).toEqual({ a: 1 });
    expect(read.dictionaryOf(read.text)({ A: "b" }, "env")).toEqual({ A: "b" });
    expect(read.listOf(read.text)(["a", "b"], "files")).toEqual(["a", "b"]);
    expect(read.oneOrMore(read.text)("a", "to")).toBe("a");
    expect(read.oneOrMore(read.text)(["a", "b"], "to")).toEqual(["a", "b"]);
    expect(read.optional(read.text, null)(undefined, "cwd")).toBeNull();
  });

  test.each([
    [() => read.count(0)(-1, "retries"), "retries is -1; it must be a whole number, 0 or more"],
    [() => read.count(1)(0, "slots"), "slots is 0; it must be a whole number, 1 or more"],
    [() => read.count(0)(1.5, "retries"), "retries is 1.5; it must be a whole number, 0 or more"],
    [() => read.count(0)("3", "retries"), 'retries is "3"; it must be a whole number, 0 or more'],
    [() => read.count(0)(10n, "retries"), "retries is 10n; it must be a whole number, 0 or more"],
    [() => modes("pole", "mode"), 'mode is "pole"; it must be one of poke, reschedule; did you mean "poke"?'],
    [() => modes({}, "mode"), "mode is {}; it must be one of poke, reschedule"],
    [() => read.text(undefined, "bashCommand"), "bashCommand is missing; it must be a text"],
    [() => read.text("", "bashCommand"), 'bashCommand is ""; it must be a text'],
    [() => read.text(5, "bashCommand"), "bashCommand is 5; it must be a text"],
    [() => read.textOrEmpty(5, "htmlContent"), "htmlContent is 5; it must be a text"],
    [() => read.flag("no", "catchup"), 'catchup is "no"; it must be true or false'],
    [() => read.callback("x", "onSuccess"), 'onSuccess is "x"; it must be a function'],
    [() => read.callback(null, "onSuccess"), "onSuccess is null; it must be a function"],
    [() => read.dictionary([], "params"), 'params is []; it must be an object, as in { name: "value" }'],
    [() => read.dictionaryOf(read.text)({ A: 5 }, "env"), "env.A is 5; it must be a text"],
    [() => read.listOf(read.text)("a", "files"), 'files is "a"; it must be a list'],
    [() => read.listOf(read.text)(["a", 5], "files"), "files[1] is 5; it must be a text"],
    [() => read.oneOrMore(read.text)(["a", ""], "to"), 'to[1] is ""; it must be a text'],
    [() => read.optional(read.text, null)(null, "cwd"), "cwd is null; it must be a text"],
  ])("that is not is refused: %#", (work, message) => {
    expect(refusalOf(work)).toBe(`UsageError: ${message}`);
  });
});
