import { student } from "./student-testing.ts"; // first, because it says where the files are
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { execPath } from "node:process";
import { promisify, stripVTControlCharacters } from "node:util";
import { expect, test, vi } from "vitest";
import { kitFolder } from "../../../stage/src/catalogue.ts";
import { temporaryFolder } from "../testing.ts";
import { stops } from "../tour/stops.ts";

vi.setConfig({ testTimeout: 120_000 });

test("without a word it lists all files, and shows the first", async () => {
  const { exitCode, stdout, stderr } = await student.call("tour", "--plain");
  expect([exitCode, stderr]).toEqual([0, ""]);
  const lines = stdout.split("\n");
  expect(lines[0]).toMatch(/^\d+ files, \d,\d{3} lines: an evening\.$/);
  for (const [index, { file }] of stops.entries()) {
    expect(lines).toContain(`${String(index + 1).padStart(4)}  ${file}`);
  }
  expect(stdout).toContain("1 of");
  expect(stdout).toContain("\nTo find out: pnpm test engine/src/dag.test.ts");
});

test("it goes on from where the reader is", async () => {
  await student.call("tour", "3");
  expect((await student.call("tour", "next")).stdout).toMatch(/^4 of \d+: engine\/src\//);
  expect((await student.call("tour", "next")).stdout).toMatch(/^5 of \d+: engine\/src\//);
  await student.call("tour", String(stops.length));
  expect((await student.call("tour", "next")).stdout).toBe(
    "That was the last file. pnpm tour begins again.\n",
  );
});

test("a script gets the same as JSON", async () => {
  const list = JSON.parse((await student.call("tour", "--json")).stdout) as object[];
  expect(list).toHaveLength(stops.length);
  expect(JSON.parse((await student.call("tour", "2", "--json")).stdout)).toEqual(list[1]);
});

test.each(["0", "99", "1.5", "dag.ts"])("a stop that is none is refused: %s", async (word) => {
  const { exitCode, stderr } = await student.call("tour", word);
  expect(exitCode).toBe(2);
  expect(stderr).toBe(
    `pnpm tour: pnpm tour has no "${word}"; write a number from 1 to ${stops.length}, or next\n`,
  );
});

test("two words are one too many", async () => {
  expect(await student.call("tour", "1", "2")).toMatchObject({ exitCode: 2 });
});

const vitest = join(kitFolder, "node_modules", "vitest", "vitest.mjs");
const runVitest = (...words: string[]) =>
  promisify(execFile)(execPath, [vitest, ...words], { cwd: kitFolder });

test("every command that it names is one", () => {
  const { scripts } = JSON.parse(readFileSync(join(kitFolder, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  expect(scripts["test"]).toBe("vitest run");
  expect(stops.filter(({ run: [script = ""] }) => !(script in scripts))).toEqual([]);
});

test("the tests that it names are there, for the whole suite to run", async () => {
  const named = stops.flatMap(({ run: [script, file = "", , name = ""] }) =>
    script === "test" ? { file, name } : [],
  );
  const list = join(temporaryFolder(), "list.json");
  const files = [...new Set(named.map(({ file }) => file))];
  await runVitest("list", ...files, "--no-static-parse", "--maxWorkers=1", `--json=${list}`);
  const known = JSON.parse(readFileSync(list, "utf8")) as readonly { name: string; file: string }[];
  const texts = known.map(({ name, file }) => `${file.replaceAll("\\", "/")} ${name.replaceAll(" > ", " ")}`);
  const isThere = (text: string, { file, name }: { file: string; name: string }) =>
    text.includes(`/${file} `) && text.includes(name);
  expect(named.filter((each) => !texts.some((text) => isThere(text, each)))).toEqual([]);
});

test("one of them, run as it is written there, answers", async () => {
  const words = stops.find(({ file }) => file === "core/past.ts")?.run.slice(1) ?? [];
  const { stdout } = await runVitest("run", ...words);
  expect(stripVTControlCharacters(stdout)).toMatch(/Tests +1 passed/);
});

test("the lessons that it names run", async () => {
  const lessons = stops.flatMap(({ run: [script, ...words] }) => (script === "lesson" ? [words] : []));
  expect(lessons.length).toBeGreaterThan(1);
  for (const words of lessons) {
    const { exitCode } = await student.call("lesson", ...words, "--plain", "--dir", temporaryFolder());
    expect(exitCode).toBe(0);
  }
});
