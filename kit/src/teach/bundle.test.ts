import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import { env, platform } from "node:process";
import { expect, test, vi } from "vitest";
import { call } from "../../../stage/src/testing.ts";
import { kitFolder } from "@daglings/stage";
import { temporaryFolder } from "../testing.ts";

vi.setConfig({ testTimeout: 240_000 });

const pnpm = (...words: string[]) => call("pnpm", words, { cwd: kitFolder, variables: env });

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
    const nowhere = "http://127.0.0.1:9/";
    // What this test's own pnpm says to those that it has started is nothing for the class's.
    const ofPnpm = Object.keys(env).filter((name) => /^p?npm_/i.test(name));
    const variables = {
      ...Object.fromEntries(ofPnpm.map((name) => [name, undefined])),
      HOME: above,
      XDG_CACHE_HOME: undefined,
      npm_config_registry: nowhere,
      pnpm_config_registry: nowhere,
      INIT_CWD: undefined,
    };
    const own = (...words: string[]) => call(join(folder, "pnpm"), words, { cwd: folder, variables });
    const started = await own("start", "00", "--plain");
    expect([started.exitCode, started.stdout.split("\n")[0]]).toEqual([0, "00 A regular script"]);
    expect(existsSync(join(folder, "work", "00_regular_script", "script.ts"))).toBe(true);
    expect((await own("check", "00", "--plain", "--seed", "0")).stdout).toMatch(/^FAIL 00\.2 /);
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
