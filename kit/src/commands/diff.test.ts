import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { objectionsTo } from "../page/testing.ts";
import { shareCourseCopy, withCourseCopy } from "../teach/testing.ts";

describe("pnpm diff", { timeout: 60_000 }, () => {
  const shared = shareCourseCopy();

  test("shows two lessons, each line with its sign, in words, as JSON and as HTML", async () => {
    await withCourseCopy(async ({ pnpm }) => {
      const text = await pnpm("diff", "7", "08_templated_path");
      expect(text).toMatchObject({ exitCode: 0, stderr: "" });
      expect(text.stdout).toMatch(
        /^--- lessons\/07_templated_query_ds\/dag\.ts\n\+\+\+ lessons\/08_templated_path/,
      );
      expect(text.stdout).toContain(`\n-  opKwargs: { inputPath: "data/events.json"`);
      expect(text.stdout).toContain(`\n+  templatesDict: { inputPath: "data/events/{{ds}}.json"`);
      // oxlint-disable-next-line no-control-regex
      expect(text.stdout).not.toMatch(/\u001b/);

      const { added, removed, ...json } = JSON.parse((await pnpm("diff", "07", "08", "--json")).stdout) as {
        added: number;
        removed: number;
      };
      expect(json).toMatchObject({ schema: "daglings/diff/v1", from: { lesson: "07_templated_query_ds" } });

      const plain = await pnpm("diff", "07", "08", "--plain");
      const [head, ...lines] = plain.stdout.trimEnd().split("\n");
      expect(head).toMatch(/^From lessons\/07_.* to lessons\/08_.* lines added, .* lines removed\.$/);
      expect(lines).toHaveLength(added + removed);
      expect(lines.filter((line) => /^added, line \d+: .*\S/.test(line))).toHaveLength(added);
      expect(lines.filter((line) => /^removed, line \d+: .*\S/.test(line))).toHaveLength(removed);

      const { stdout: html } = await pnpm("diff", "07", "08", "--html");
      expect(await objectionsTo(html)).toEqual([]);
      expect(html.match(/<ins><span[^>]*>[^<]*<\/span><span class="hidden">added: /g)).toHaveLength(added);
      expect(html.match(/<del><span[^>]*>[^<]*<\/span><span class="hidden">removed: /g)).toHaveLength(
        removed,
      );
      expect(html).not.toMatch(/<script|<link|src=|@import|url\(/);
    });
  });

  test("shows how to write a lesson so that it does the same in Airflow 3", async () => {
    await withCourseCopy(async ({ pnpm }) => {
      const { stdout, exitCode } = await pnpm("diff", "08", "--airflow", "3");
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/^--- lessons\/08_templated_path\/dag\.ts\n\+\+\+ .*dag\.ts for Airflow 3\n/);
      const changed = stdout.split("\n").filter((line) => /^[+-] *\S*(const dag|.*end_date)/.test(line));
      expect(changed.map((line) => line[0])).toEqual(["-", "+", "-", "+"]);
      expect(stdout).toContain(`schedule: new CronDataIntervalTimetable("@daily"), catchup: true`);
      expect(stdout).toContain("3 lines added, 3 lines removed.");

      expect((await pnpm("diff", "03", "--airflow", "3")).stderr).toContain(
        "no lines of its own for Airflow 3",
      );
      expect((await pnpm("diff", "08", "--airflow", "2")).stderr).toContain("it can only be 3");
      expect((await pnpm("diff", "07", "08", "--airflow", "3")).stderr).toContain("about one lesson");
    });
  });

  test("goes on from the pair that was shown last, or that is given", async () => {
    await withCourseCopy(async ({ folder, pnpm }) => {
      const head = async (...words: string[]) => (await pnpm("diff", ...words)).stdout.split("\n")[1];
      expect((await pnpm("diff", "--prev")).exitCode).toBe(2);
      expect(await head("--next")).toBe("+++ lessons/01_unscheduled/dag.ts");
      expect(await head("--next")).toBe("+++ lessons/02_daily_schedule/dag.ts");
      expect(await head("--prev")).toBe("+++ lessons/01_unscheduled/dag.ts");
      expect(await head("08", "--next")).toBe("+++ lessons/09_no_catchup/dag.ts");
      expect(await head("08", "--prev")).toBe("+++ lessons/08_templated_path/dag.ts");
      expect(await head("07", "08", "--next")).toBe("+++ lessons/09_no_catchup/dag.ts");
      writeFileSync(join(folder, "work", ".diff"), "{ no JSON");
      expect(await head("--next")).toBe("+++ lessons/01_unscheduled/dag.ts");
    });
  });

  test("asks once before it shows a solution that is not found yet", async () => {
    await withCourseCopy(async ({ folder, pnpm }) => {
      expect(await pnpm("diff", "08")).toMatchObject({ exitCode: 2, stdout: "" });
      expect((await pnpm("diff", "08")).stderr).toContain("pnpm start 08 makes it");

      mkdirSync(join(folder, "work", "08_templated_path"), { recursive: true });
      const own = join(folder, "work", "08_templated_path", "dag.ts");
      writeFileSync(own, readFileSync(join(folder, "lessons", "07_templated_query_ds", "dag.ts")));
      const unasked = await pnpm("diff", "08");
      expect(unasked).toMatchObject({ exitCode: 2, stdout: "" });
      expect(unasked.stderr).toContain("--yes shows it all the same");

      const shown = await pnpm("diff", "08", "--yes");
      expect(shown.stdout).toMatch(
        /^--- work\/08_templated_path\/dag\.ts\n\+\+\+ lessons\/08_templated_path/,
      );
      expect((await pnpm("diff", "08")).stdout).toBe(shown.stdout);
      expect((await pnpm("diff", "09", "--yes")).exitCode).toBe(2);
    });
  });

  test.each<[string, string[], number, string]>([
    ["no lesson", [], 2, "needs a lesson or two"],
    ["a lesson that is not there", ["07", "99"], 2, 'no lesson "99"'],
    ["three lessons", ["06", "07", "08"], 2, "one word too many"],
    ["two forms", ["07", "08", "--html", "--json"], 2, "--html and --json both"],
    ["two ways", ["--next", "--prev"], 2, "different ways"],
    [
      "a file that cannot be written",
      ["07", "08", "--html", "--out", "package.json/x"],
      3,
      "cannot be written",
    ],
  ])("answers %s with a sentence", async (_, words, exitCode, sentence) => {
    const answer = await shared.pnpm("diff", ...words);
    expect(answer).toMatchObject({ exitCode, stdout: "" });
    expect(answer.stderr).toContain(sentence);
  });
});
