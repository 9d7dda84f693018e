import { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileArrival } from "@daglings/engine";
import { expect, test } from "vitest";
import { FileArrivals } from "./file-arrivals.ts";
import { temporaryFolder } from "./testing.ts";

function open(quiet = 2000) {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "in"));
  const watch = { ...fileArrival("in/*.json"), quiet };
  const arrivals = new FileArrivals(watch, folder);
  return {
    file: (name: string) => join(folder, "in", name),
    again: () => new FileArrivals(watch, folder),
    look: async (now: number, eyes = arrivals) => {
      const { arrived, nextAt } = await eyes.look(now);
      return [arrived.map(({ path }) => path), nextAt];
    },
  };
}

test("a file has arrived when it has not changed for a while, and once", async () => {
  const { file, look } = open();
  expect(await look(0)).toEqual([[], Infinity]);
  writeFileSync(file("b.json"), "{}");
  writeFileSync(file("a.json"), "{}");
  expect(await look(1000)).toEqual([[], 3000]);
  expect(await look(2999)).toEqual([[], 3000]);
  expect(await look(3000)).toEqual([["in/a.json", "in/b.json"], Infinity]);
  expect(await look(9000)).toEqual([[], Infinity]);
});

test("one that is being written has not, however long that takes", async () => {
  const { file, look } = open();
  for (let now = 0; now < 10_000; now += 1000) {
    appendFileSync(file("a.json"), "x");
    expect(await look(now)).toEqual([[], now + 2000]);
  }
  expect(await look(11_000)).toEqual([["in/a.json"], Infinity]);
});

test("one that is renamed into place comes whole; hidden files, folders and other names do not count", async () => {
  const { file, look } = open(0);
  writeFileSync(file("a.json.part"), "{}");
  writeFileSync(file(".b.json"), "{}");
  mkdirSync(file("c.json"));
  expect(await look(0)).toEqual([[], Infinity]);
  renameSync(file("a.json.part"), file("a.json"));
  expect(await look(1)).toEqual([["in/a.json"], Infinity]);
});

test("new content is news; so is, to new eyes, whatever is there, and a file that is gone is forgotten", async () => {
  const { file, look, again } = open(0);
  writeFileSync(file("a.json"), "1");
  expect(await look(0)).toEqual([["in/a.json"], Infinity]);
  writeFileSync(file("a.json"), "22");
  expect(await look(1)).toEqual([["in/a.json"], Infinity]);
  expect(await look(2, again())).toEqual([["in/a.json"], Infinity]);
  rmSync(file("a.json"));
  expect(await look(3)).toEqual([[], Infinity]);
});
