// The command as people call it, in processes of its own.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { join } from "node:path";
import { env, execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { findManager } from "./background.ts";
import { inFolder, linesIn } from "./testing.ts";

vi.setConfig({ testTimeout: 60_000 }); // real processes, on whatever machine

const main = fileURLToPath(new URL("main.ts", import.meta.url));

interface Answer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function call(dir: string, args: readonly string[], input = ""): Promise<Answer> {
  const child = spawn(execPath, [main, ...args, "--dir", dir], { env: { ...env, INIT_CWD: dir } });
  child.stdin.on("error", () => {}); // it has ended already: its exit code says more
  child.stdin.end(input);
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  return { code: child.exitCode ?? -1, out, err };
}

test("run sees to a job until it is over, and says how it went", () =>
  inFolder(async (dir) => {
    const more = `for i in 1 2 3; do echo "echo $i >>done"; done | while read -r c; do air-executor queue "$c"; done`;
    const first = await call(dir, ["run", "--job", "a", "--parallel", "2", more]);
    expect(first).toMatchObject({ code: 0, err: "" });
    expect(first.out).toBe(`a ${"█".repeat(24)} completed: 4/4 done, 0 running, 0 pending\n`);
    expect(linesIn(join(dir, "done")).toSorted()).toEqual(["1", "2", "3"]);
    const second = await call(dir, ["run", "--job", "a", "--id", "bad", "echo why; exit 3", "--json"]);
    expect(second.code).toBe(1);
    expect(JSON.parse(second.out)).toMatchObject({
      state: "failed",
      failed: [{ task: "bad", why: "exit code 3" }],
    });
    expect((await call(dir, ["logs", "--job", "a", "bad"])).out).toBe("why\n");
    expect((await call(dir, ["retry", "--job", "a", "bad"])).out).toBe("bad will run again.\n");
    expect((await call(dir, ["status", "--job", "a"])).out).toContain(
      "waiting: 4/5 done, 0 running, 1 pending",
    );
    expect((await call(dir, ["run", "--job", "a"])).code).toBe(1);
    expect((await call(dir, ["reset", "--job", "a"])).out).toMatch(/^1 tasks of job a will run again;/);
  }));

test("queue takes many tasks, as a list or line by line, and any number of times", () =>
  inFolder(async (dir) => {
    const tasks = [
      { id: "a", command: "true" },
      { id: "b", command: "true", dependencies: ["a"] },
    ];
    const lines = tasks.map((task) => JSON.stringify(task)).join("\n");
    const queue = ["queue", "--job", "j", "--file", "-"];
    expect((await call(dir, queue, lines)).out).toBe("Queued 2 tasks for job j.\n");
    writeFileSync(join(dir, "tasks.json"), JSON.stringify([...tasks, { id: "c", command: "true" }]));
    const again = await call(dir, ["queue", "--job", "j", "--file", join(dir, "tasks.json"), "--json"]);
    expect(JSON.parse(again.out)).toEqual({ job: "j", queued: ["c"], known: ["a", "b"] });
  }));

test("start leaves one manager behind, and stop ends it; a job can be cancelled and taken up again", () =>
  inFolder(async (dir) => {
    const started = JSON.parse((await call(dir, ["start", "--json"])).out) as {
      manager: number;
      isNew: boolean;
    };
    try {
      expect(started.isNew).toBe(true);
      expect((await call(dir, ["start"])).out).toMatch(`Manager ${started.manager} runs already`);
      await call(dir, ["queue", "--job", "j", "--id", "long", "sleep 100"]);
      await call(dir, ["queue", "--job", "j", "--id", "next", "touch done"]);
      const stopped = await call(dir, ["stop", "--job", "j"]);
      expect(stopped.out).toMatch(/^Job j is cancelled; [12] tasks have not run\.\n$/);
      expect(existsSync(join(dir, "done"))).toBe(false);
      await call(dir, ["retry", "--job", "j", "next"]);
      const watched = await call(dir, ["status", "--job", "j", "--watch"]);
      expect(watched.code).toBe(0);
    } finally {
      expect((await call(dir, ["stop"])).out).toBe(`Manager ${started.manager} has ended; runners go on.\n`);
    }
    expect(findManager(dir)).toBe(null);
    expect(readFileSync(join(dir, ".air-executor", "manager.log"), "utf8")).toMatch(
      /started\n[^]*stopped\n$/,
    );
  }));

test.each([
  [["stauts"], 'air-executor stauts: there is no "stauts"; did you mean "status"?'],
  [["run"], "air-executor run: run which job? name it: air-executor run --job NAME"],
  [
    ["run", "--job", "../x"],
    `air-executor run: --job is "../x"; it may have 1 to 100 letters, digits, "_" and "-"`,
  ],
  [["run", "--job", "none"], 'there is no job "none" in'],
  [["queue", "--job", "a"], `queue what? write the command in quotes: "sh process.sh 7"`],
  [["queue", "--job", "a", "b", "c"], `"c" is one word too many; write the command in quotes`],
  [
    ["queue", "--job", "a", "--parallel", "0", "true"],
    "parallel is 0; it must be a whole number from 1 to 50",
  ],
  [["queue", "--job", "a", "--parallel", "x", "true"], '--parallel is "x"; it must be a number'],
  [["queue", "--job", "a", "--file", "none"], "--file none cannot be read"],
  [["run", "--job", "a", "--paralel", "2"], 'run has no flag --paralel; did you mean "--parallel"?'],
  [["status", "a"], 'air-executor status takes no "a"; a job is named by --job'],
  [["run", "--job"], "--job needs a value"],
])("%j is refused with a sentence and exit code 2", (args, message) =>
  inFolder(async (dir) => {
    const { code, err } = await call(dir, args);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(message) as string });
  }),
);

test.each([["queue", "--job", "a", "true"], ["run", "--job", "a", "true"], ["start"]])(
  "%s says why a folder cannot be used, and what to do",
  (...args) =>
    inFolder(async (dir) => {
      const file = join(dir, "a file");
      writeFileSync(file, "");
      const child = spawn(execPath, [main, ...args, "--dir", file], { env: { ...env, INIT_CWD: dir } });
      expect(await text(child.stderr)).toMatch(
        /^air-executor \w+: .*a file cannot hold \.air-executor \(ENOTDIR: .*\); name another folder with --dir\n$/,
      );
      expect(child.exitCode ?? (await once(child, "exit"))[0]).toBe(3);
    }),
);
