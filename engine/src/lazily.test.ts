import { expect, test } from "vitest";
import { lazily } from "./lazily.ts";

interface Facts {
  cheap: number;
  costly: number;
}

const factsOf = lazily<Facts, string[]>({
  cheap: (read) => read.push("cheap"),
  costly: (read) => read.push("costly"),
});

test("a field is computed each time it is read, and not before", () => {
  const read: string[] = [];
  const facts = factsOf(read);
  expect(Object.keys(facts)).toEqual(["cheap", "costly"]);
  expect(facts.cheap + facts.cheap).toBe(3);
  expect(read).toEqual(["cheap", "cheap"]);
});

test("each object computes its fields from its own subject, and so does a copy of it", () => {
  const [one, other]: string[][] = [[], []];
  const copy = Object.defineProperties({}, Object.getOwnPropertyDescriptors(factsOf(other ?? []))) as Facts;
  expect(factsOf(one ?? []).cheap + copy.costly).toBe(2);
  expect([one, other]).toEqual([["cheap"], ["costly"]]);
});

test("a missing field is not seen, and reading it says why", () => {
  const facts = factsOf([], new Map([["costly", "it is gone"]]));
  expect({ ...facts }).toEqual({ cheap: 1 });
  expect(() => facts.costly).toThrow("it is gone");
});
