import { expect, test } from "vitest";
import { Stops } from "./stops.ts";

test("work that is under way is told why to stop, and no other; a free place is used again", () => {
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
