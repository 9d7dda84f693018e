// A lesson leaves the same files, runs and mails with every library.

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { frames } from "./frames.ts";

const main = fileURLToPath(new URL("../../../kit/src/main.js", import.meta.url));
const run = promisify(execFile);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "daglings-lab-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function lesson(...words: string[]): Promise<Record<string, unknown>> {
  const { stdout } = await run(execPath, [main, "lesson", ...words, "--json", "--dir", folder], {
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(stdout) as Record<string, unknown>;
}

const names = frames.map(({ name }) => name);

// The text of the other lessons is put together by the same rule, and tested in kit. A day takes a while.
describe.each([
  ["08", [], names],
  ["10", [], ["danfojs"]],
  ["13", ["--until", "2024-01-15T03:00Z"], names],
  ["14", ["--until", "2024-01-16T01:00Z"], ["polars"]],
] as const)("lesson %s", (number, flags, libraries) => {
  let own: Record<string, unknown>;
  beforeAll(async () => {
    own = await lesson(number, ...flags);
  }, 120_000);

  test.each(libraries)(
    "leaves the same with %s",
    async (name) => {
      expect(await lesson(number, "--frame", name, ...flags)).toEqual({ ...own, frame: name });
    },
    120_000,
  );
});
