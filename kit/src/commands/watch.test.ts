import { rightScript, student, wrongScript } from "./student-testing.ts"; // first, because it says where the files are
import { readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { platform } from "node:process";
import { expect, test, vi } from "vitest";
import type { Result } from "../../../grading/src/trial/result.ts";
import { filesIn, startKit, temporaryFolder, type Started } from "../testing.ts";

vi.setConfig({ testTimeout: 60_000 });

function watch(flags: readonly string[] = [], variables: NodeJS.ProcessEnv = {}): Started {
  return startKit(["watch", "00", ...flags], { work: student.work, variables });
}

function quit({ child, ended }: Started): Started["ended"] {
  child.stdin?.write("q\n");
  return ended;
}

const atOnce = { code: 0, signal: null };

test("a version is checked at once, and each time that it is saved, however that is done", async () => {
  const file = student.write("00", wrongScript);
  const watching = watch();
  await watching.says(/^Watching \S+script\.ts\.\sEnter\schecks\snow,\sh\sgives\sa\shint,\sq\sends\.\n/);
  await watching.says(/^\nchecking 00_regular_script …\nFAIL 00\.4 /);

  writeFileSync(file, rightScript); // in place
  await watching.says(
    /\nchecking 00_regular_script …\nPASS 00_regular_script: .* with the seeds 0 and \d+\n/,
  );

  writeFileSync(`${file}.new`, wrongScript); // by another that takes its place
  renameSync(`${file}.new`, file);
  await watching.says(/\nchecking 00_regular_script …\nFAIL 00\.4 /);

  rmSync(file); // gone, and there again
  writeFileSync(file, `${wrongScript}// again\n`);
  await watching.says(/\nchecking 00_regular_script …\nFAIL 00\.4 /);
  expect(await quit(watching)).toEqual(atOnce);
});

test("by looking alone, too, and an input that is closed ends nothing", async () => {
  const file = student.write("00", "process.exitCode = 1;\n");
  const watching = watch(["--poll"]);
  watching.child.stdin?.end();
  await watching.says(/\nchecking 00_regular_script …\nFAIL 00\.1 /);
  writeFileSync(file, wrongScript);
  await watching.says(/\nchecking 00_regular_script …\nFAIL 00\.4 /);
  watching.child.kill("SIGTERM");
  expect(await watching.ended).toEqual(atOnce);
});

test("keys check again, give hints, and end it", async () => {
  student.write("00", wrongScript);
  const watching = watch();
  await watching.says(/FAIL 00\.4 /);
  watching.child.stdin?.write("h\n");
  await watching.says(/\nHint 1 of \d:\n/);
  watching.child.stdin?.write("h\n");
  await watching.says(/\nHint 2 of \d:\n/);
  watching.child.stdin?.write("\n");
  await watching.says(/\nchecking 00_regular_script …\nFAIL 00\.4 /);
  watching.child.stdin?.write("r\n");
  await watching.says(/\nchecking 00_regular_script …\nFAIL 00\.4 /);
  expect(await quit(watching)).toEqual(atOnce);
});

test("who saves again need not wait for the check before: a loop without end holds nobody up", async () => {
  const file = student.write("00", "for (;;);\n");
  const watching = watch();
  await watching.says(/\nchecking 00_regular_script …\n/);
  writeFileSync(file, wrongScript);
  await watching.says(/^\nchecking 00_regular_script …\nFAIL 00\.4 /);
  expect(watching.output()).not.toContain("still running after");
  expect(await quit(watching)).toEqual(atOnce);
});

test("each check is a line of JSON with --json, and nothing else is on stdout", async () => {
  student.write("00", wrongScript);
  const watching = watch(["--json"]);
  await watching.says(/\n/);
  expect(await quit(watching)).toEqual(atOnce);
  const lines = watching.output().trimEnd().split("\n");
  expect(lines.map((line) => (JSON.parse(line) as Result).status)).toEqual(["fail"]);
});

test.skipIf(platform === "win32")(
  "Ctrl-C ends it at once, also while a check is under way, and leaves nothing",
  async () => {
    student.write("00", "for (;;);\n");
    const temporary = temporaryFolder();
    const watching = watch([], { TMPDIR: temporary, NODE_DISABLE_COMPILE_CACHE: "1" });
    await filesIn(temporary, 1);
    watching.child.kill("SIGINT");
    expect(await watching.ended).toEqual(atOnce);
    expect(readdirSync(temporary)).toEqual([]);
    expect(watching.output()).toMatch(/checking 00_regular_script …\n$/);
  },
);

test.each<[string[], string]>([
  [["07"], "there is no WORK/07_templated_query_ds/dag.ts yet; pnpm start 07 makes it"],
  [["--pol"], 'pnpm watch has no flag --pol; did you mean "--poll"?'],
])("%j is refused in a sentence", async (words, sentence) => {
  expect(await student.call("watch", ...words)).toEqual({
    exitCode: 2,
    stdout: "",
    stderr: `pnpm watch: ${sentence.replace("WORK", student.work)}\n`,
  });
});

test("without a number it goes on to the next lesson when the student says so, and not before a pass", async () => {
  student.write("00", wrongScript);
  await student.call("start", "00");
  const watching = startKit(["watch"], { work: student.work });
  await watching.says(/FAIL 00\.4 /);
  watching.child.stdin?.write("n\n");
  student.write("00", rightScript);
  await watching.says(/PASS 00_regular_script: [^]*\n {2}or {8}n begins lesson 01, and watches that\n/);
  watching.child.stdin?.write("n\n");
  await watching.says(/^01 A first DAG[^]*Watching \S+01_unscheduled\/dag\.ts\./);
  await watching.says(/FAIL 01\.1 [^]*Red is where every lesson begins/);
  expect(await quit(watching)).toEqual(atOnce);
});
