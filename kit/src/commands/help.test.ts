import { globSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import type { Command } from "../command-line.ts";

const here = import.meta.dirname;
const names = globSync("*.ts", { cwd: here })
  .filter((name) => !/\.test\.ts$|-testing\.ts$/.test(name))
  .map((name) => basename(name, ".ts"));

test("the help of every command fits a terminal of 80 columns", { timeout: 60_000 }, async () => {
  const loaded = await Promise.all(
    names.map(async (name) => {
      const module = (await import(join(here, `${name}.ts`))) as Record<string, Partial<Command>>;
      return { name, help: module[name]?.help };
    }),
  );
  const helps = loaded.flatMap(({ name, help }) => (help === undefined ? [] : [{ name, help }]));
  expect(helps.length).toBeGreaterThan(10);
  const tooLong = helps.flatMap(({ name, help }) =>
    help.split("\n").flatMap((line) => (line.length > 80 ? [`${name}: ${line}`] : [])),
  );
  expect(tooLong).toEqual([]);
});
