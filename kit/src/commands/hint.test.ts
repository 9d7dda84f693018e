import { readOnly, rightScript, student, wrongScript } from "./student-testing.ts"; // first, because it says where the files are
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { findLesson, readLesson } from "../../../stage/src/catalogue.ts";

vi.setConfig({ testTimeout: 60_000 });

const { checks } = await readLesson(findLesson("00"));
const ladder = checks.find(({ id }) => id === "00.4")?.hints ?? [];

interface Hint {
  readonly check: string | null;
  readonly hint: string | null;
  readonly step?: number;
}

async function hint(...words: string[]): Promise<Hint> {
  const { exitCode, stdout, stderr } = await student.call("hint", ...words, "--json");
  expect([exitCode, stderr]).toEqual([0, ""]);
  return JSON.parse(stdout) as Hint;
}

test("each call gives the next hint for the first check that fails, and the last one stays", async () => {
  student.write("00", wrongScript);
  expect((await student.call("hint", "00", "--plain")).stdout).toMatch(
    /^00\.4 .+\nHint 1 of \d:\n[^]+\n\(pnpm hint again says more\)\n$/,
  );
  const found: Hint[] = [];
  for (let time = 0; time < ladder.length + 1; time++) found.push(await hint("00"));
  expect(found.map(({ check }) => check)).toEqual(found.map(() => "00.4"));
  expect(found.map((each) => each.hint)).toEqual([...ladder.slice(1), ladder.at(-1), ladder.at(-1)]);
  expect(found.map(({ step }) => step)).toEqual([
    ...ladder
      .keys()
      .drop(1)
      .map((index) => index + 1),
    ladder.length,
    ladder.length,
  ]);
  expect(student.progressOf("00")).toMatchObject({ hints: { "00.4": ladder.length } });
  expect((await student.call("hint", "00", "--plain")).stdout).toMatch(
    /^00\.4 .+\nHint (\d) of \1:\n[^]+\n\(that was the last one; pnpm diff 00 shows the lesson's own\)\n$/,
  );
});

test("a changed version is checked again, and each check has its own ladder of hints", async () => {
  student.write("00", wrongScript);
  await hint("00");
  student.write("00", "process.exitCode = 1;\n");
  expect(await hint("00")).toMatchObject({ check: "00.1", step: 1 });
  student.write("00", wrongScript);
  expect(await hint("00")).toMatchObject({ check: "00.4", step: 2 });
});

test("a version that passes needs none; it was looked at with a fresh seed, too", async () => {
  student.write("00", rightScript);
  expect(await hint("00")).toEqual({ lesson: "00_regular_script", check: null, hint: null });
  expect(student.progressOf("00")).toMatchObject({ status: "done" });
  expect((await student.call("hint", "00")).stdout).toMatch(/^00_regular_script passes all its checks: /);
});

test("where nothing can be recorded, the hint is given, and then what is wrong", async () => {
  student.write("00", wrongScript);
  await hint("00");
  const { exitCode, stdout, stderr } = await student.callAfter(readOnly, "hint", "00");
  expect(exitCode).toBe(3);
  expect(stdout).toContain("Hint 2 of ");
  expect(stderr).toContain(".progress-lock cannot be written");
});

test("a check that is no more is said", async () => {
  student.write("00", wrongScript);
  await hint("00");
  const file = join(student.work, "progress.json");
  writeFileSync(file, student.read("progress.json").replaceAll("00.4", "00.99"));
  expect(await student.call("hint", "00")).toEqual({
    exitCode: 2,
    stdout: "",
    stderr: "pnpm hint: check 00.99 is not one of lesson 00; pnpm check 00 looks again\n",
  });
});
