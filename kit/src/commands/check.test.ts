import { readOnly, rightScript, student, wrongScript } from "./student-testing.ts"; // first, because it says where the files are
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { platform } from "node:process";
import { describe, expect, test, vi } from "vitest";
import { entryFile, findLesson } from "../../../stage/src/catalogue.ts";
import type { Result } from "../../../grading/src/trial/result.ts";
import { filesIn, startKit, temporaryFolder } from "../testing.ts";

vi.setConfig({ testTimeout: 60_000 });

/** Quicker to check than a script that is wrong. */
const noDag = "export default 42;\n";
const solution = (number: string) => readFileSync(entryFile(findLesson(number)), "utf8");

describe("a version that is right", () => {
  test("passes, and is done", async () => {
    student.write("00", rightScript);
    const { exitCode, stdout } = await student.call("check", "00", "--plain");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^PASS 00_regular_script: all \d+ checks, with the seeds 0 and \d+\n {2}learned {3}\S.*\n/,
    );
    expect(stdout).toMatch(/\n {2}next {6}pnpm start 01\n/);
    expect(student.progressOf("00")).toMatchObject({ status: "done", failing: null });
  });

  test("passes every check of a DAG, by whichever way the lesson is named", async () => {
    student.write("02", solution("02"));
    const { exitCode, stdout } = await student.call("check", "02_daily_schedule/", "--json");
    expect(exitCode).toBe(0);
    const result = JSON.parse(stdout) as Result;
    expect([result.schema, result.lesson, result.status]).toEqual([
      "daglings/result/v1",
      "02_daily_schedule",
      "pass",
    ]);
    expect(result.seeds[0]).toBe(0);
    expect(result.seeds[1]).toBeGreaterThan(0);
    expect(result.tests.map(({ status }) => status)).toEqual(result.tests.map(() => "pass"));
  });

  test("with the published seed alone proves nothing", async () => {
    student.write("00", rightScript);
    expect((await student.call("check", "00", "--seed", "0")).exitCode).toBe(0);
    expect(student.progressOf("00")).toMatchObject({ status: "started" });
  });
});

describe("a version that is wrong", () => {
  test("fails with one check in full, and where it was left is remembered", async () => {
    student.write("00", wrongScript);
    const { exitCode, stdout, stderr } = await student.call("check", "00", "--plain");
    expect([exitCode, stderr]).toEqual([1, ""]);
    expect(stdout).toMatch(
      /^FAIL 00\.4 .*\n {2}given .*\n {2}look at .*\n {2}expected .*\n {2}actual .*\n {2}why /,
    );
    expect(stdout).toContain(
      `\n  file      ${student.fileOf("00")}\n  next      pnpm hint 00\n\n4 of 5 checks passed.\n`,
    );
    expect(student.progressOf("00")).toMatchObject({ status: "started", passed: 4, of: 5, failing: "00.4" });
    expect((await student.call("check", "00", "--plain")).stdout).toContain(
      "4 of 5 checks passed, 4 of 5 the last time.",
    );
  });

  test("of hard-coded answers fails with the fresh seed, which can be asked for again", async () => {
    // What the API answers with the published seed, and nothing else.
    const copied = `
      import { mkdirSync, writeFileSync } from "node:fs";
      import { eventsBetween } from ${JSON.stringify(join(import.meta.dirname, "../../../events-api/src/index.ts"))};
      const day = (text: string) => Temporal.PlainDate.from(text);
      const response = await fetch(process.env["EVENTS_API"] + "/events");
      if (!response.ok) throw new Error("not today");
      mkdirSync("data", { recursive: true });
      writeFileSync("data/events.json", JSON.stringify(eventsBetween(day("2019-01-01"), day("2019-01-11"), 0)));`;
    student.write("00", copied);
    const check = async (seed: string) =>
      JSON.parse((await student.call("check", "00", "--json", "--seed", seed)).stdout) as Result;
    const [published, fresh] = [await check("0"), await check("7")];
    const statusIn = ({ tests }: Result) => tests.find(({ id }) => id === "00.2")?.status;
    expect([published, fresh].map(statusIn)).toEqual(["pass", "fail"]);
    expect([published.seeds, fresh.seeds]).toEqual([[0], [0, 7]]);
    expect(fresh.tests.find(({ id }) => id === "00.2")?.given).toMatch(/, seed 7$/);
  });

  test("that was done needs another look", async () => {
    student.write("01", noDag);
    const lessons = { "01_unscheduled": { status: "done" } };
    const known = { schema: "daglings/progress/v1", current: null, lessons };
    writeFileSync(join(student.work, "progress.json"), JSON.stringify(known));
    expect((await student.call("check", "01", "--seed", "0")).exitCode).toBe(1);
    expect(student.progressOf("01")).toMatchObject({ status: "again", failing: "01.1" });
  });

  test("that does not parse cannot be judged", async () => {
    student.write("02", "const dag = new DAG({;\n");
    const { exitCode, stdout } = await student.call("check", "02", "--plain", "--no-types");
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /^ERROR 02_daily_schedule cannot be judged\n {2}trouble {3}\S*dag\.ts:1: does not parse: /,
    );
    expect(stdout).toContain(`\n  file      ${student.fileOf("02")}:1\n`);
  });
});

