import { student } from "./student-testing.ts"; // first, because it says where the files are
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { platform } from "node:process";
import { describe, expect, test, vi } from "vitest";
import { listLessons } from "../../../stage/src/catalogue.ts";
import type { LessonRun } from "../../../stage/src/lesson-run.ts";
import { filesIn, isRunning, kit, startKit, temporaryFolder } from "../testing.ts";

vi.setConfig({ testTimeout: 60_000 });

function call(words: readonly string[], variables: NodeJS.ProcessEnv = {}) {
  return student.callWith(variables, "lesson", ...words);
}

const dag = (tasks: string) => `
import { BashOperator, DAG, FunctionOperator } from "@daglings/engine";
const dag = new DAG({ schedule: "@daily", startDate: "2019-01-01", endDate: "2019-01-02" });
${tasks}
export default dag;
`;

function fileWith(text: string): string {
  const file = join(temporaryFolder(), "mine.ts");
  writeFileSync(file, text);
  return file;
}

/** Boxes, bars, dots, and what begins an escape sequence. */
const drawn = ["─", "│", "├", "┤", "┊", "└", "█", "░", "●", "\u001b", "\r"];

const failing = dag(
  `new FunctionOperator({ dag, taskId: "t", callable() { throw new Error("not today"); } });`,
);

test("nobody waits for what a lesson does not need: the API's server, its tables, and Node's own browser", async () => {
  const before = `
    import { registerHooks } from "node:module";
    const large = new Set();
    registerHooks({
      load(url, context, next) {
        for (const [name] of url.matchAll(/live\\/src\\/api|express|ajv|undici|nodemailer/g)) large.add(name);
        return next(url, context);
      },
    });
    process.once("exit", () => {
      if (process.moduleLoadList.some((name) => name.includes("deps/undici"))) large.add("undici");
      process.stderr.write([...large].join(" "));
    });`;
  const words = ["lesson", "08", "--dir", temporaryFolder()];
  const { exitCode, stderr } = await kit(words, { work: student.work, before });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
});

