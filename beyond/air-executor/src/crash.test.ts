// Every moment at which a manager or a runner may die, and a folder that is copied while it is in use.

import { once } from "node:events";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import type { ChildProcess } from "node:child_process";
import { chaos } from "./chaos.ts";
import { homeOf } from "./identity.ts";
import { attemptFile, jobFolder } from "./job-folder.ts";
import type { Moment } from "./job-keeper.ts";
import { Starter } from "./runner.ts";
import { appears, exitsIn, inFolder, linesIn, queueIn, runJob, spawnManager } from "./testing.ts";

vi.setConfig({ testTimeout: 60_000 }); // real processes, on whatever machine

const started: ChildProcess[] = [];
afterEach(() => started.splice(0).forEach((each) => each.kill("SIGKILL")));

test.each<[Moment, Readonly<Record<string, string>>]>([
  ["claimed", { "a.1.exit": "lost", "a.2.exit": "0" }],
  ["noted", { "a.1.exit": "lost", "a.2.exit": "0" }],
  ["ended", { "a.1.exit": "0" }],
  ["settled", { "a.1.exit": "0" }],
])("a manager that dies when a try is %s costs nothing and repeats nothing", (moment, exits) =>
  inFolder(async (dir) => {
    queueIn(dir, [
      { id: "a", command: "echo a >>count" },
      { id: "b", command: "echo b >>count", dependencies: ["a"] },
    ]);
    await once(spawnManager(dir, moment), "exit");
    expect(await runJob(dir)).toMatchObject({ state: "completed" });
    expect(linesIn(join(dir, "count"))).toEqual(["a", "b"]);
    expect(exitsIn(jobFolder(dir, "job"))).toMatchObject(exits);
    expect(readdirSync(jobFolder(dir, "job").locks)).toEqual([]);
  }),
);

test("a manager that dies when a runner has started leaves it to the next one, whether it has said who it is or not", () =>
  inFolder(async (dir) => {
    queueIn(dir, [{ id: "a", command: "echo a >>count" }]);
    await once(spawnManager(dir, "started"), "exit");
    expect(await runJob(dir)).toMatchObject({ state: "completed" });
    expect(linesIn(join(dir, "count"))).toEqual(["a"]);
  }));

test("a runner goes on without its manager, and the next manager waits for its end and keeps its timeout", () =>
  inFolder(async (dir) => {
    queueIn(
      dir,
      [
        { id: "a", command: "touch begun; while [ ! -e go ]; do sleep 0.02; done" },
        { id: "b", command: "touch b-begun; sleep 100", timeout: 1, dependencies: [] },
      ],
      { parallel: 2 },
    );
    const manager = spawnManager(dir);
    started.push(manager);
    await appears(dir, () => existsSync(join(dir, "begun")) && existsSync(join(dir, "b-begun")));
    manager.kill("SIGKILL");
    const over = runJob(dir);
    writeFileSync(join(dir, "go"), "");
    expect(await over).toMatchObject({
      failed: [{ task: "b", why: "it took longer than its timeout of 1 s" }],
    });
    expect(exitsIn(jobFolder(dir, "job"))).toEqual({ "a.1.exit": "0", "b.1.exit": "143" });
  }));

test("a runner that is killed after its manager has died has failed, and is retried", () =>
  inFolder(async (dir) => {
    queueIn(dir, [{ id: "a", command: "echo $$ >>pids; [ $(wc -l <pids) -gt 1 ] || sleep 100" }], {
      retries: 1,
    });
    const manager = spawnManager(dir);
    started.push(manager);
    await appears(dir, () => linesIn(join(dir, "pids")).length > 0);
    manager.kill("SIGKILL");
    const over = runJob(dir);
    process.kill(Number(linesIn(join(dir, "pids"))[0]), "SIGKILL");
    expect(await over).toMatchObject({ state: "completed" });
    expect(exitsIn(jobFolder(dir, "job"))).toEqual({ "a.1.exit": "killed", "a.2.exit": "0" });
  }));

test("a runner whose starter is killed is ended, as nobody could write its exit, and is retried", () =>
  inFolder(async (dir) => {
    queueIn(dir, [{ id: "a", command: "[ -e once ] || { touch once; kill -9 $PPID; sleep 100; }" }], {
      retries: 1,
    });
    expect(await runJob(dir)).toMatchObject({ state: "completed" });
    expect(exitsIn(jobFolder(dir, "job"))).toEqual({ "a.1.exit": "killed", "a.2.exit": "0" });
  }));

test.each([
  ["exec sleep 0", "0"],
  ["trap 'exit 7' EXIT", "7"],
  ["exit 200", "200"],
  ["kill -TERM $$", "143"],
  ["(sleep 0.1; kill -CONT $$) & kill -STOP $$; exit 5", "5"],
])("the exit of %j is %s, and on the disk when its manager is gone", (command, exit) =>
  inFolder(async (dir) => {
    queueIn(dir, [{ id: "a", command: `touch begun; while [ ! -e go ]; do sleep 0.02; done; ${command}` }]);
    const manager = spawnManager(dir);
    started.push(manager);
    await appears(dir, () => existsSync(join(dir, "begun")));
    manager.kill("SIGKILL");
    await once(manager, "exit");
    const file = attemptFile(jobFolder(dir, "job"), { task: "a", number: 1 }, "exit");
    writeFileSync(join(dir, "go"), "");
    await appears(jobFolder(dir, "job").attempts, () => linesIn(file).length > 0);
    expect(linesIn(file)).toEqual([exit]);
  }),
);

