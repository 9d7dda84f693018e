import { existsSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EnvironmentError } from "@daglings/engine";
import { expect, test } from "vitest";
import { temporaryFolder } from "../testing.ts";
import { alone } from "./alone.ts";

test("what is done gives its answer, and leaves no lock", async () => {
  const lock = join(temporaryFolder(), "made", "lock");
  expect(await alone(lock, () => existsSync(lock))).toBe(true);
  expect(existsSync(lock)).toBe(false);
});

test("what fails leaves no lock either", async () => {
  const lock = join(temporaryFolder(), "lock");
  const failing = alone(lock, () => {
    throw new Error("not today");
  });
  await expect(failing).rejects.toThrow("not today");
  expect(existsSync(lock)).toBe(false);
});

test("a lock that somebody left who was killed holds nobody up", async () => {
  const lock = join(temporaryFolder(), "lock");
  writeFileSync(lock, "");
  utimesSync(lock, 0, 0);
  expect(await alone(lock, () => "done")).toBe("done");
});

test("a place that cannot be written is the machine's fault", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "file"), "");
  const lock = join(folder, "file", "lock");
  await expect(alone(lock, () => {})).rejects.toThrow(EnvironmentError);
  await expect(alone(lock, () => {})).rejects.toThrow(`${lock} cannot be written`);
});
