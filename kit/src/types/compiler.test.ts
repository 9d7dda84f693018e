import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { entryFile, kitFolder, listLessons } from "@daglings/stage";
import { temporaryFolder } from "../testing.ts";
import { compile } from "./compiler.ts";
import { typeProblems } from "./problems.ts";

vi.setConfig({ testTimeout: 60_000 });

async function problemsIn(file: string) {
  const readText = (path: string) => readFileSync(path, "utf8");
  return typeProblems(await compile(file, undefined), file, { cwd: kitFolder, readText });
}

/** Wherever it is, it finds the packages of the kit. */
test("nothing is found in what the lessons do themselves, and each time the same in what is wrong", async () => {
  const file = join(temporaryFolder(), "dag.ts");
  const all = listLessons().map(
    (entry, index) => `import lesson${index} from ${JSON.stringify(entryFile(entry))};`,
  );
  const used = `export const all = [${all.map((_, index) => `lesson${index}`).join(", ")}];\n`;
  writeFileSync(
    file,
    [...all.filter((line) => !line.includes("script.ts")), used.replace(/lesson0, /, "")].join("\n"),
  );
  const said = await compile(file, undefined);
  expect(said.split("\n").filter((line) => /lessons\/\d\d_|daglings-test/.test(line))).toEqual([]);

  writeFileSync(file, `import { op } from "arquero";\nexport const count: string = op.count;\n`);
  const [first, second] = [await problemsIn(file), await problemsIn(file)];
  expect(first.map(({ line, what }) => [line, what])).toEqual([
    [2, "it is () => Op, where string is expected"],
  ]);
  expect(second).toEqual(first);
});

test("it is stopped with the check that it belongs to", async () => {
  expect(await compile(join(temporaryFolder(), "dag.ts"), AbortSignal.abort())).toBe("");
});