test("a task that ends the process is reported as such, and the run has not succeeded", async () => {
  const file = fileWith(dag(`new FunctionOperator({ dag, taskId: "t", callable: () => process.exit(0) });`));
  const { exitCode, stdout, stderr } = await kit(
    ["lesson", "8", "--file", file, "--dir", temporaryFolder()],
    { work: student.work },
  );
  expect([exitCode, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(
    /^pnpm lesson: the process was ended, in task "t" of run .*: does it call process\.exit\?/,
  );
});

describe("a lesson", () => {
  test("is shown: what it is about, its runs, when they were made, requests, files, and what to look at", async () => {
    const dir = temporaryFolder();
    const { exitCode, stdout, stderr } = await call(["8", "--dir", dir]);
    expect([exitCode, stderr]).toEqual([0, ""]);
    const titles = [
      "08 ",
      "Changed since 07: ",
      "Runs of 08_templated_path",
      "When",
      "Requests",
      `Files in ${dir}`,
    ];
    const ends = [
      "5 runs, 5 succeeded, 0 failed, 10 attempts, 10 files, no mails; ",
      "Look at:  ",
      "Try:      ",
    ];
    let at = -1;
    for (const part of [...titles, ...ends]) {
      expect(stdout.indexOf(part, at + 1)).toBeGreaterThan(at);
      at = stdout.indexOf(part, at + 1);
    }
    expect(stdout.split("\n").filter((line) => /^ {2}2019-01-0\d +01-0\d → 01-0\d/.test(line))).toHaveLength(
      5,
    );
    expect(stdout.match(/●/g)).toHaveLength(5 + 1); // and the legend
    expect(stdout).toMatch(/ in \d+ ms|\d s\./);
  });

  test("is the same bytes each time with --plain, and nothing is drawn", async () => {
    const dir = temporaryFolder();
    const [first, second, byVariable] = [
      await kit(["lesson", "08", "--plain", "--dir", dir], { work: student.work }),
      await call(["08", "--plain", "--dir", dir], { FORCE_COLOR: "1" }),
      await call(["08", "--dir", dir], { DAGLINGS_PLAIN: "1" }),
    ];
    expect(second).toEqual(first);
    expect(byVariable).toEqual(first);
    for (const sign of drawn) expect(first.stdout).not.toContain(sign);
    expect(first.stdout).not.toMatch(/\d m?s\b/);
    expect(first.stderr).toBe("");
  });

  test("is coloured where that is asked for, and only there", async () => {
    const words = ["01", "--dir", temporaryFolder()];
    expect((await call(words, { FORCE_COLOR: "1" })).stdout).toContain("\u001b[32msuccess\u001b[39m");
    expect((await call(words, { FORCE_COLOR: "1", NO_COLOR: "1" })).stdout).not.toContain("\u001b");
  });

  test("is one object with --json, the same each time, and nothing else on stdout", async () => {
    const dir = temporaryFolder();
    const [first, second, subprocess] = [
      await kit(["lesson", "04", "--json", "--dir", dir], { work: student.work }),
      await call(["4", "--dir", dir, "--json"], { FORCE_COLOR: "1" }),
      await call(["04", "--json", "--dir", dir, "--executor", "subprocess"]),
    ];
    expect([first.exitCode, first.stderr]).toEqual([0, ""]);
    expect(second).toEqual(first);
    expect(subprocess).toEqual(first);
    const run = JSON.parse(first.stdout) as LessonRun;
    expect([run.schema, run.lesson, run.dags[0]?.runs.length]).toEqual([
      "daglings/lesson-run/v1",
      "04_time_delta",
      2,
    ]);
  });

  test("that fails says so by its exit code, and shows the failed attempt's last lines", async () => {
    const dir = temporaryFolder();
    const file = fileWith(failing);
    const { exitCode, stdout } = await call(["02", "--file", file, "--dir", dir, "--plain"]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(`\nRun from ${file}\n`);
    const path = `logs/${/Runs of (\S+)/.exec(stdout)?.[1]}/scheduled__2019-01-01T00-00-00+00-00/t/1.log`;
    expect(stdout).toContain(
      `  failed: t of scheduled__2019-01-01T00:00:00+00:00, try 1\n    Failed: not today (${file}:4)\n    (all of it: ${path})\n`,
    );
    expect(readFileSync(join(dir, path), "utf8")).toContain("not today");
    expect((await call(["02", "--file", file, "--dir", dir, "--json"])).exitCode).toBe(1);
  });

  test("that is a script says how it ended", async () => {
    const file = fileWith(`console.log("so far"); throw new Error("not today");`);
    const { exitCode, stdout } = await call(["00", "--file", file, "--dir", temporaryFolder()]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/\nThe script\n {2}ended with exit code 1\n {4}so far\n/);
    expect(stdout).toContain("\nthe script failed, no files, no mails.\n");
  });

  test("runs a variant by its name, and says what went wrong", async () => {
    const { exitCode, stdout } = await call([
      "06",
      "--variant",
      "unquoted-url",
      "--dir",
      temporaryFolder(),
      "--plain",
    ]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/\nVariant unquoted-url: .+\n.+\n/);
    expect(stdout).toMatch(/\n\nSeen: {5}.+\n$/);
    expect(stdout).not.toContain("Look at:");
  });

  test("shows first how a variant differs from the lesson, and leaves that out with --json", async () => {
    const words = ["05", "--variant", "swapped-dates", "--dir", temporaryFolder()];
    const line = (dates: string) => `      "$EVENTS_API/events?${dates}" &&`;
    const [right, wrong] = [
      line("start_date=2019-01-01&end_date=2019-01-02"),
      line("start_date=2019-01-02&end_date=2019-01-01"),
    ];
    const [coloured, plain, json] = [
      await call(words, { FORCE_COLOR: "1" }),
      await call([...words, "--plain"]),
      await call([...words, "--json"]),
    ];
    const [before = ""] = coloured.stdout.split("Runs of swapped-dates");
    expect(before).toContain(`\u001b[31m-${right}\u001b[39m\n\u001b[32m+${wrong}\u001b[39m\n`);
    expect(plain.stdout).toContain(`\nremoved, line 14: ${right}\nadded, line 16: ${wrong}\n\nRuns of`);
    expect(json.stdout).not.toContain("swapped-dates.ts");
  });

  test("shows no difference where a variant's circumstances alone are different", async () => {
    const { stdout } = await call(["02", "--variant", "trigger-after-the-end", "--dir", temporaryFolder()]);
    expect(stdout).toContain("Variant trigger-after-the-end: ");
    expect(stdout).not.toMatch(/are the same|@@/);
  });
});

test("a path is meant from where the user is", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "mine.ts"), dag(`new FunctionOperator({ dag, taskId: "t", callable() {} });`));
  const words = ["02", "--file", "mine.ts", "--dir", "run", "--json"];
  expect(await call(words, { INIT_CWD: folder })).toMatchObject({ exitCode: 0, stderr: "" });
  expect(readdirSync(folder).toSorted()).toEqual(["mine.ts", "run"]);
});

