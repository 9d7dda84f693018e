import { work } from "./work-testing.ts"; // first, because it says where the file is
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { env, execPath, stderr } from "node:process";
import { fileURLToPath } from "node:url";
import { EnvironmentError } from "@daglings/engine";
import { afterEach, describe, expect, test, vi } from "vitest";
import { call } from "../../../stage/src/testing.ts";
import {
  forgetProgress,
  isDone,
  readProgress,
  recordProgress,
  unjudged,
  type LessonProgress,
} from "./progress.ts";

const file = join(work, "progress.json");
const done: LessonProgress = {
  status: "done",
  passed: 3,
  of: 3,
  version: "abc",
  begun: "abb",
  loadError: null,
  failing: null,
  hints: { "02.1": 2 },
};

/** Made by the first record. */
function write(text: string): void {
  mkdirSync(work, { recursive: true });
  writeFileSync(file, text);
}

afterEach(() => vi.restoreAllMocks());

test("in the beginning there is none, and to ask for it leaves nothing", () => {
  expect(readProgress()).toEqual({ current: null, lessons: {} });
  expect(isDone("02_daily_schedule")).toBe(false);
  expect(() => readdirSync(work)).toThrow("ENOENT");
});

test("what is recorded is read again, and what was recorded last is the current lesson", async () => {
  await recordProgress("02_daily_schedule", () => done);
  await recordProgress("01_unscheduled", (last) => ({ ...last, passed: 1, of: 2 }));
  expect(readProgress()).toEqual({
    current: "01_unscheduled",
    lessons: { "01_unscheduled": { ...unjudged, passed: 1, of: 2 }, "02_daily_schedule": done },
  });
  expect([isDone("02_daily_schedule"), isDone("01_unscheduled")]).toEqual([true, false]);
});

test("a change begins with what is known", async () => {
  await recordProgress("02_daily_schedule", () => done);
  await recordProgress("02_daily_schedule", (last) => ({ ...last, status: "again" }));
  expect(readProgress().lessons["02_daily_schedule"]).toEqual({ ...done, status: "again" });
});

test("the file has a line for each lesson, in their order", async () => {
  await recordProgress("02_daily_schedule", () => done);
  await recordProgress("01_unscheduled", (last) => last);
  expect(readFileSync(file, "utf8")).toBe(`{
  "schema": "daglings/progress/v1",
  "current": "01_unscheduled",
  "lessons": {
    "01_unscheduled": {"status":"started","passed":0,"of":0,"version":"","begun":"","loadError":null,"failing":null,"hints":{}},
    "02_daily_schedule": {"status":"done","passed":3,"of":3,"version":"abc","begun":"abb","loadError":null,"failing":null,"hints":{"02.1":2}}
  }
}
`);
});

test("what is forgotten is gone, and nothing else", async () => {
  await forgetProgress("01_unscheduled");
  await recordProgress("01_unscheduled", () => done);
  await recordProgress("02_daily_schedule", () => done);
  await forgetProgress("01_unscheduled");
  expect(readProgress().lessons).toEqual({ "02_daily_schedule": done });
  await forgetProgress("02_daily_schedule");
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ lessons: {} });
});

describe("a file that is none", () => {
  test.each([
    ["half a file", '{"schema": "daglings/prog'],
    ["nothing", ""],
    ["null", "null"],
    ["a list", "[]"],
    ["another schema", '{"schema":"daglings/progress/v9","current":null,"lessons":{}}'],
    ["lessons that are a list of nothing", '{"schema":"daglings/progress/v1","lessons":null}'],
    ["a lesson that is null", '{"schema":"daglings/progress/v1","lessons":{"a":null}}'],
    ["an unknown status", '{"schema":"daglings/progress/v1","lessons":{"a":{"status":"well"}}}'],
    ["binary", "\u0000\ufffd"],
  ])("such as %s, is kept aside, and said once", (_, text) => {
    const said = vi.spyOn(stderr, "write").mockReturnValue(true);
    write(text);
    expect(readProgress()).toEqual({ current: null, lessons: {} });
    expect(readFileSync(`${file}.broken-1`, "utf8")).toBe(text);
    expect(said.mock.calls).toEqual([
      [
        `The progress file could not be understood. It is kept as ${file}.broken-1; pnpm check --all makes a new one.\n`,
      ],
    ]);
    readProgress();
    expect(said).toHaveBeenCalledOnce();
  });

  test("does not take away one that was kept before", () => {
    vi.spyOn(stderr, "write").mockReturnValue(true);
    for (const text of ["one", "two"]) {
      write(text);
      readProgress();
    }
    expect([1, 2].map((number) => readFileSync(`${file}.broken-${number}`, "utf8"))).toEqual(["one", "two"]);
  });

  test("does not keep progress from being recorded", async () => {
    vi.spyOn(stderr, "write").mockReturnValue(true);
    write("{");
    await recordProgress("01_unscheduled", () => done);
    expect(readProgress()).toEqual({ current: "01_unscheduled", lessons: { "01_unscheduled": done } });
  });
});

describe("where it cannot be", () => {
  test("read, that is the machine's fault, and it stays where it is", () => {
    mkdirSync(file, { recursive: true });
    expect(() => readProgress()).toThrow(EnvironmentError);
    expect(() => readProgress()).toThrow(`${file} cannot be read (EISDIR`);
    expect(readdirSync(work)).toEqual(["progress.json"]);
  });

  test("written, that is the machine's fault", async () => {
    writeFileSync(work, "a file where the folder should be");
    await expect(recordProgress("01_unscheduled", () => done)).rejects.toThrow(EnvironmentError);
    rmSync(work);
  });
});

test("fields that a later version adds or an earlier one lacks do no harm", () => {
  write('{"schema":"daglings/progress/v1","current":7,"lessons":{"a":{"status":"done","more":1}}}');
  expect(readProgress()).toMatchObject({ current: null, lessons: { a: { ...unjudged, status: "done" } } });
});

test("many who write at once lose nothing", async () => {
  const module = JSON.stringify(fileURLToPath(new URL("./progress.ts", import.meta.url)));
  const program = (name: string) => `
    import { recordProgress } from ${module};
    const count = (last) => ({ ...last, passed: last.passed + 1 });
    for (let time = 0; time < 10; time++) {
      await recordProgress("shared", count);
      await recordProgress(${JSON.stringify(name)}, count);
    }`;
  const writers = ["a", "b", "c", "d"];
  const answers = await Promise.all(
    writers.map((name) =>
      call(execPath, ["--input-type=module-typescript", "--eval", program(name)], { variables: env }),
    ),
  );
  expect(answers.map(({ exitCode, stderr: said }) => [exitCode, said])).toEqual(writers.map(() => [0, ""]));
  const { lessons } = readProgress();
  expect(Object.entries(lessons).map(([name, { passed }]) => [name, passed])).toEqual([
    ...writers.map((name) => [name, 10]),
    ["shared", 40],
  ]);
  expect(readdirSync(work)).toEqual(["progress.json"]);
});
