// Each export as a classroom has it: copied to an empty folder, really installed, and grading three submissions there.

import { cpSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { env, platform } from "node:process";
import { expect, test, vi } from "vitest";
import { entryFile, findLesson, writeTo } from "@daglings/stage";
import { call, type Answer } from "../../../stage/src/testing.ts";
import { kit, temporaryFolder } from "../testing.ts";

vi.setConfig({ testTimeout: 300_000 });

const lesson = findLesson("02");
const right = readFileSync(entryFile(lesson), "utf8");
const submissions = {
  right,
  wrong: right.replace("--fail ", ""),
  nothing: "export const answer = 42;\n",
};

/** How the classroom's own command grades the contents of `work`, and where it leaves the result. */
const graders = {
  gradescope: (root: string) =>
    sh(`${root}/source/run_autograder`, { AUTOGRADER_ROOT: root }).then(() =>
      readFileSync(join(root, "results", "results.json"), "utf8"),
    ),
  junit: (root: string) =>
    sh(`${root}/ci/junit.sh ${root}/junit.xml`).then(() => readFileSync(join(root, "junit.xml"), "utf8")),
  actions: (root: string) => gradeIn(root, "actions"),
  classroom50: (root: string) => gradeIn(root, "classroom50"),
};

function sh(command: string, variables: NodeJS.ProcessEnv = {}): Promise<Answer> {
  return call("bash", ["-c", command], { variables });
}

async function gradeIn(root: string, format: string): Promise<string> {
  const words = ["teach", "grade", ".", "--one", "--trust-submissions", "--lesson", "02", "--format", format];
  return (await call("pnpm", words, { cwd: root, variables: { ...env, INIT_CWD: root } })).stdout;
}

const passes: Readonly<Record<keyof typeof graders, RegExp>> = {
  gradescope: /"output": "1 of 1 lessons passed/,
  junit: /failures="0" errors="0" skipped="0"/,
  actions: /^PASS 02_daily_schedule/m,
  classroom50: /^(?![^]*"passed": false)[^]*"passed": true/,
};

test.skipIf(platform === "win32").each(Object.keys(graders) as (keyof typeof graders)[])(
  "%s installs in an empty folder, and tells the right submission from the others",
  async (target) => {
    const [made, root] = [join(temporaryFolder(), "made"), temporaryFolder()];
    const words = ["teach", "export", "--for", target, "--lessons", "02", "--out", made];
    expect(await kit(words, { work: temporaryFolder() })).toMatchObject({ exitCode: 0, stderr: "" });
    const isGradescope = target === "gradescope";
    const home = isGradescope ? join(root, "source") : root;
    cpSync(join(made, isGradescope ? "autograder" : "template"), home, { recursive: true });
    const course = isGradescope ? join(home, "course") : home;
    const install = ["install", "--frozen-lockfile", "--prefer-offline"];
    expect((await call("pnpm", install, { cwd: course })).exitCode).toBe(0);

    const verdicts: Record<string, boolean> = {};
    for (const [name, text] of Object.entries(submissions)) {
      const work = join(isGradescope ? join(root, "submission") : root, "work");
      rmSync(work, { recursive: true, force: true });
      writeTo(join(work, lesson.name, "dag.ts"), text);
      verdicts[name] = passes[target].test(await graders[target](root));
    }
    expect(verdicts).toEqual({ right: true, wrong: false, nothing: false });
  },
);