test("without a number all lessons are listed, with how far one is", async () => {
  writeFileSync(
    join(student.work, "progress.json"),
    '{"schema":"daglings/progress/v1","current":null,"lessons":{"02_daily_schedule":{"status":"done"}}}',
  );
  const [plain, json] = [await call(["--plain"]), await call(["--json"])];
  expect([plain.exitCode, plain.stderr, json.exitCode]).toEqual([0, "", 0]);
  const lines = plain.stdout.split("\n");
  for (const [index, { name }] of listLessons().entries()) {
    const progress = name === "02_daily_schedule" ? "done" : "not started";
    expect(lines[index]).toMatch(new RegExp(`^${name}: ${progress}\\. .+\\.$`));
  }
  expect(JSON.parse(json.stdout)).toMatchObject(
    listLessons().map(({ name }) => ({
      lesson: name,
      progress: name === "02_daily_schedule" ? "done" : "",
    })),
  );
});

describe("what is wrong is said in a sentence", () => {
  test.each<[string[], number, string]>([
    [
      ["99"],
      2,
      `there is no lesson "99"; they go from 00 to ${listLessons().at(-1)?.number}, and pnpm lesson lists them all`,
    ],
    [
      ["--file", "mine.ts"],
      2,
      "--file needs the lesson that the file is a version of: pnpm lesson 08 --file mine.ts",
    ],
    [["8", "9"], 2, 'pnpm lesson takes one lesson, and "9" is one word too many'],
    [["08", "--varient", "x"], 2, 'pnpm lesson has no flag --varient; did you mean "--variant"?'],
    [["08", "--variant"], 2, "--variant needs a value; pnpm lesson --help shows what there is"],
    [
      ["08", "--variant", "fixed-otput"],
      2,
      'lesson 08_templated_path has no variant "fixed-otput"; did you mean "fixed-output"?',
    ],
    [["08", "--executor", "docker"], 2, '--executor is "docker"; it is in-process or subprocess'],
    [
      ["08", "--live"],
      2,
      "lesson 08_templated_path has no --live: only 12 to 14 ask an exchange that is there now",
    ],
    [["12", "--live=kraken"], 2, "--live=kraken is unknown; write --live, or --live=binance"],
    [
      ["08", "--until", "tomorrow"],
      2,
      '--until is "tomorrow", which is not a date; write "2019-01-01", "2019-01-01T05:00Z" or a Temporal object',
    ],
  ])("%j", async (words, code, sentence) => {
    const { exitCode, stdout, stderr } = await call([...words, "--dir", temporaryFolder()]);
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: code,
      stdout: "",
      stderr: `pnpm lesson: ${sentence}\n`,
    });
  });

  test("a file that is not there, and one that is not a DAG", async () => {
    const dir = temporaryFolder();
    const missing = join(dir, "nope.ts");
    expect(await call(["02", "--file", missing, "--dir", dir])).toEqual({
      exitCode: 2,
      stdout: "",
      stderr: `pnpm lesson: ${missing}: there is no such file; check the path\n`,
    });
    const broken = fileWith("const x = ;\n");
    // Node's own words, not those of the tests' runner.
    const { exitCode, stdout, stderr } = await student.callAfter(
      "",
      "lesson",
      "02",
      "--file",
      broken,
      "--dir",
      dir,
    );
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(`pnpm lesson: ${broken}:1: does not parse: `);
  });

  test("a folder that somebody else has made", async () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, "thesis.txt"), "mine");
    expect(await call(["02", "--dir", dir])).toEqual({
      exitCode: 2,
      stdout: "",
      stderr: `pnpm lesson: ${dir} is not empty, and no lesson has made it; name another folder with --dir\n`,
    });
    expect(readdirSync(dir)).toEqual(["thesis.txt"]);
  });

  test("a folder that cannot be made is the machine's fault", async () => {
    const dir = join(fileWith(""), "below");
    const { exitCode, stderr } = await call(["02", "--dir", dir]);
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/cannot be used as the run's folder \(.*\); name another with --dir\n$/);
  });

  test("a machine without bash and curl", async () => {
    const { exitCode, stdout, stderr } = await call(["02", "--dir", temporaryFolder()], {
      PATH: temporaryFolder(),
    });
    expect([exitCode, stdout]).toEqual([3, ""]);
    expect(stderr).toMatch(
      /^pnpm lesson: this lesson's tasks need bash and curl, which this machine lacks; install /,
    );
  });
});