test("a command of plain words ends as in any shell, whether there is such a program or not", () =>
  inFolder(async (dir) => {
    const commands = {
      a: "true",
      b: "false",
      c: "exit 3",
      d: "no-such-program here",
      e: "cd ..",
      f: "test 1 -gt 2",
    };
    queueIn(
      dir,
      Object.entries(commands).map(([id, command]) => ({ id, command })),
    );
    await runJob(dir);
    expect(Object.values(exitsIn(jobFolder(dir, "job")))).toEqual(["0", "1", "3", "127", "0", "1"]);
  }));

test("where there is no bash, tasks fail with a sentence", () =>
  inFolder(async (dir) => {
    queueIn(dir, [
      { id: "a", command: "true" },
      { id: "b", command: "true" },
    ]);
    vi.stubEnv("PATH", "/nowhere");
    const { failed } = await runJob(dir).finally(() => vi.unstubAllEnvs());
    const why = "it could not be started: spawn bash ENOENT";
    expect(failed).toEqual([
      { task: "a", try: 1, why },
      { task: "b", try: 1, why },
    ]);
  }));

test("a runner that starts after its try was given up ends silently", () =>
  inFolder(async (dir) => {
    queueIn(dir, [{ id: "a", command: "echo a >>count" }]);
    const folder = jobFolder(dir, "job");
    const claim = { pid: 1, started: "0", home: homeOf(folder.path), slot: 1 };
    writeFileSync(attemptFile(folder, { task: "a", number: 1 }, "claim"), `${JSON.stringify(claim)}\n`);
    writeFileSync(attemptFile(folder, { task: "a", number: 1 }, "log"), "");
    const starter = new Starter(folder);
    const { promise, resolve } = Promise.withResolvers<string | null>();
    starter.start(
      { task: "a", number: 1 },
      { id: "a", command: "echo a >>count" },
      { onEnd: resolve, onLoss: () => resolve("lost") },
    );
    expect(await promise).toBe(null);
    starter.close();
    expect(linesIn(join(dir, "count"))).toEqual([]);
    expect(exitsIn(folder)).toEqual({});
  }));

test.each(["with its claims and locks", "as git keeps it, without them"])(
  "a folder that is copied in mid-run, %s, goes on there from where it was",
  (how) =>
    inFolder((dir) =>
      inFolder(async (elsewhere) => {
        queueIn(dir, [
          { id: "a", command: "echo a >>count" },
          {
            id: "b",
            command: "echo b >>count; touch begun; while [ ! -e go ]; do sleep 0.02; done",
            dependencies: ["a"],
          },
          { id: "c", command: "echo c >>count", dependencies: ["b"] },
        ]);
        const here = runJob(dir);
        await appears(dir, () => existsSync(join(dir, "begun")));
        cpSync(dir, elsewhere, { recursive: true });
        if (how.startsWith("as git")) {
          const { attempts, locks } = jobFolder(elsewhere, "job");
          rmSync(locks, { recursive: true });
          for (const name of readdirSync(attempts)) if (name.includes("claim")) rmSync(join(attempts, name));
        }
        writeFileSync(join(elsewhere, "go"), "");
        expect(await runJob(elsewhere)).toMatchObject({ state: "completed" });
        expect(linesIn(join(elsewhere, "count"))).toEqual(["a", "b", "b", "c"]);
        expect(exitsIn(jobFolder(elsewhere, "job"))).toEqual({
          "a.1.exit": "0",
          "b.1.exit": "lost",
          "b.2.exit": "0",
          "c.1.exit": "0",
        });
        writeFileSync(join(dir, "go"), "");
        expect(await here).toMatchObject({ state: "completed" });
        expect(linesIn(join(dir, "count"))).toEqual(["a", "b", "c"]);
      }),
    ),
);

test("a journal that is lost is restored from the files beside it", () =>
  inFolder(async (dir) => {
    queueIn(dir, [
      { id: "a", command: "echo a >>count" },
      { id: "b", command: "echo b >>count; exit 1" },
    ]);
    await runJob(dir);
    rmSync(jobFolder(dir, "job").journal);
    expect(await runJob(dir)).toMatchObject({ state: "failed", tasks: { completed: 1, failed: 1 } });
    expect(linesIn(join(dir, "count"))).toEqual(["a", "b"]);
  }));

test("an exit file that a runner died over is not an exit", () =>
  inFolder(async (dir) => {
    queueIn(dir, [{ id: "a", command: ": >$AIR_EXECUTOR_TASKS/../attempts/a.1.exit; kill -9 $$" }]);
    expect(await runJob(dir)).toMatchObject({ failed: [{ why: "its runner was killed" }] });
    expect(readFileSync(attemptFile(jobFolder(dir, "job"), { task: "a", number: 1 }, "exit"), "utf8")).toBe(
      "killed\n",
    );
  }));

/** AIR_EXECUTOR_CHAOS=300 makes it longer. */
test("whatever is killed, and whenever, with two managers: no task is carried out by two at a time, and each ends well once", async () => {
  const rounds = Number(process.env["AIR_EXECUTOR_CHAOS"] ?? 15);
  const report = await inFolder((dir) => chaos(dir, { rounds, seed: rounds }));
  expect(report).toMatchObject({
    state: "completed",
    tasks: rounds * 3,
    overlaps: [],
    notOnce: [],
    tooOften: [],
  });
  expect(report.managersKilled + report.runnersKilled).toBeGreaterThan(rounds / 2);
}, 900_000);
