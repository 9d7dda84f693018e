import { describe, expect, test } from "vitest";
import { checkKeys } from "@daglings/words";
import { checkCallback, checkCount, checkId, checkOneOf, checkText } from "./options.ts";
import { refusalOf } from "@daglings/words/testing";

describe("options", () => {
  test("may leave out what is known", () => {
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

describe("an id", () => {
  test.each(["fetch_events", "08-b.2", "x".repeat(250), ".hidden"])("may be %s", (id) => {
    expect(checkId(id, "taskId")).toBe(id);
  });

  test.each(["", "fetch events", "a/b", "é", "x".repeat(251), "..", 5, undefined])("is not %j", (id) => {
    const shown = id === undefined ? "undefined" : JSON.stringify(id);
    expect(refusalOf(() => checkId(id as string, "taskId"))).toBe(
      `UsageError: taskId is ${shown}; it may have up to 250 letters, digits, "_", "-" and "."`,
    );
  });

  test.each(["constructor", "toString", "__proto__"])("is not %s, which every object has", (id) => {
    expect(refusalOf(() => checkId(id, "taskId"))).toBe(
      `UsageError: taskId is "${id}", a name that every object of JavaScript has; take another`,
    );
  });
});

describe("a value", () => {
  test("that is possible is given back", () => {
    expect(checkCount(3, "retries", 0)).toBe(3);
    expect(checkCount(0, "retries", 0)).toBe(0);
    expect(checkOneOf("poke", ["poke", "reschedule"], "mode")).toBe("poke");
    expect(checkText("ls", "bashCommand")).toBe("ls");
    expect(() => checkCallback(() => {}, "onSuccess")).not.toThrow();
    expect(() => checkCallback(undefined, "onSuccess")).not.toThrow();
  });

  test.each([
    [() => checkCount(-1, "retries", 0), "retries is -1; it must be a whole number, 0 or more"],
    [() => checkCount(0, "slots", 1), "slots is 0; it must be a whole number, 1 or more"],
    [() => checkCount(1.5, "retries", 0), "retries is 1.5; it must be a whole number, 0 or more"],
    [() => checkCount("3" as never, "retries", 0), 'retries is "3"; it must be a whole number, 0 or more'],
    [
      () => checkOneOf("pole" as "poke", ["poke", "reschedule"], "mode"),
      'mode is "pole"; it must be one of poke, reschedule; did you mean "poke"?',
    ],
    [() => checkText(undefined, "bashCommand"), "bashCommand is missing; it must be a text"],
    [() => checkText("", "bashCommand"), 'bashCommand is ""; it must be a text'],
    [() => checkText(5, "bashCommand"), "bashCommand is 5; it must be a text"],
    [() => checkCallback("x", "onSuccess"), 'onSuccess is "x"; it must be a function'],
    [() => checkCallback(null, "onSuccess"), "onSuccess is null; it must be a function"],
  ])("that is not is refused: %#", (work, message) => {
    expect(refusalOf(work)).toBe(`UsageError: ${message}`);
  });
});