describe("by the wall clock", () => {
  test.skipIf(platform === "win32")("a lesson of the exchange runs until Ctrl-C", async () => {
    const dir = join(temporaryFolder(), "run");
    const live = startKit(["lesson", "12", "--live", "--dir", dir], { work: student.work });
    await live.says(
      /^12_binance_fetch_minute asks http:\/\/127\.0\.0\.1:\d+ by the wall clock, until Ctrl-C\. Files: /,
    );
    await live.says(/\nnext run of 12_binance_fetch_minute: \d{4}-\d\d-\d\d \d\d:\d\d UTC\n/);
    await live.says(/: task fetch_binance_price success\n/);
    live.child.kill("SIGINT");
    expect(await live.ended).toEqual({ code: 0, signal: null });
    expect(live.output()).toMatch(/\nStopped\. pnpm lesson with --keep and --live goes on from here\.\n$/);
    expect(readdirSync(join(dir, "data", "binance", "raw"))).toHaveLength(1);
  });

  test("a file that does not load ends it", async () => {
    const words = [
      "lesson",
      "12",
      "--live",
      "--file",
      fileWith("export default 42;\n"),
      "--dir",
      temporaryFolder(),
    ];
    const { exitCode, stderr } = await student.callAfter("", ...words);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("exports something other than a DAG by default");
  });
});

describe.skipIf(platform === "win32")("Ctrl-C", () => {
  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "(%s) ends what tasks have started, leaves no half-written file, and shows what there is",
    async (signal) => {
      const [dir, pids] = [join(temporaryFolder(), "run"), temporaryFolder()];
      const bash = `sleep 3600 & touch ${pids}/$!; touch ${pids}/$$; wait`;
      const file = fileWith(
        dag(`new BashOperator({ dag, taskId: "t", bashCommand: ${JSON.stringify(bash)} });`),
      );
      const { child, ended, output } = startKit(["lesson", "02", "--file", file, "--dir", dir, "--plain"], {
        work: student.work,
      });
      const numbers = (await filesIn(pids, 4)).map(Number); // of two runs
      child.kill(signal);
      expect(await ended).toEqual({ code: 1, signal: null });
      expect(numbers.filter(isRunning)).toEqual([]);
      expect(output()).toMatch(/\n2 runs, 0 succeeded, 0 failed, 2 not finished, .*; stopped\.\n/);
      expect(output()).toContain("Stopped by Ctrl-C: the run is not complete.\n");
      expect(output()).not.toContain("Look at:");
    },
  );
});
