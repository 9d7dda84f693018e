import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { watchNames } from "./watched-names.ts";

function watchedFolder() {
  const path = mkdtempSync(join(tmpdir(), "daglings-watched-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  const watched = watchNames({ path, store: "", logs: "", mailbox: "" }, ["data", "data/events"]);
  return { watched, at: (name: string) => join(path, "data", name) };
}

test("a file that was there for a moment is known by its name", async () => {
  const { watched, at } = watchedFolder();
  writeFileSync(at("events.json"), "[");
  rmSync(at("events.json"));
  expect(await watched.end()).toEqual(["data/events.json"]);
});

test("so are those in the folder below, and both names of one that was renamed", async () => {
  const { watched, at } = watchedFolder();
  writeFileSync(at("events/new"), "[]");
  renameSync(at("events/new"), at("events/2019-01-01.json"));
  expect((await watched.end()).toSorted()).toEqual(["data/events/2019-01-01.json", "data/events/new"]);
});

test("if nothing happens there is no name, even when the folders were there before", async () => {
  const { watched, at } = watchedFolder();
  mkdirSync(at("events"), { recursive: true });
  expect(await watched.end()).toEqual([]);
});
