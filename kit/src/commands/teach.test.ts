import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { env } from "node:process";
import { Ajv2020 } from "ajv/dist/2020.js";
import { beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { writeTo } from "@daglings/stage";
import { entryFile, findLesson, kitFolder, lessonBefore, listLessons } from "../../../stage/src/catalogue.ts";
import { escapeMarkup } from "@daglings/words";
import { objectionsTo } from "../page/testing.ts";
import { call } from "../../../stage/src/testing.ts";
import { callIn, linkPackages, shareCourseCopy, withCourseCopy } from "../teach/testing.ts";

const solutionOf = (number: string) => readFileSync(entryFile(findLesson(number)), "utf8");

describe("pnpm teach", { timeout: 120_000 }, () => {
  const { pnpm } = shareCourseCopy();

  test("writes a lesson's DAG for an Airflow", async () => {
    const { stdout } = await pnpm("teach", "airflow", "08", "--airflow", "2");
    expect(stdout).toContain("from airflow.operators.bash import BashOperator");
  });

  test.each<[string, string[], number, string]>([
    ["nothing", [], 2, "needs one of airflow, bundle, convert, export"],
    ["nothing for an Airflow", ["airflow"], 2, "needs one lesson or file"],
    ["a script for an Airflow", ["airflow", "00"], 2, "lesson 00 is a script: it has no DAG to export"],
    [
      "an Airflow that is not there yet",
      ["airflow", "08", "--airflow", "4"],
      2,
      "--airflow 2 or --airflow 3",
    ],
    ["a lesson that an Airflow cannot have", ["airflow", "16"], 2, "has no counterpart of fileArrival"],
    ["an unknown word", ["handouts"], 2, 'did you mean "handout"?'],
    ["a trial of no lesson", ["verify", "99"], 2, 'no lesson "99"'],
    ["a flag of another command", ["handout", "--seed", "3"], 2, "pnpm teach handout has no flag --seed"],
    ["a handout of no lesson", ["handout", "--lessons", "99"], 2, 'no lesson "99"'],
    ["a handout nowhere", ["handout", "--lessons", "00", "--out", "package.json/x"], 3, "cannot be written"],
    ["grades of nothing", ["grade"], 2, "needs the folder of the submissions"],
    ["grades of no folder", ["grade", "nowhere"], 2, "there is no such folder"],
    ["grades of a file", ["grade", "package.json"], 2, "is a file"],
    ["grades of an unknown lesson", ["grade", "kit", "--lesson", "77"], 2, 'no lesson "77"'],
    ["grades by a wrong seed", ["grade", "kit", "--seed", "x"], 2, "--seed"],
    ["grades in an unknown format", ["grade", "kit", "--format", "pdf"], 2, 'no format "pdf"'],
    [
      "grades nowhere",
      ["grade", "lessons", "--lessons", "00", "--out", "package.json/x"],
      3,
      "cannot be written",
    ],
    ["an export for nobody", ["export"], 2, "needs --for with one of actions"],
    ["an export for somebody unknown", ["export", "--for", "action"], 2, 'did you mean "actions"?'],
    ["an export over other files", ["export", "--for", "junit", "--out", "lessons"], 2, "is not empty"],
    ["an export nowhere", ["export", "--for", "junit", "--out", "package.json/x"], 3, "cannot be written"],
    ["a conversion of nothing", ["convert", "--for", "junit"], 2, "needs one file of results"],
    [
      "a conversion of something that is not a result",
      ["convert", "package.json", "--for", "junit"],
      2,
      "daglings/result/v1",
    ],
    [
      "a conversion of something that is not JSON",
      ["convert", "pnpm-lock.yaml", "--for", "junit"],
      2,
      "as JSON",
    ],
    ["a change without a file", ["propagate", "05"], 2, "a lesson and its mended file"],
    ["a change that is not there", ["propagate", "05", "nowhere.ts"], 2, "cannot be read"],
  ])("answers %s with a sentence", async (_, words, exitCode, sentence) => {
    const answer = await pnpm("teach", ...words);
    expect(answer).toMatchObject({ exitCode, stdout: "" });
    expect(answer.stderr).toContain(sentence);
  });

  test("says what it can do", async () => {
    const { exitCode, stdout } = await callIn(kitFolder, ["teach", "--help"]);
    expect(exitCode).toBe(0);
    for (const name of ["verify", "handout", "grade", "export", "convert", "propagate", "seal"]) {
      expect(stdout).toContain(`pnpm teach ${name}`);
    }
  });
});

describe("pnpm teach handout", { timeout: 120_000 }, () => {
  test("for students has neither solutions nor hints", async () => {
    await withCourseCopy(async ({ pnpm }) => {
      const { stdout } = await pnpm("teach", "handout", "--lessons", "08", "--for-students");
      expect(stdout).toContain("Dated paths</h2>");
      const secrets = [
        `templatesDict: { inputPath: "data/events/{{ds}}.json"`,
        "Hint 1 of",
        "What changed since",
      ];
      for (const secret of secrets) expect(stdout).not.toContain(escapeMarkup(secret));
    });
  });

  test("is one page that needs nothing else, for everybody to read", async () => {
    await withCourseCopy(async ({ folder, pnpm }) => {
      const answer = await pnpm("teach", "handout", "--lessons", "00,07-08", "--out", "made/handout.html");
      expect(answer).toMatchObject({ exitCode: 0, stdout: "" });
      const html = readFileSync(join(folder, "made", "handout.html"), "utf8");
      expect(await objectionsTo(html)).toEqual([]);
      expect(html).not.toMatch(/<script|<link|<img|src=|@import|url\(/);

      const levels = [...html.matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
      expect(levels.filter((level) => level === 1)).toHaveLength(1);
      expect(levels.every((level, index) => index === 0 || level <= (levels[index - 1] ?? 0) + 1)).toBe(true);

      const [, , section = ""] = html.split('<section class="lesson"').slice(1);
      expect(section).toContain("Dated paths</h2>");
      expect(section).toContain("What changed since 07</h3>");
      expect(section).toContain('<span class="hidden">added: </span>');
      expect(section).toContain(
        "run 2019-01-01 00:00: success; interval 2019-01-01 00:00 to 2019-01-02 00:00",
      );
      expect(section).toContain("Files in runs/08_templated_path");
      expect(section.match(/<path class="interval"/g)).toHaveLength(5);
      expect(section).toMatch(/<details><summary>Hint 3 of \d+ for 08\.1<\/summary>/);
      expect(html).not.toContain(folder);
    });
  });
});

/** A sandbox would not find the packages of a copy, which are elsewhere. */
const trusting = "--trust-submissions";

describe("pnpm teach grade", { timeout: 120_000 }, () => {
  test("writes the grades of a class, the same for the same seed", async () => {
    await withCourseCopy(async ({ folder, pnpm }) => {
      writeTo(join(folder, "class", "=1+1", "dag.ts"), solutionOf("01"));
      writeTo(join(folder, "class", "bo.ts"), "export const answer = 42;\n");
      writeTo(join(folder, "class", "notes.txt"), "");
      const words = ["teach", "grade", "class", "--lesson", "01", "--seed", "7", "--out", "grades", trusting];
      const text = await pnpm(...words, "--plain");
      expect(text.exitCode).toBe(0);
      expect(text.stdout).toMatch(/^=1\+1 01_unscheduled: PASS; (\d+) of \1\nbo 01_unscheduled: FAIL; 0 of /);
      expect(text.stderr).toContain("ignored: notes.txt");
      expect(text.stderr).toMatch(/2\/2 .* 01_unscheduled: /);

      const out = join(folder, "grades");
      expect(readdirSync(out).toSorted()).toEqual([
        "README.txt",
        "grades.csv",
        "grades.json",
        "junit.xml",
        "reports",
        "results",
        "seeds.json",
      ]);
      expect(readdirSync(join(out, "reports")).toSorted()).toEqual(["1-1.html", "bo.html"]);
      expect(readFileSync(join(out, "grades.csv"), "utf8")).toContain("\r\n'=1+1,");
      expect(await objectionsTo(readFileSync(join(out, "reports", "bo.html"), "utf8"))).toEqual([]);

      const json = JSON.parse((await pnpm(...words, "--json")).stdout) as { seeds: number[] };
      expect(json).toMatchObject({ schema: "daglings/grades/v1", seeds: [0, 7] });
      const junit = await pnpm("teach", "convert", "grades/grades.json", "--for", "junit");
      expect(junit.stdout).toMatch(
        /^<\?xml.*\n<testsuites name="Daglings" tests="\d+" failures="1" errors="0"/,
      );
    });
  });

  test("gives no marks when a submission has changed the course", async () => {
    await withCourseCopy(async ({ folder, pnpm }) => {
      const target = join(folder, "lessons", "01_unscheduled", "checks.ts");
      const evil = solutionOf("01").replace("bashCommand: `", `bashCommand: \`echo '// ' >> '${target}' && `);
      writeTo(join(folder, "class", "eve", "dag.ts"), evil);
      const answer = await pnpm(
        "teach",
        "grade",
        "class",
        "--lesson",
        "01",
        "--seed",
        "0",
        "--out",
        "grades",
        trusting,
      );
      expect(answer).toMatchObject({ exitCode: 3, stdout: "" });
      expect(answer.stderr).toContain('the course\'s own files changed while "eve" ran');
      expect(readdirSync(join(folder, "grades")).toSorted()).toEqual(["README.txt", "seeds.json"]);
    });
  });
});

/** The rules of classroom50/tests/v1 that tests of type "run" have. */
const isTestsFile = new Ajv2020().compile({
  type: "object",
  additionalProperties: false,
  required: ["schema", "tests"],
  properties: {
    schema: { const: "classroom50/tests/v1" },
    tests: {
      type: "array",
      maxItems: 100,
      items: {
        type: "object",
        additionalProperties: false,
        required: ["name", "type", "run"],
        properties: {
          name: { type: "string", minLength: 1, maxLength: 100, pattern: "^[^\\u0000-\\u001f\\u007f]+$" },
          type: { const: "run" },
          setup: { type: "string" },
          run: { type: "string", minLength: 1 },
          timeout: { type: "integer", minimum: 0, maximum: 600 },
          points: { type: "integer", minimum: 0, maximum: 1000 },
          "exit-code": { type: "integer", minimum: 0, maximum: 255 },
        },
      },
    },
  },
});

describe("pnpm teach export", { timeout: 120_000 }, () => {
  const { folder, pnpm } = shareCourseCopy();
  let made = "";
  beforeEach(({ task }) => {
    made = join("made", task.id);
  });

  const git = (cwd: string, ...args: string[]) =>
    execFileSync("git", args, {
      cwd,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      maxBuffer: 64 * 1024 * 1024,
    });

  test.each([
    ["01-14", "00_regular_script/script.ts 00_regular_script/starter.ts"],
    ["05-08", "00_regular_script/starter.ts 04_time_delta/dag.ts"],
  ])("has no solution of %s in it, nor in its history", async (range, given) => {
    const answer = await pnpm("teach", "export", "--for", "actions", "--lessons", range, "--out", made);
    expect(answer).toMatchObject({ exitCode: 0, stderr: "" });
    const template = join(folder, made, "template");
    expect(git(template, "log", "--format=%s").trim()).toBe("The course");
    const files = git(template, "ls-files").trim().split("\n");
    const lessons = files.filter((name) => /^lessons\/\d\d_/.test(name));
    const code = lessons.filter((name) => !/\/(lesson|checks|expected)\.ts$/.test(name));
    expect(code.map((name) => name.slice("lessons/".length)).join(" ")).toBe(given);
    expect(files.filter((name) => /alternative|variants|\.test\.|golden|work\//.test(name))).toEqual([]);
    expect(git(template, "status", "--porcelain")).toBe("");

    // Each line that a lesson adds, word for word, in all that git knows.
    const [first = "", last = ""] = range.split("-");
    const wanted = listLessons().filter(({ number }) => number >= first && number <= last);
    const known = given.split(" ").map((path) => readFileSync(join(kitFolder, "lessons", path), "utf8"));
    const blobs = git(template, "cat-file", "--batch-all-objects", "--batch");
    for (const lesson of wanted) {
      const lines = readFileSync(entryFile(lesson), "utf8")
        .split("\n")
        .map((line) => line.trim());
      const own = lines.filter((line) => line.length > 30 && !known.some((text) => text.includes(line)));
      expect(own.filter((line) => blobs.includes(line))).toEqual([]);
    }
  });

  test("is a course that works", async () => {
    expect(
      (await pnpm("teach", "export", "--for", "actions", "--lessons", "01-02", "--out", made)).exitCode,
    ).toBe(0);
    const template = join(folder, made, "template");
    linkPackages(template);
    const student = (...words: string[]) => callIn(template, words);
    const started = await student("start", "01");
    expect(started.stdout).toContain("made from lesson 00's script");
    expect((await student("check", "01")).exitCode).toBe(1);
    for (const step of [1, 2, 3]) {
      const { stdout } = await student("hint", "01");
      expect(stdout).toContain(`Hint ${step} of`);
      expect(stdout.includes("Ask your teacher")).toBe(step === 3);
    }
    for (const words of [
      ["lesson", "02"],
      ["diff", "01", "02"],
      ["diff", "01", "--yes"],
    ]) {
      const answer = await student(...words);
      expect(answer).toMatchObject({ exitCode: 2, stdout: "" });
      expect(answer.stderr).toContain("comes without lesson 0");
    }
    writeFileSync(join(template, "work", "01_unscheduled", "dag.ts"), solutionOf("01"));
    const checked = await student("check", "--all", "--json");
    expect(checked.exitCode).toBe(0);
    expect(JSON.parse(checked.stdout)).toMatchObject([
      { status: "pass", integrity: { engine: "ok", checks: "ok", files: [] } },
    ]);
    expect((await student("start", "02")).stdout).toContain("made from your own work/01_unscheduled/dag.ts");
    expect((await student("lesson")).stdout).toContain("02_daily_schedule");
    expect((await student("lesson", "01", "--file", "work/01_unscheduled/dag.ts", "--plain")).exitCode).toBe(
      0,
    );
    expect((await student("progress")).exitCode).toBe(0);
    expect((await student("checkup", "--json")).exitCode).toBe(0);
  });

  test("lets a lesson run alongside the student's own", async () => {
    await pnpm("teach", "export", "--for", "junit", "--lessons", "12-13", "--out", made);
    const template = join(folder, made, "template");
    linkPackages(template);
    const [twelve, thirteen] = ["12", "13"].map((number) => {
      return join(template, "work", findLesson(number).name, "dag.ts");
    });
    writeTo(thirteen ?? "", solutionOf("13"));
    const words = ["lesson", "13", "--file", thirteen ?? "", "--until", "2024-01-15T02:00Z", "--plain"];
    const alone = await callIn(template, words);
    expect(alone.exitCode).toBe(2);
    expect(alone.stderr).toContain("alongside your own lesson 12, which is missing; pnpm start 12");
    writeTo(twelve ?? "", solutionOf("12"));
    expect((await callIn(template, words)).stdout).toContain("Runs of 12_binance_fetch_minute");
  });

  test("has what the runners of lesson 17 stand on", async () => {
    expect(await pnpm("teach", "export", "--for", "junit", "--lessons", "17", "--out", made)).toMatchObject({
      stderr: "",
    });
    const template = join(folder, made, "template");
    linkPackages(template);
    writeTo(join(template, "work", findLesson("17").name, "dag.ts"), solutionOf("17"));
    expect(await callIn(template, ["check", "17"])).toMatchObject({ exitCode: 0, stderr: "" });
  });

  test("has a workflow for GitHub Actions that checks, reports, and keeps the results", async () => {
    await pnpm("teach", "export", "--for", "actions", "--lessons", "01", "--out", made);
    const file = join(folder, made, "template", ".github", "workflows", "check.yml");
    const workflow = parse(readFileSync(file, "utf8")) as {
      permissions: object;
      jobs: { check: { steps: { run?: string; uses?: string; if?: string }[] } };
    };
    expect(workflow.permissions).toEqual({ contents: "read" });
    const { steps } = workflow.jobs.check;
    expect(steps.map(({ run, uses }) => run ?? uses)).toEqual([
      "actions/checkout@v4",
      "actions/setup-node@v4",
      expect.stringMatching(/^npx -y pnpm@\d[\d.]* install --frozen-lockfile$/),
      "npx -y pnpm check --all --json > results.json",
      expect.stringMatching(/--for actions\n.*--for markdown >> "\$GITHUB_STEP_SUMMARY"\n.*--for junit/),
      "actions/upload-artifact@v4",
    ]);
    expect(steps.slice(-2).map((step) => step.if)).toEqual(["${{ !cancelled() }}", "${{ !cancelled() }}"]);
  });

  test("has a script for readers of JUnit", async () => {
    await pnpm("teach", "export", "--for", "junit", "--lessons", "01-03", "--out", made);
    const template = join(folder, made, "template");
    const config = parse(readFileSync(join(template, ".gitlab-ci.yml"), "utf8")) as object;
    expect(config).toMatchObject({
      check: { script: ["sh ci/junit.sh junit.xml"], artifacts: { reports: { junit: "junit.xml" } } },
    });
    const script = readFileSync(join(template, "ci", "junit.sh"), "utf8");
    expect(script).toContain("teach grade . --one --trust-submissions --lessons 01-03 --format junit");
    expect((await call("sh", ["-n", join(template, "ci", "junit.sh")])).exitCode).toBe(0);
  });

  test("has what Classroom 50 takes", async () => {
    await pnpm("teach", "export", "--for", "classroom50", "--lessons", "01-08", "--out", made);
    const read = (name: string) => readFileSync(join(folder, made, "teacher", name), "utf8");
    const file = JSON.parse(read("tests.json")) as {
      tests: { name: string; run: string; points: number }[];
    };
    isTestsFile(file);
    expect(isTestsFile.errors).toBeNull();
    expect(JSON.parse(read("tests-array.json"))).toEqual(file.tests);
    expect(JSON.parse(read("runtime.json"))).toEqual({ "runs-on": "ubuntu-latest", node: "22" });
    const { tests } = file;
    expect(new Set(tests.map(({ name }) => name)).size).toBe(9);
    expect(tests.every(({ name }) => Buffer.byteLength(name) <= 100)).toBe(true);
    expect(tests[0]).toMatchObject({ name: "setup", points: 0 });
    expect(tests[8]?.run).toMatch(/^npx -y pnpm@\S+ check 08 --plain$/);
    expect(tests.slice(1).every(({ points }) => points > 0)).toBe(true);
    expect(read("autograder.py")).toContain(
      '"--one", "--trust-submissions", "--lessons", "01-08", "--format", "classroom50"',
    );
  });

  test(
    "has an autograder for Gradescope that writes its results, whatever comes",
    { timeout: 90_000 },
    async () => {
      await pnpm("teach", "export", "--for", "gradescope", "--lessons", "01", "--out", made);
      // As Gradescope lays it out.
      const root = join(folder, made, "gradescope");
      const grader = join(folder, made, "autograder");
      expect(statSync(join(grader, "run_autograder")).mode & 0o111).not.toBe(0);
      execFileSync("cp", ["-R", grader, `${root}-source`]);
      writeTo(join(root, "submission", "dag.ts"), solutionOf("01"));
      execFileSync("mv", [`${root}-source`, join(root, "source")]);
      linkPackages(join(root, "source", "course"));
      const grade = async () => {
        const runner = join(root, "source", "run_autograder");
        await call("bash", [runner], { variables: { ...env, AUTOGRADER_ROOT: root } });
        return JSON.parse(readFileSync(join(root, "results", "results.json"), "utf8")) as {
          score?: number;
          output: string;
          tests?: { status: string }[];
        };
      };
      const good = await grade();
      expect(good.tests?.length).toBeGreaterThan(5);
      expect(good.tests?.every(({ status }) => status === "passed")).toBe(true);

      rmSync(join(root, "submission", "dag.ts"));
      expect((await grade()).tests?.every(({ status }) => status === "failed")).toBe(true);

      rmSync(join(root, "source", "course", "kit", "src", "main.js"));
      expect(await grade()).toMatchObject({
        score: 0,
        output: expect.stringContaining("tell your teacher") as string,
      });
    },
  );
});

describe("pnpm teach propagate", { timeout: 120_000 }, () => {
  const lessonFile = (folder: string, number: string) => {
    const { name } = findLesson(number);
    return join(folder, "lessons", name, "dag.ts");
  };
  /** The matrix has tests of its own. */
  const stub = (folder: string) =>
    writeFileSync(
      join(folder, "kit", "src", "teach", "verify.ts"),
      "export function verify({ screen }) { screen.say(screen.isJson ? '[]' : 'the matrix'); return 0; }\n",
    );

  test("carries a mended lesson's change into the later ones, and tries them all", async () => {
    await withCourseCopy(async ({ folder, pnpm }) => {
      stub(folder);
      const before = listLessons().map(({ number }) => [number, solutionOf(number)] as const);
      const mended = solutionOf("05").replace("import { readEvents", "// Mended.\nimport { readEvents");
      writeTo(join(folder, "mended.ts"), mended);

      const dry = await pnpm("teach", "propagate", "05", "mended.ts", "--dry-run");
      expect(dry).toMatchObject({ exitCode: 0, stderr: "" });
      expect(dry.stdout).toContain("08_templated_path: would change");
      expect(readFileSync(lessonFile(folder, "05"), "utf8")).toBe(solutionOf("05"));

      const done = await pnpm("teach", "propagate", "05", "mended.ts", "--until", "08");
      expect(done).toMatchObject({ exitCode: 0, stderr: "" });
      expect(done.stdout).toContain("08_templated_path: changed\n");
      expect(done.stdout).toContain("the matrix");
      for (const [number, text] of before.slice(1)) {
        const isMended = number >= "05" && number <= "08";
        const now = readFileSync(lessonFile(folder, number), "utf8");
        expect(now).toBe(
          isMended ? text.replace("import { readEvents", "// Mended.\nimport { readEvents") : text,
        );
      }
      const page = (number: string) =>
        readFileSync(join(lessonFile(folder, number), "..", "README.md"), "utf8");
      expect([page("05"), page("09")].map((text) => text.includes("// Mended."))).toEqual([true, true]);
      expect(page("05")).toContain("\n+// Mended.\n");
      expect(page("10")).not.toContain("// Mended.");
      const isCarried = (number: string, file: string) =>
        readFileSync(join(lessonFile(folder, number), "..", file), "utf8").includes("// Mended.");
      expect(done.stdout).toContain("lessons/05_query_with_dates/variants/same-day-range.ts: changed\n");
      expect(isCarried("05", "variants/same-day-range.ts")).toBe(true);
      expect(isCarried("08", "variants/fixed-input.ts")).toBe(true);
      expect(isCarried("08", "alternative.ts")).toBe(true);
      expect(isCarried("09", "alternative.ts")).toBe(false);
      const again = await pnpm("teach", "propagate", "05", "mended.ts");
      expect(again).toMatchObject({ exitCode: 2 });
      expect(again.stderr).toContain("there is no change to carry");
    });
  });

  test("goes into the variants that it fits, and puts the others where they can be mended", async () => {
    await withCourseCopy(async ({ folder, pnpm }) => {
      stub(folder);
      const mended = solutionOf("05").replace(
        "start_date=2019-01-01&end_date=2019-01-02",
        "start_date=2019-01-03&end_date=2019-01-04",
      );
      writeTo(join(folder, "mended.ts"), mended);
      const answer = await pnpm("teach", "propagate", "05", "mended.ts", "--until", "05");
      expect(answer).toMatchObject({ exitCode: 1, stderr: "" });
      const open = "runs/propagate/05_query_with_dates-variants-swapped-dates.ts";
      expect(answer.stdout).toContain(`variants/swapped-dates.ts: does not fit; mend it, by ${open}\n`);
      expect(readFileSync(join(folder, open), "utf8")).toContain(">>>>>>> 05_query_with_dates mended\n");
      const variant = "variants/swapped-dates.ts";
      expect(readFileSync(join(lessonFile(folder, "05"), "..", variant), "utf8")).toBe(
        readFileSync(join(findLesson("05").folder, variant), "utf8"),
      );
      expect(readFileSync(lessonFile(folder, "05"), "utf8")).toBe(mended);
    });
  });

  test("changes nothing where it does not fit, and says how to go on", async () => {
    await withCourseCopy(async ({ folder, pnpm }) => {
      stub(folder);
      const { number: eight } = findLesson("08");
      const { number: seven } = lessonBefore(findLesson(eight)) ?? { number: "" };
      writeTo(join(folder, "mended.ts"), solutionOf("05").replaceAll("data/events.json", "data/all.json"));
      const answer = await pnpm("teach", "propagate", "05", "mended.ts");
      expect(answer.exitCode).toBe(1);
      expect(answer.stdout).toContain("does not fit into 08_templated_path. No lesson is changed.");
      expect(answer.stdout).toContain("<<<<<<< 08_templated_path");
      expect(answer.stdout).toContain(`pnpm teach propagate 05 mended.ts --until ${seven}`);
      for (const { number } of listLessons().slice(1)) {
        expect(readFileSync(lessonFile(folder, number), "utf8")).toBe(solutionOf(number));
      }
      const open = "runs/propagate/08_templated_path.ts";
      expect(existsSync(join(folder, open))).toBe(true);
      const unmended = await pnpm("teach", "propagate", eight, open);
      expect(unmended.exitCode).toBe(2);
      expect(unmended.stderr).toMatch(/08_templated_path\.ts:\d+: a mark of a conflict is still there/);
    });
  });
});
