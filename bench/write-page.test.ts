import { expect, test } from "vitest";
import type { Section } from "./report.ts";
import { pageOf } from "./write-page.ts";

const order = ["chain", "growth", "peers"];

function section(name: string, value: number, title = `The ${name}`): Section {
  const figure = { what: "a task", value, low: value, high: value, rounds: 1, unit: "ms" };
  return { name, title, figures: [{ ...figure, bound: null, isKept: null, moreIsBetter: false }], notes: [] };
}

const first = pageOf(
  { machine: "a machine", sections: [section("chain", 100), section("peers", 300)], order },
  "",
);

test("the order is that of the benches, whatever was measured first", () => {
  const page = pageOf(
    { machine: "a machine", sections: [section("peers", 300), section("chain", 100)], order },
    "",
  );
  expect(page).toBe(first);
  expect(page.match(/^## .*/gm)).toEqual(["## The chain", "## The peers", "## Where the time of each goes"]);
});

test("one bench that is measured anew takes the place of its own sections only", () => {
  const sections = [section("peers", 400, "A shape"), section("peers", 500, "Another")];
  const page = pageOf({ machine: "a machine", sections, order }, first);
  expect(page.match(/\d+ ms/g)).toEqual(["100 ms", "400 ms", "500 ms"]);
  expect(pageOf({ machine: "a machine", sections: [section("peers", 300)], order }, page)).toBe(first);
});

test("figures of another machine do not stand beside the new ones", () => {
  const page = pageOf({ machine: "another machine", sections: [section("peers", 400)], order }, first);
  expect(page.match(/\d+ ms/g)).toEqual(["400 ms"]);
});

test("a bench that has no figures any more leaves none behind", () => {
  const page = pageOf(
    { machine: "a machine", sections: [{ ...section("peers", 1), figures: [] }], order },
    first,
  );
  expect(page.match(/\d+ ms/g)).toEqual(["100 ms"]);
});
