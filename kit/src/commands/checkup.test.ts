import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { platform } from "node:process";
import { expect, onTestFinished, test } from "vitest";
import { kit, temporaryFolder } from "../testing.ts";

interface Examination {
  readonly name: string;
  readonly status: string;
  readonly detail: string;
}

async function examine(variables: NodeJS.ProcessEnv = {}, work = temporaryFolder()) {
  const { exitCode, stdout, stderr } = await kit(["checkup", "--json"], { work, variables });
  expect(stderr).toBe("");
  const found = JSON.parse(stdout) as Examination[];
  return { exitCode, found, of: (name: string) => found.find((each) => each.name.startsWith(name)) };
}

test("a machine that has what it takes is fine", async () => {
  const { exitCode, found, of } = await examine();
  const names = ["Node", "bash", "curl", "git", "disk", "port 5000", "port 8090", "the course"];
  for (const name of names) expect(of(name)?.detail).toBeTruthy();
  expect(found.filter(({ status }) => status === "fail")).toEqual([]);
  expect(exitCode).toBe(0);
  expect(of("Node")).toMatchObject({ status: "ok" });
});

test("pnpm that npx has brought is told to stay", async () => {
  const { of } = await examine({ npm_execpath: "/home/ana/.npm/_npx/1a2b/node_modules/pnpm/bin/pnpm.cjs" });
  expect(of("pnpm")).toMatchObject({ status: "warn" });
  expect(of("pnpm")?.detail).toContain("npx --offline -y pnpm works");
  expect((await examine({ npm_execpath: "/usr/lib/node_modules/pnpm/pnpm" })).of("pnpm")).toMatchObject({
    status: "ok",
  });
});

test("each thing is a line with a word in front", async () => {
  const { exitCode, stdout } = await kit(["checkup"], { work: temporaryFolder() });
  expect(exitCode).toBe(0);
  const lines = stdout.trimEnd().split("\n");
  expect(lines.slice(0, -2).every((line) => /^(OK {2}|WARN|FAIL) [^:]+: \S/.test(line))).toBe(true);
  expect(lines.at(-1)).toBe("Everything is there. Next: pnpm lesson 00");
});

test("what is missing is said, with how to get it, and the exit code is that of the machine", async () => {
  const variables = { PATH: temporaryFolder() };
  const { exitCode, of } = await examine(variables);
  expect(exitCode).toBe(3);
  for (const name of ["bash", "curl"]) {
    expect(of(name)?.status).toBe("fail");
    expect(of(name)?.detail).toMatch(/^not found; lessons 01 to 11 need it; install /);
  }
  expect(of("git")).toMatchObject({ status: "warn" });
  const { stdout } = await kit(["checkup", "--plain"], { work: temporaryFolder(), variables });
  expect(stdout).toMatch(/\nFAIL bash: .*\nFAIL curl: .*\nWARN git: /);
  expect(stdout).toMatch(/\nSomething is missing: see FAIL\.\n$/);
});

test("a student's folder need not be there yet, but where it will be must be a place to write to", async () => {
  const folder = temporaryFolder();
  expect((await examine({}, join(folder, "new"))).exitCode).toBe(0);
  expect((await examine({}, join(folder, "new", "deep"))).exitCode).toBe(0);
  writeFileSync(join(folder, "file"), "");
  const { exitCode, of } = await examine({}, join(folder, "file", "below"));
  expect(exitCode).toBe(3);
  expect(of(join(folder, "file", "below"))).toMatchObject({ status: "fail" });
  mkdirSync(join(folder, "there"));
  expect((await examine({}, join(folder, "there"))).of(join(folder, "there"))).toMatchObject({
    status: "ok",
  });
});

test.skipIf(platform === "win32")(
  "a port that is taken is reported, and does not stop anything",
  async () => {
    const server = createServer().listen(8090, "127.0.0.1");
    onTestFinished(() => void server.close());
    const isOurs = await Promise.race([
      once(server, "listening").then(() => true),
      once(server, "error").then(() => false), // somebody else has it: just as well
    ]);
    const { exitCode, of } = await examine();
    expect(exitCode).toBe(0);
    expect(of("port 8090")).toEqual({
      name: "port 8090",
      status: "warn",
      detail: "taken; no lesson needs it; pnpm exchange --port 0 takes another",
    });
    expect(typeof isOurs).toBe("boolean");
  },
);

test("it takes no lesson", async () => {
  expect(await kit(["checkup", "08"], { work: temporaryFolder() })).toMatchObject({
    exitCode: 2,
    stderr: 'pnpm checkup: pnpm checkup is about all lessons; leave out "08"\n',
  });
});
