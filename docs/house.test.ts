// The plan of the house agrees with the source, and docs/architecture.md draws it: `npx vitest docs/house -u` draws it again.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { draw, house, partOf, readArrows, roomOf, root, type Plan } from "./house.ts";

const arrows = readArrows();
const withinEngine = arrows.flatMap(({ from, to }) => {
  const [part, other] = [partOf(from), partOf(to)];
  return part === undefined || other === undefined ? [] : { file: from, from: part, to: other };
});
const betweenRooms = arrows.map(({ from, to }) => ({ file: from, from: roomOf(from), to: roomOf(to) }));

test("there is something to look at", () => {
  expect(arrows.length).toBeGreaterThan(500);
  expect(withinEngine.length).toBeGreaterThan(100);
});

describe.each([
  ["rooms", house.rooms, betweenRooms],
  ["parts of the engine", house.engine, withinEngine],
])("the plan of the %s", (_, plan: Plan, found) => {
  const others = found.filter(({ from, to }) => from !== to);

  test("allows every import", () => {
    const unplanned = others.filter(({ from, to }) => plan[from]?.includes(to) !== true);
    expect(unplanned.map(({ file, to }) => `${file} imports ${to}`)).toEqual([]);
  });

  test("claims nothing that is not so", () => {
    const isThere = (from: string, to: string) =>
      others.some((arrow) => arrow.from === from && arrow.to === to);
    const claimed = Object.entries(plan).flatMap(([from, below]) =>
      below.filter((to) => !isThere(from, to)).map((to) => `${from} imports ${to}`),
    );
    expect(claimed).toEqual([]);
  });

  test("is written from the bottom to the top, so that it has no circle", () => {
    const names = Object.keys(plan);
    const upwards = Object.entries(plan).flatMap(([from, below]) =>
      below.filter((to) => names.slice(names.indexOf(from)).includes(to) || !names.includes(to)),
    );
    expect(upwards).toEqual([]);
  });
});

test("the core knows no other room", () => {
  const outside = betweenRooms.filter(({ file, to }) => partOf(file) === "core" && to !== "engine");
  expect(outside).toEqual([]);
});

test("no file imports itself by way of others, not even for a type", () => {
  const imports = Map.groupBy(arrows, ({ from }) => from);
  const done = new Set<string>();
  function circleFrom(file: string, path: readonly string[]): readonly string[] {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const { to } of imports.get(file) ?? []) {
      const circle = circleFrom(to, [...path, file]);
      if (circle.length > 0) return circle;
    }
    done.add(file);
    return [];
  }
  for (const file of imports.keys()) expect(circleFrom(file, [])).toEqual([]);
});

test("docs/architecture.md draws both plans", async () => {
  const page = readFileSync(join(root, "docs/architecture.md"), "utf8");
  const drawn = page.replaceAll(
    /(<!-- drawn from house\.json: (rooms|engine) -->\n\n```\n)[^]*?(\n```)/g,
    (_, before: string, which: "rooms" | "engine", after: string) => `${before}${draw(house[which])}${after}`,
  );
  expect(page.match(/<!-- drawn from house\.json/g)).toHaveLength(2);
  await expect(drawn).toMatchFileSnapshot("architecture.md");
});
