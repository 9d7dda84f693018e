import { work } from "./desk/work-testing.ts"; // first, because it says where a student's files are
import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { env, execPath, platform } from "node:process";
import { text } from "node:stream/consumers";
import { describe, expect, test, vi } from "vitest";
import { kitFolder } from "../../stage/src/catalogue.ts";
import { kit, kitHere, temporaryFolder } from "./testing.ts";

vi.setConfig({ testTimeout: 60_000 });

const names = [
  "check",
  "checkup",
  "classroom",
  "dags",
  "diff",
  "flow",
  "hint",
  "lab",
  "lesson",
  "progress",
  "reset",
  "restore",
  "scheduler",
  "start",
  "teach",
  "temporal",
  "tour",
  "watch",
];
const call = (words: readonly string[]) => kitHere(words);
const callAfter = (before: string, words: readonly string[]) => kit(words, { work, before });

test.each(names)("%s --help says what it is, and does nothing", async (name) => {
  const { exitCode, stdout, stderr } = await call([name, "08", name === "check" ? "-h" : "--help"]);
  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(new RegExp(`^pnpm ${name}\\b`));
});

test.each<[string[], string]>([
  [["lessn"], 'pnpm lessn: there is no command "lessn"; did you mean "lesson"?\n'],
  [["xyzzy"], `pnpm xyzzy: there is no command "xyzzy"; there are ${names.join(", ")}\n`],
  [["toString"], `pnpm toString: there is no command "toString"; there are ${names.join(", ")}\n`],
  [[], `pnpm: name a command; there are ${names.join(", ")}\n`],
])("%j is not a command", async (words, sentence) => {
  expect(await call(words)).toEqual({ exitCode: 2, stdout: "", stderr: sentence });
});

test("what pnpm puts between a command and its flags is left out", async () => {
  expect(await call(["lesson", "--", "99"])).toMatchObject({ exitCode: 2 });
  expect((await call(["lesson", "--", "--plain"])).exitCode).toBe(0);
});

const broken = `
  import fs from "node:fs";
  import { syncBuiltinESMExports } from "node:module";
  const readdirSync = fs.readdirSync;
  fs.readdirSync = (path, ...rest) => {
    if (String(path).endsWith("lessons")) throw new TypeError("broken");
    return readdirSync(path, ...rest);
  };
  syncBuiltinESMExports();`;

test("our own bug is reported as one, with exit code 4, and its place only on request", async () => {
  const sentence =
    "pnpm lesson: this is a bug in Daglings: broken\n--verbose shows where; please report it\n";
  expect(await callAfter(broken, ["lesson"])).toEqual({ exitCode: 4, stdout: "", stderr: sentence });
  const { stderr } = await callAfter(broken, ["lesson", "--verbose"]);
  expect(stderr.slice(0, sentence.length)).toBe(sentence);
  expect(stderr.slice(sentence.length)).toMatch(/^TypeError: broken\n +at /);
});

test("--verbose shows where a wrong use was noticed", async () => {
  const { exitCode, stderr } = await call(["lesson", "99", "--verbose"]);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^pnpm lesson: there is no lesson "99".*\nUsageError: .*\n +at .*catalogue\.ts/);
});

describe.skipIf(platform === "win32")("an output", () => {
  function start(words: readonly string[], stdio: ("pipe" | "ignore" | number)[]) {
    const main = join(kitFolder, "kit", "src", "main.js");
    const variables = { ...env, DAGLINGS_WORK: work };
    return spawn(execPath, [main, ...words], { cwd: kitFolder, env: variables, stdio });
  }

  test("that nobody reads any more does not fail: pnpm lesson | head -3", async () => {
    const child = start(
      ["lesson", "12", "--json", "--until", "2024-01-15T01:00Z", "--dir", temporaryFolder()],
      ["ignore", "pipe", "pipe"],
    );
    child.stdout?.destroy();
    const said = child.stderr ? text(child.stderr) : "";
    expect(await once(child, "close")).toEqual([0, null]);
    expect(await said).toBe("");
  });

  test("of errors, too", async () => {
    const child = start(["lesson", "99"], ["ignore", "ignore", "pipe"]);
    child.stderr?.destroy();
    const [code] = (await once(child, "close")) as [number];
    expect([0, 2]).toContain(code); // by whether it was noticed in time
  });

  test.skipIf(platform !== "linux")("that is full is the machine's fault", async () => {
    const full = openSync("/dev/full", "w");
    const child = start(["lesson"], ["ignore", full, "pipe"]);
    const said = child.stderr ? text(child.stderr) : "";
    expect(await once(child, "close")).toEqual([3, null]);
    expect(await said).toBe("the output cannot be written: ENOSPC: no space left on device, write\n");
    closeSync(full);
  });
});
