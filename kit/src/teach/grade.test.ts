import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { platform } from "node:process";
import { writeTo } from "@daglings/stage";
import { expect, test } from "vitest";
import { kit, startKit, temporaryFolder } from "../testing.ts";

test.skipIf(platform === "win32").each([
  ["SIGINT", /Stopped by Ctrl-C: [12] of 3 are graded, and the same command goes on from there\.\n$/],
  ["SIGKILL", /1\/3 ana 01_unscheduled: FAIL 0 of /],
] as const)(
  "a class whose grading is ended by %s is taken up where it stopped",
  { timeout: 120_000 },
  async (signal, lastWords) => {
    const [folder, out] = [temporaryFolder(), temporaryFolder()];
    const handIn = (student: string, text: string) => writeTo(join(folder, student, "dag.ts"), text);
    for (const student of ["ana", "bo", "cy"]) handIn(student, `export const answer = "${student}";\n`);
    const words = ["teach", "grade", folder, "--lesson", "01", "--out", out, "--jobs", "1", "--seed", "0"];
    const trusting = [...words, "--trust-submissions"];

    const first = startKit(trusting, { work: folder });
    await first.says(/1\/3 ana /);
    first.child.kill(signal);
    expect(await first.ended).toEqual(
      signal === "SIGINT" ? { code: 1, signal: null } : { code: null, signal },
    );
    expect(first.output()).toMatch(lastWords);

    const results = join(out, "results");
    const whole = readdirSync(results).filter((name) => name.endsWith(".json"));
    const written = (name: string) => statSync(join(results, name)).mtimeMs;
    const before = whole.map(written);
    expect(whole.length).toBeGreaterThan(0);
    expect(readdirSync(out)).not.toContain("grades.csv");

    const second = await kit(trusting, { work: folder });
    expect(second).toMatchObject({ exitCode: 0 });
    expect(second.stderr).toMatch(/1\/3 ana .*\n2\/3 bo .*\n3\/3 cy /);
    expect(whole.map(written)).toEqual(before);
    expect(readdirSync(results)).toHaveLength(3);

    handIn("bo", "export const answer = 42;\n"); // nobody else's is tried again
    expect(await kit(trusting, { work: folder })).toMatchObject({ exitCode: 0 });
    expect(whole.map(written)).toEqual(before);
    expect(readdirSync(results)).toHaveLength(4);
    expect(readFileSync(join(out, "grades.csv"), "utf8").split("\r\n")).toHaveLength(5);
  },
);

test("without a sandbox nothing that students have written runs, unless they are trusted", async () => {
  const [folder, out, empty] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
  writeTo(join(folder, "ana", "dag.ts"), "");
  const words = ["teach", "grade", folder, "--lesson", "01", "--out", out];
  const { exitCode, stderr } = await kit(words, { work: folder, variables: { PATH: empty } });
  expect(exitCode).toBe(3);
  expect(stderr).toMatch(/(bubblewrap is not here|there is no sandbox).* or say --trust-submissions: /);
  expect(readdirSync(out)).toEqual([]);
});
