import { rightScript, student, wrongScript } from "./student-testing.ts"; // first, because it says where the files are
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { listLessons } from "../../../stage/src/catalogue.ts";

vi.setConfig({ testTimeout: 60_000 });

const plain = async () => (await student.call("progress", "--plain")).stdout.split("\n");

test("in the beginning nothing is done, and one begins with the first", async () => {
  const { exitCode, stdout, stderr } = await student.call("progress", "--json");
  expect([exitCode, stderr]).toEqual([0, ""]);
  const rows = JSON.parse(stdout) as Record<string, unknown>[];
  expect(rows.map(({ lesson, state }) => [lesson, state])).toEqual(
    listLessons().map(({ name }) => [name, "not started"]),
  );
  expect((await plain()).slice(-3)).toEqual([
    "",
    `0 of ${listLessons().length} lessons done. Next: pnpm start 00`,
    "",
  ]);
});

test("what is under way comes next, and then what was not begun", async () => {
  student.write("00", rightScript);
  await student.call("check", "00");
  const done = await plain();
  expect(done[0]).toMatch(/^00_regular_script: 5 of 5: done: .+$/);
  expect(done.at(-2)).toBe(`1 of ${listLessons().length} lessons done. Next: pnpm start 01`);

  await student.call("start", "08");
  expect((await plain()).at(-2)).toBe(`1 of ${listLessons().length} lessons done. Next: pnpm check 08`);

  student.write("00", wrongScript);
  expect((await plain())[0]).toMatch(/^00_regular_script: 5 of 5: done, changed since the last check: .+$/);
  await student.call("check", "00");
  const again = await plain();
  expect(again[0]).toMatch(/^00_regular_script: 4 of 5: needs another look: .+$/);
  expect(again.at(-2)).toBe(`0 of ${listLessons().length} lessons done. Next: pnpm check 00`);
});

test("a table has a row for each lesson", async () => {
  const { stdout } = await student.call("progress");
  const rows = stdout.split("\n").slice(0, 15);
  expect(new Set(rows.map((row) => row.indexOf("not started"))).size).toBe(1);
});

test("what cannot be understood is kept, and said, whichever command finds it", async () => {
  for (const [index, words] of [["progress"], ["lesson"], ["start", "00"]].entries()) {
    writeFileSync(join(student.work, "progress.json"), "{broken");
    const { exitCode, stderr } = await student.call(...words);
    const keptAs = join(student.work, `progress.json.broken-${index + 1}`);
    const sentence = `The progress file could not be understood. It is kept as ${keptAs}; pnpm check --all makes a new one.\n`;
    expect([exitCode, stderr]).toEqual([0, sentence]);
  }
});

test("it is about all lessons", async () => {
  expect(await student.call("progress", "08")).toEqual({
    exitCode: 2,
    stdout: "",
    stderr: 'pnpm progress: pnpm progress is about all lessons; leave out "08"\n',
  });
});
