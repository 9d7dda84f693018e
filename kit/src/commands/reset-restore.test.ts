import { student } from "./student-testing.ts"; // first, because it says where the files are
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test, vi } from "vitest";

vi.setConfig({ testTimeout: 60_000 });

const folderOf = (number: string) => dirname(student.fileOf(number));
const backup = (number: string, copy: number) =>
  join(student.work, ".backups", folderOf(number).split(/[/\\]/).at(-1) ?? "", `${copy}`);

test("what is reset is kept, and comes back with all that lay beside it", async () => {
  student.write("08", "mine");
  writeFileSync(join(folderOf("08"), "notes.txt"), "mine, too");
  await student.call("start", "08");

  expect(await student.call("reset", "08")).toEqual({
    exitCode: 0,
    stdout: `08_templated_path is reset. Your version is kept as ${backup("08", 1)}; pnpm restore 08 brings it back.\n`,
    stderr: "",
  });
  expect(existsSync(folderOf("08"))).toBe(false);
  expect(student.progressOf("08")).toBeUndefined();

  expect(await student.call("restore", "08")).toEqual({
    exitCode: 0,
    stdout: `${student.fileOf("08")} is what ${backup("08", 1)} was. Next: pnpm check 08\n`,
    stderr: "",
  });
  expect(readFileSync(student.fileOf("08"), "utf8")).toBe("mine");
  expect(readFileSync(join(folderOf("08"), "notes.txt"), "utf8")).toBe("mine, too");
});

test("what is there now is kept before an older copy takes its place, and nothing of it stays", async () => {
  student.write("08", "first");
  await student.call("reset", "08");
  student.write("08", "second");
  writeFileSync(join(folderOf("08"), "helper.ts"), "of the second");
  const { stdout } = await student.call("restore", "08", "--copy", "1", "--json");
  expect(JSON.parse(stdout)).toEqual({
    lesson: "08_templated_path",
    file: student.fileOf("08"),
    from: backup("08", 1),
    keptAs: backup("08", 2),
  });
  expect(readdirSync(folderOf("08"))).toEqual(["dag.ts"]);
  expect(readFileSync(student.fileOf("08"), "utf8")).toBe("first");

  expect((await student.call("restore", "08", "--copy", "2")).exitCode).toBe(0);
  expect(readFileSync(student.fileOf("08"), "utf8")).toBe("second");
  expect(readdirSync(folderOf("08")).toSorted()).toEqual(["dag.ts", "helper.ts"]);
});

test("--all resets what was begun, and keeps all of it", async () => {
  student.write("07", "seven");
  student.write("08", "eight");
  const { exitCode, stdout } = await student.call("reset", "--all", "--json");
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toEqual([
    { lesson: "07_templated_query_ds", keptAs: backup("07", 1) },
    { lesson: "08_templated_path", keptAs: backup("08", 1) },
  ]);
  expect(readdirSync(student.work).filter((name) => !name.startsWith("."))).toEqual([]);
  expect((await student.call("reset", "--all")).stdout).toBe(
    "No lesson was started: there is nothing to reset.\n",
  );
});

describe("what is wrong is said in a sentence", () => {
  test.each<[string[], string]>([
    [["reset"], "pnpm reset needs a lesson, or --all: pnpm reset 08"],
    [["reset", "08", "--all"], '--all resets every lesson; leave out "08", or leave out --all'],
    [["reset", "08"], "there is no WORK/08_templated_path/dag.ts yet; pnpm start 08 makes it"],
    [["reset", "--al"], 'pnpm reset has no flag --al; did you mean "--all"?'],
    [["restore"], "pnpm restore needs a lesson: pnpm restore 08"],
    [["restore", "08"], "08_templated_path has no copy: nothing was kept of it"],
    [["restore", "08", "--copy", "3"], "08_templated_path has no copy 3: nothing was kept of it"],
  ])("%j", async (words, sentence) => {
    expect(await student.call(...words)).toEqual({
      exitCode: 2,
      stdout: "",
      stderr: `pnpm ${words[0]}: ${sentence.replace("WORK", student.work)}\n`,
    });
  });

  test("a copy that is not there, with those that are", async () => {
    student.write("08", "mine");
    await student.call("reset", "08");
    expect((await student.call("restore", "08", "--copy", "3")).stderr).toBe(
      "pnpm restore: 08_templated_path has no copy 3: its copies are 1\n",
    );
  });
});
