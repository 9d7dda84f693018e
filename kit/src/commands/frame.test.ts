import { student } from "./student-testing.ts"; // first, because it says where the files are
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { temporaryFolder } from "../testing.ts";

vi.setConfig({ testTimeout: 60_000 });

const call = student.call;

describe("pnpm lesson --frame", () => {
  test("runs the lesson with another step, says so, and leaves what the lesson leaves", async () => {
    const dir = temporaryFolder();
    const own = await call("lesson", "10", "--json", "--dir", dir);
    const other = await call("lesson", "10", "--frame", "plain", "--json", "--dir", dir);
    expect([other.exitCode, other.stderr]).toEqual([0, ""]);
    expect(JSON.parse(other.stdout)).toEqual({ ...(JSON.parse(own.stdout) as object), frame: "plain" });

    const page = await call("lesson", "10", "--frame", "plain", "--plain", "--dir", dir);
    expect(page.stdout).toContain(
      "\nFrame: calculate_stats is done with plain, by labs/dataframes/lessons/plain/10_non_atomic_send/dag.ts; pnpm diff 10 --frame plain shows the step\n",
    );
    const stats = readFileSync(join(dir, "data", "stats", "2019-01-01.csv"), "utf8");
    expect(stats).toMatch(/^date,user,0\n2019-01-01,/);
  });

  test("runs each attempt in a process of its own, too", async () => {
    const dir = temporaryFolder();
    const words = ["lesson", "08", "--frame", "arquero", "--until", "2019-01-04T06:00Z", "--dir", dir];
    expect(await call(...words, "--executor", "subprocess", "--json")).toMatchObject({
      exitCode: 0,
      stderr: "",
    });
  });

  test.each([
    ["a name that is none", ["08", "--frame", "danfo"], /--frame is "danfo".*danfojs/],
    ["a slip of the pen", ["08", "--frame", "polrs"], /did you mean "polars"\?/],
    ["a lesson without such a step", ["12", "--frame", "plain"], /lesson 12 has no step.*01, 02.*13, 14/],
    ["the script of lesson 00", ["00", "--frame", "plain"], /lesson 00 has no step/],
    ["a variant as well", ["08", "--frame", "plain", "--variant", "fixed-input"], /--frame and --variant/],
    ["a file as well", ["08", "--frame", "plain", "--file", "mine.ts"], /--frame and --file/],
  ])("refuses %s", async (_, words, said) => {
    const { exitCode, stderr } = await call("lesson", ...words);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(said)]);
  });
});

describe("pnpm diff --frame", () => {
  test("shows the step beside the lesson's", async () => {
    const { exitCode, stdout } = await call("diff", "08", "--frame", "danfojs");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^--- lessons\/08_templated_path\/dag\.ts\n\+\+\+ labs\/dataframes\/lessons\/danfojs\//,
    );
    expect(stdout).toContain('\n-    const stats = events.groupby("date", "user")');
    expect(stdout).toContain("\n+    await countEvents({ inputPath, outputPath });");
    expect(stdout).toContain('\n+import { DataFrame } from "danfojs-node";');
  });

  test("shows no change that lies between two lessons", async () => {
    const { stdout } = await call("diff", "08", "--frame", "duckdb", "--html");
    expect(stdout).toContain("08_templated_path → duckdb");
    expect(stdout).not.toContain("the file names carry");
  });

  test("is about one lesson", async () => {
    for (const words of [["07", "08"], [], ["08", "--next"]]) {
      const { exitCode, stderr } = await call("diff", ...words, "--frame", "duckdb");
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining("--frame is about one lesson")]);
    }
  });
});

describe("pnpm lab", () => {
  test.each([
    ["no lab", [], /name a lab; there is dataframes/],
    ["a lab that there is not", ["dataframe"], /there is no lab "dataframe"; did you mean "dataframes"\?/],
    ["a second word", ["dataframes", "08"], /"08" is one word too many/],
    ["rows that are not a number", ["dataframes", "--rows", "many"], /--rows is "many"/],
  ])("refuses %s", async (_, words, said) => {
    const { exitCode, stderr } = await call("lab", ...words);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(said)]);
  });
});
