import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { suggest } from "./suggest.ts";

describe("a name with a typing slip", () => {
  test.each([
    ["shedule", "schedule"], // a letter left out
    ["retriess", "retries"], // one too many
    ["startdate", "startDate"], // capitals do not count
    ["catchap", "catchup"], // another letter
    ["retires", "retries"], // two letters swapped
    ["dss", "ds"], // a short name may have one slip
  ])("%s: %s is meant", (name, meant) => {
    const known = ["schedule", "retries", "startDate", "catchup", "ds", "ts_nodash"];
    expect(suggest(name, known)).toBe(`; did you mean "${meant}"?`);
  });

  test("is taken for the nearest of several, or for the first of equals", () => {
    expect(suggest("tasc", ["mask", "tasks", "task", "talc"])).toBe('; did you mean "task"?');
  });

  test("is empty when the name is too far from all of them", () => {
    expect(suggest("schedule_interval", ["schedule", "catchup"])).toBe("");
    expect(suggest("ab", ["cd"])).toBe("");
    expect(suggest("x", [])).toBe("");
    expect(suggest("x", [], "there are")).toBe("");
  });

  test("is empty at once when the name is a whole file by mistake", () => {
    expect(suggest("x".repeat(20_000_000), ["schedule", "catchup"])).toBe("");
  });

  const letters = fc.string({ unit: fc.constantFrom("a", "b", "c", "d", "e"), minLength: 1, maxLength: 12 });

  test("is recognised wherever one letter is missing, added, changed or swapped", () => {
    fc.assert(
      fc.property(
        letters,
        fc.nat(11),
        fc.constantFrom("drop", "add", "change", "swap"),
        (name, place, slip) => {
          const at = place % name.length;
          const [before, letter = "", next = "", after] = [
            name.slice(0, at),
            name[at],
            name[at + 1],
            name.slice(at + 1),
          ];
          const typed = {
            drop: before + after,
            add: `${before}x${letter}${after}`,
            change: `${before}x${after}`,
            swap: before + next + letter + after.slice(1),
          }[slip];
          expect(suggest(typed, [name])).toBe(`; did you mean "${name}"?`);
        },
      ),
    );
  });
});