describe("what TypeScript finds", () => {
  test("comes first, and nothing is recorded; --no-types judges the version all the same", async () => {
    student.write("02", solution("02").replace("taskId", "taskid"));
    const { exitCode, stdout } = await student.call("check", "02", "--plain");
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /^TYPES 02_daily_schedule is not judged: TypeScript finds 1 mistake in it\n\n {2}trouble {3}option "taskid" is unknown; did you mean "taskId"\?\n {2}line {6}taskid: "fetch_events",\n {2}file .*:\d+\n/,
    );
    expect(readdirSync(student.work)).toEqual(["02_daily_schedule"]);
    const judged = await student.call("check", "02", "--plain", "--seed", "0", "--no-types");
    expect(judged.stdout).toMatch(/^FAIL 01\.1 /);
    expect(student.progressOf("02")).toMatchObject({ failing: "01.1" });
  });

  test("is left out where a program reads the result", async () => {
    student.write("01", `${noDag}const text: string = 42;\n`);
    const { stdout } = await student.call("check", "01", "--json", "--seed", "0");
    expect((JSON.parse(stdout) as Result).status).toBe("fail");
  });
});

describe("which version", () => {
  const quickly = ["--plain", "--seed", "0"];

  test("is the one that was worked on last, where none is named", async () => {
    student.write("01", noDag);
    await student.call("start", "08");
    await student.call("start", "01");
    expect((await student.call("check", ...quickly)).stdout).toMatch(/^FAIL 01\.1/);
  });

  test("is the one in whose folder the user is", async () => {
    student.write("01", noDag);
    await student.call("start", "08");
    const variables = { INIT_CWD: join(student.work, "01_unscheduled") };
    expect((await student.callWith(variables, "check", ...quickly)).stdout).toMatch(/^FAIL 01\.1/);
  });

  test("may be any file: then nothing is recorded", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "mine.ts"), noDag);
    const words = ["check", "01", "--file", "mine.ts", ...quickly];
    const { exitCode, stdout } = await student.callWith({ INIT_CWD: folder }, ...words);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(`  file      ${join(folder, "mine.ts")}\n`);
    expect(stdout).not.toContain("Red is where");
    expect(readdirSync(student.work)).toEqual([]);
  });
});

test("--all checks every lesson that was begun, one line each, and restores the progress file", async () => {
  student.write("00", rightScript);
  student.write("01", noDag);
  writeFileSync(join(student.work, "progress.json"), "{broken");
  const { exitCode, stdout, stderr } = await student.call("check", "--all", "--plain");
  expect(exitCode).toBe(1);
  expect(stderr).toContain("progress.json.broken-1; pnpm check --all makes a new one.\n");
  expect(stdout).toMatch(
    /^PASS {2}00_regular_script 5 of 5\nFAIL {2}01_unscheduled 0 of \d+: 01\.1 .*; pnpm check 01 says more\n\n1 of 2 lessons passed\.\n$/,
  );
  expect(student.progressOf("00")).toMatchObject({ status: "done" });
  expect(student.progressOf("01")).toMatchObject({ status: "started", failing: "01.1" });
  expect(student.read("progress.json.broken-1")).toBe("{broken");
});

