import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { EnvironmentError } from "@daglings/engine";
import { makeWorkFolder } from "./make-folder.ts";

test("a place where nobody can work is refused with its name and the reason", () => {
  const folder = mkdtempSync(join(tmpdir(), "daglings-folder-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "a file");
  writeFileSync(file, "");
  expect(() => makeWorkFolder(file)).toThrow(
    new EnvironmentError(`${file} cannot be worked in (it is a file); name another folder`),
  );
  const below = join(file, "below");
  expect(() => makeWorkFolder(below)).toThrow(
    /below cannot be worked in \(ENOTDIR: .*\); name another folder$/,
  );
  makeWorkFolder(join(folder, "two", "levels"));
});
