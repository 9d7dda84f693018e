import { rightScript, student, wrongScript } from "./student-testing.ts"; // first, because it says where the files are
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test, vi } from "vitest";
import { entryFile, findLesson, listLessons, starterFile } from "../../../stage/src/catalogue.ts";

vi.setConfig({ testTimeout: 60_000 });

const given = (number: string) => readFileSync(entryFile(findLesson(number)), "utf8");
const own = (number: string) => readFileSync(student.fileOf(number), "utf8");

interface Brief {
  readonly lesson: string;
  readonly file: string;
  readonly from: string;
  readonly isNew: boolean;
  readonly checks: readonly { readonly id: string; readonly carriedFrom: string | null }[];
}

async function start(number: string): Promise<Brief> {
  const { exitCode, stdout, stderr } = await student.call("start", number, "--json");
  expect([exitCode, stderr]).toEqual([0, ""]);
  return JSON.parse(stdout) as Brief;
}

test("a version begins as the lesson before, and the brief says what to do with it", async () => {
  const { exitCode, stdout, stderr } = await student.call("start", "8", "--plain");
  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(own("08")).toBe(given("07"));
  const titles = [
    "Goal",
    "Why lesson 07 is not enough",
    "What must be true afterwards",
    "What the checker will do",
  ];
  expect(stdout.split("\n").filter((line) => [...titles, "Your file"].includes(line))).toEqual([
    ...titles,
    "Your file",
  ]);
  expect(stdout).toMatch(/\n- 08\.1 .+: .+\n/);
  expect(stdout).toContain(`\n${student.fileOf("08")}, made from lesson 07's DAG.\n`);
  expect(student.progressOf("08")).toMatchObject({ status: "started", of: 0 });
});

test.each(["15", "16", "18"])(
  "a lesson that goes on from an earlier one begins as that one: %s",
  async (number) => {
    const { stdout } = await student.call("start", number, "--plain");
    expect(stdout).toContain("\nWhy lesson 11 is not enough\n");
    expect(stdout).toContain(`${student.fileOf(number)}, made from lesson 11's DAG.\n`);
    expect(own(number)).toBe(given("11"));
  },
);

test("the first begins with a starter, which does not solve it, and the second with the first one's script", async () => {
  expect((await start("00")).from).toBe("the lesson's starter.ts");
  expect(own("00")).toBe(readFileSync(starterFile(findLesson("00")), "utf8"));
  expect((await student.call("check", "00")).stdout).toContain("FAIL 00.2");
  student.write("00", wrongScript);
  expect((await start("01")).from).toBe("lesson 00's script, for your own 00 does not pass its checks yet");
  expect(own("01")).toBe(given("00"));
});

test("a student's own version of the lesson before is gone on from, if it passes", async () => {
  student.write("00", `${rightScript}// mine\n`);
  writeFileSync(join(dirname(student.fileOf("00")), "notes.txt"), "mine");
  expect((await start("01")).from).toBe(`your own ${student.fileOf("00")}`);
  expect(own("01")).toBe(`${rightScript}// mine\n`); // of a script only the file: its name is another
  expect(existsSync(join(dirname(student.fileOf("01")), "notes.txt"))).toBe(false);
});

test("with all that it imports", async () => {
  const dag = given("02").replace("@daglings/lessons", "./more/lessons.ts");
  student.write("02", dag);
  mkdirSync(join(dirname(student.fileOf("02")), "more"));
  writeFileSync(
    join(dirname(student.fileOf("02")), "more", "lessons.ts"),
    `export * from "@daglings/lessons";\n`,
  );
  expect((await start("03")).from).toBe(`your own ${student.fileOf("02")}`);
  expect(own("03")).toBe(dag);
  expect(readdirSync(dirname(student.fileOf("03"))).toSorted()).toEqual(["dag.ts", "more"]);
});

test("what was begun is left as it is", async () => {
  student.write("08", "mine");
  const { from, isNew, file } = await start("08");
  expect([from, isNew, file]).toEqual([
    "what you have begun already; it is left as it is",
    false,
    student.fileOf("08"),
  ]);
  expect(own("08")).toBe("mine");
});

test("for programs the brief is an object, with the checks that are new and those that are carried", async () => {
  const brief = await start("08");
  expect(Object.keys(brief)).toEqual([
    "lesson",
    "file",
    "from",
    "isNew",
    "goal",
    "why",
    "must",
    "notYet",
    "checks",
  ]);
  expect(brief.lesson).toBe("08_templated_path");
  const isOwn = ({ carriedFrom }: { carriedFrom: string | null }) => carriedFrom === null;
  expect(brief.checks.filter(isOwn).every(({ id }) => id.startsWith("08."))).toBe(true);
  expect(brief.checks.some((check) => !isOwn(check))).toBe(true);
});

test.each<[string[], number, string]>([
  [[], 2, "pnpm start needs a lesson: pnpm start 00"],
  [
    ["99"],
    2,
    `there is no lesson "99"; they go from 00 to ${listLessons().at(-1)?.number}, and pnpm lesson lists them all`,
  ],
  [["07", "08"], 2, 'pnpm start takes one lesson, and "08" is one word too many'],
])("%j is refused in a sentence, and nothing is made", async (words, exitCode, sentence) => {
  expect(await student.call("start", ...words)).toEqual({
    exitCode,
    stdout: "",
    stderr: `pnpm start: ${sentence}\n`,
  });
  expect(readdirSync(student.work)).toEqual([]);
});

test("a folder that cannot be written is the machine's fault", async () => {
  writeFileSync(dirname(student.fileOf("08")), "a file where the folder should be");
  const { exitCode, stdout, stderr } = await student.call("start", "08");
  expect([exitCode, stdout]).toEqual([3, ""]);
  expect(stderr).toMatch(/^pnpm start: .*dag\.ts cannot be written \(.*\); is the folder read-only\?\n$/);
});
