import { existsSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { arch, env, platform } from "node:process";
import { expect, test, vi } from "vitest";
import { call } from "../../../stage/src/testing.ts";
import { kitFolder } from "@daglings/stage";
import { temporaryFolder } from "../testing.ts";

vi.setConfig({ testTimeout: 240_000 });

const pnpm = (...words: string[]) => call("pnpm", words, { cwd: kitFolder, variables: env });

/** A machine on which nothing is known of pnpm, and which reaches no registry. */
function elsewhere(home: string): NodeJS.ProcessEnv {
  // What this test's own pnpm says to those that it has started is nothing for the class's.
  const ofPnpm = Object.keys(env).filter((name) => /^p?npm_/i.test(name));
  const nowhere = "http://127.0.0.1:9/";
  return {
    ...Object.fromEntries(ofPnpm.map((name) => [name, undefined])),
    HOME: home,
    XDG_CACHE_HOME: undefined,
    npm_config_registry: nowhere,
    pnpm_config_registry: nowhere,
    INIT_CWD: undefined,
  };
}

test.skipIf(platform === "win32")(
  "a bundle installs and works where nothing is known of pnpm, and no registry can be reached",
  async () => {
    const above = temporaryFolder();
    const made = join(above, "made");
    const { exitCode, stdout, stderr } = await pnpm("teach", "bundle", "--without-solutions", "--out", made);
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/ is ready: \d+ MB\. BEGIN\.md in it says how a class begins\.\n$/);

    const folder = join(above, "of a class");
    renameSync(made, folder);
    const variables = elsewhere(above);
    const own = (...words: string[]) => call(join(folder, "pnpm"), words, { cwd: folder, variables });
    const started = await own("start", "00", "--plain");
    expect([started.exitCode, started.stdout.split("\n")[0]]).toEqual([0, "00 A regular script"]);
    expect(existsSync(join(folder, "work", "00_regular_script", "script.ts"))).toBe(true);
    expect((await own("check", "00", "--plain", "--seed", "0")).stdout).toMatch(/^FAIL 00\.2 /);
  },
);

/** Which processor a program of Linux is for, by the head of its file. */
const processors = { "linux-x64": 0x3e, "linux-arm64": 0xb7 } as const;

test.skipIf(platform === "win32")(
  "a bundle for another system has its Node, its pnpm and its packages",
  async () => {
    const other = `${platform}-${arch}` === "linux-arm64" ? "linux-x64" : "linux-arm64";
    const above = temporaryFolder();
    const folder = join(above, "bundle");
    const { exitCode, stderr } = await pnpm("teach", "bundle", "--systems", other, "--out", folder);
    expect([exitCode, stderr]).toEqual([0, ""]);
    const variables = elsewhere(above);
    const here = await call(join(folder, "pnpm"), ["lesson", "08"], { cwd: folder, variables });
    expect(here).toMatchObject({ exitCode: 3, stdout: "" });
    expect(here.stderr).toMatch(
      /^This bundle was not made for \S+: pnpm teach bundle --systems \S+ makes one\.\n$/,
    );

    // What that system's pnpm would do, by this one's.
    const [os = "", cpu = ""] = other.split("-");
    const install = ["install", "--frozen-lockfile", "--ignore-scripts", "--os", os, "--cpu", cpu];
    expect((await call("pnpm", install, { cwd: folder, variables })).exitCode).toBe(0);
    const packages = join(folder, "node_modules");
    const programs = [
      join(packages, `node-${other}`, "bin", "node"),
      join(folder, ".bundle", "pnpm", other, "pnpm"),
    ];
    for (const program of programs) expect(readFileSync(program).readUInt16LE(18)).toBe(processors[other]);
    const ofSystems = readdirSync(join(packages, ".pnpm")).filter((name) =>
      /linux|darwin|win32|win-/.test(name),
    );
    expect(ofSystems).toContainEqual(expect.stringMatching(`^node-${other}@`));
    expect(ofSystems.filter((name) => !name.includes(other))).toEqual([]);
  },
);

test.each([
  [["--systems", "beos-x64"], '--systems: "beos-x64" is unknown; there are linux-x64, '],
  [["--systems", "linux_x64"], '--systems: "linux_x64" is unknown; did you mean "linux-x64"?'],
  [["--lessons", "01-08"], "--lessons goes with --without-solutions"],
  [["08"], "leave out"],
])("%j is refused", async (words, sentence) => {
  const out = join(temporaryFolder(), "bundle");
  const { exitCode, stderr } = await pnpm("teach", "bundle", ...words, "--out", out);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(sentence);
});
