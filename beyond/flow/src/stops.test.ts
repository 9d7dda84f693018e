import { expect, test } from "vitest";
import { Stops } from "./stops.ts";

test("those that are under way are told why, the others not; a place that is free is given again", () => {
  const controller = new AbortController();
  const stops = new Stops(controller.signal);
  const told: string[] = [];
  const add = (name: string) => stops.add((reason) => told.push(`${name}: ${String(reason)}`));
  const [first] = [add("first"), add("second")];
  stops.delete(first);
  expect(add("third")).toBe(first);
  stops.delete(add("fourth"));
  controller.abort("told to end");
  expect(told).toEqual(["third: told to end", "second: told to end"]);
});