test("--all gives a list with --json", async () => {
  student.write("01", noDag);
  student.write("02", noDag);
  const { stdout } = await student.call("check", "--all", "--json", "--seed", "0");
  expect((JSON.parse(stdout) as Result[]).map(({ lesson, status }) => [lesson, status])).toEqual([
    ["01_unscheduled", "fail"],
    ["02_daily_schedule", "fail"],
  ]);
});

test("two at once do not disturb each other", async () => {
  student.write("00", rightScript);
  student.write("01", noDag);
  const check = (number: string) => student.callAfter("", "check", number); // a process each
  const answers = await Promise.all([check("00"), check("01")]);
  expect(answers.map(({ exitCode, stderr }) => [exitCode, stderr])).toEqual([
    [0, ""],
    [1, ""],
  ]);
  expect([student.progressOf("00"), student.progressOf("01")]).toMatchObject([
    { status: "done" },
    { failing: "01.1" },
  ]);
  expect(readdirSync(student.work).toSorted()).toEqual([
    "00_regular_script",
    "01_unscheduled",
    "progress.json",
  ]);
});

describe("what is wrong is said in a sentence", () => {
  test.each<[string[], string]>([
    [["00"], "there is no WORK/00_regular_script/script.ts yet; pnpm start 00 makes it"],
    [[], "no lesson was started yet; pnpm start 00 begins with the first, pnpm lesson lists them"],
    [["--all"], "no lesson was started yet; pnpm start 00 begins with the first"],
    [["--all", "00"], '--all checks every lesson; leave out "00"'],
    [["00", "--seed", "x"], '--seed is "x"; it must be a whole number, as a check has printed it'],
    [["00", "--seed=-1"], '--seed is "-1"; it must be a whole number, as a check has printed it'],
    [["--file", "mine.ts"], "--file needs a lesson: pnpm check 08 --file my.ts"],
    [["00", "--file", "WORK/nope.ts"], "WORK/nope.ts: there is no such file; check the path"],
    [["00", "01"], 'pnpm check takes one lesson, and "01" is one word too many'],
    [["--al"], 'pnpm check has no flag --al; did you mean "--all"?'],
  ])("%j", async (words, sentence) => {
    const here = (text: string) => text.replace("WORK", student.work);
    expect(await student.call("check", ...words.map(here))).toEqual({
      exitCode: 2,
      stdout: "",
      stderr: `pnpm check: ${here(sentence)}\n`,
    });
  });

  test("an unknown format, before anything is checked", async () => {
    student.write("00", rightScript);
    const { exitCode, stdout, stderr } = await student.call("check", "00", "--format", "pdf");
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^pnpm check: there is no format "pdf"; there are .*junit/);
    expect(readdirSync(student.work)).toEqual(["00_regular_script"]);
  });
});

describe("a student's folder that is read-only", () => {
  test("keeps no results, but they are shown, and what is wrong behind them", async () => {
    student.write("01", noDag);
    const { exitCode, stdout, stderr } = await student.callAfter(
      readOnly,
      "check",
      "01",
      "--plain",
      "--seed=0",
    );
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/^FAIL 01\.1/);
    const lock = join(student.work, ".progress-lock");
    const sentence = `${lock} cannot be written (EACCES: permission denied); the kit keeps its notes there`;
    expect(stderr).toBe(`pnpm check: ${sentence}\n`);
  });

  test("keeps none of --all either", async () => {
    student.write("01", noDag);
    const { exitCode, stdout, stderr } = await student.callAfter(readOnly, "check", "--all", "--seed=0");
    expect([exitCode, stdout.slice(0, 4)]).toEqual([3, "FAIL"]);
    expect(stderr).toContain("cannot be written");
  });
});

test.skipIf(platform === "win32")("Ctrl-C ends a check at once, and leaves nothing", async () => {
  student.write("00", "for (;;);\n");
  const temporary = temporaryFolder();
  const variables = { TMPDIR: temporary, NODE_DISABLE_COMPILE_CACHE: "1" };
  const { child, ended, output } = startKit(["check", "00"], { work: student.work, variables });
  await filesIn(temporary, 1); // where the version is tried out
  child.kill("SIGINT");
  expect(await ended).toEqual({ code: 1, signal: null });
  expect(output()).toBe("Stopped by Ctrl-C.\n");
  expect(readdirSync(temporary)).toEqual([]);
  expect(readdirSync(student.work)).toEqual(["00_regular_script"]);
});
