import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cwd, env } from "node:process";
import { UsageError } from "@daglings/engine";
import { describe, expect, test, vi } from "vitest";
import { entryFile, findLesson } from "./catalogue.ts";
import { temporaryFolder } from "../../kit/src/testing.ts";
import { runLesson, type LessonOptions } from "./run-lesson.ts";

vi.setConfig({ testTimeout: 60_000 });

const run = (own: Partial<LessonOptions> = {}) =>
  runLesson({ lesson: "04", dir: join(temporaryFolder(), "run"), ...own });

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

test("what comes of a run has exactly the shape that is promised", async () => {
  const { run: found } = await run({ lesson: "11" });
  expect(Object.keys(found)).toEqual([
    "schema",
    "lesson",
    "variant",
    "clock",
    "dags",
    "files",
    "mails",
    "requests",
  ]);
  expect(found).toMatchObject({
    schema: "daglings/lesson-run/v1",
    lesson: "11_atomic_send",
    variant: null,
    clock: { from: "2019-01-04T05:00:00Z" },
  });
  expect(Object.keys(found.clock)).toEqual(["from", "until"]);
  expect(found.clock.until).toMatch(instant);

  const [dag, ...others] = found.dags;
  expect(others).toEqual([]);
  expect(Object.keys(dag ?? {})).toEqual(["dagId", "runs"]);
  expect(dag?.runs.length).toBeGreaterThan(1);
  for (const each of dag?.runs ?? []) {
    const { runId, runType, state, recovered, tasks, ...times } = each;
    expect(Object.keys(times)).toEqual(["logicalDate", "dataIntervalStart", "dataIntervalEnd", "createdAt"]);
    for (const time of Object.values(times)) expect(time).toMatch(instant);
    expect([runId, runType, state]).toEqual([
      `scheduled__${times.logicalDate.replace("Z", "+00:00")}`,
      "scheduled",
      "success",
    ]);
    expect(recovered).toBe(true); // send_stats is tried again each day
    expect(tasks.map((task) => Object.keys(task))).toEqual(tasks.map(() => ["taskId", "state", "tryNumber"]));
  }
  for (const file of found.files) {
    expect(Object.keys(file)).toEqual(["path", "bytes", "sha256"]);
    expect(file.sha256).toMatch(/^[0-9a-f]{64}$/);
  }
  expect(found.files.length).toBeGreaterThan(0);
  expect(found.mails.map((mail) => Object.keys(mail))).toEqual(found.mails.map(() => ["to", "subject"]));
  expect(found.mails.length).toBeGreaterThan(0);
  expect(found.requests[0]).toEqual({
    method: "GET",
    path: "/events?start_date=2019-01-01&end_date=2019-01-02",
    status: 200,
  });
});

test("the same comes of it each time, and whichever executor runs the attempts", async () => {
  const [first, second, subprocess] = [await run(), await run(), await run({ executor: "subprocess" })];
  expect(JSON.stringify(second.run)).toBe(JSON.stringify(first.run));
  expect(JSON.stringify(subprocess.run)).toBe(JSON.stringify(first.run));
});

test("everything that a run leaves is in its folder", async () => {
  const dir = join(temporaryFolder(), "run");
  await run({ lesson: "11", dir });
  expect(readdirSync(dir).toSorted()).toEqual([".daglings-run", "daglings.db", "data", "logs", "mailbox"]);
});

test("the working folder and the environment are afterwards what they were before", async () => {
  const before = { folder: cwd(), variables: { ...env } };
  await run({ lesson: "11" });
  expect({ folder: cwd(), variables: { ...env } }).toEqual(before);
  await expect(run({ file: fileWith("export const answer = 42;\n") })).rejects.toThrow(UsageError);
  expect({ folder: cwd(), variables: { ...env } }).toEqual(before);
});

function fileWith(text: string): string {
  const file = join(temporaryFolder(), "dag.ts");
  writeFileSync(file, text);
  return file;
}

describe("the folder is", () => {
  test("emptied, and what lay in it before does not count", async () => {
    const dir = join(temporaryFolder(), "run");
    const { run: first } = await run({ dir });
    mkdirSync(join(dir, "data", "more"));
    writeFileSync(join(dir, "data", "more", "left-over.txt"), "");
    expect((await run({ dir })).run).toEqual(first);
  });

  test("gone on from with keep: the runs are done already", async () => {
    const dir = join(temporaryFolder(), "run");
    const { run: first } = await run({ dir, until: "2019-01-05" });
    const { run: second, attempts } = await run({ dir, keep: true });
    expect([first.dags[0]?.runs.length, second.dags[0]?.runs.length]).toEqual([1, 2]);
    expect(second.dags[0]?.runs[0]).toEqual(first.dags[0]?.runs[0]);
    expect(attempts).toHaveLength(4);
  });

  test("left as it is where the file is missing", async () => {
    const dir = join(temporaryFolder(), "run");
    await run({ dir });
    await expect(run({ dir, file: join(dir, "nope.ts") })).rejects.toThrow(/nope\.ts: there is no such file/);
    expect(existsSync(join(dir, "data", "stats.csv"))).toBe(true);
  });
});

describe("until", () => {
  test("says how far simulated time goes", async () => {
    const { run: found } = await run({ lesson: "02", until: "2019-01-05T12:00Z" });
    expect(found.clock.until).toBe("2019-01-05T12:00:00Z");
    expect(found.dags[0]?.runs).toHaveLength(4);
  });

  test("leaves out what somebody would have done by hand later", async () => {
    const { run: found } = await run({ lesson: "01", until: "2019-01-04T05:00Z" });
    expect(found.dags[0]?.runs).toHaveLength(1);
  });

  test.each([
    ["2018-12-31", "--until 2018-12-31 is before the lesson begins, at 2019-01-04T05:00Z; name a later time"],
    ["tomorrow", '--until is "tomorrow", which is not a date'],
  ])("cannot be %s", async (until, sentence) => {
    await expect(run({ until })).rejects.toThrow(UsageError);
    await expect(run({ until })).rejects.toThrow(sentence);
  });
});

describe("another file", () => {
  test("runs in place of the lesson's, wherever it lies, with its own name", async () => {
    const file = fileWith(readFileSync(entryFile(findLesson("04")), "utf8"));
    const [own, given] = [await run({ file }), await run()];
    expect(own.file).toBe(file);
    expect(own.run.files).toEqual(given.run.files);
    expect(own.run.dags[0]?.dagId).not.toBe("04_time_delta"); // by the name of its folder
  });

  test("may be a variant, by its name", async () => {
    const { run: found, variant } = await run({ variant: "cron-every-3-days" });
    expect([found.variant, found.dags[0]?.dagId]).toEqual(["cron-every-3-days", "cron-every-3-days"]);
    expect(variant?.title).not.toBe("");
  });

  test("is one or the other", async () => {
    const both = { file: entryFile(findLesson("04")), variant: "cron-every-3-days" };
    await expect(run(both)).rejects.toThrow(
      "--file and --variant both say which file to run; name one of them",
    );
  });

  test("may be a script in place of lesson 00's", async () => {
    const folder = temporaryFolder();
    copyFileSync(entryFile(findLesson("00")), join(folder, "mine.ts"));
    const [own, given] = [
      await run({ lesson: "00", file: join(folder, "mine.ts") }),
      await run({ lesson: "00" }),
    ];
    expect(own.script).toEqual({ exitCode: 0, output: "" });
    expect(own.run).toEqual(given.run);
  });
});

test("a script that fails says so, and what it has printed is kept", async () => {
  const dir = join(temporaryFolder(), "run");
  const file = fileWith(`console.log("one"); console.error("two"); process.exitCode = 3;\n`);
  const { script } = await run({ lesson: "00", file, dir });
  expect(script).toEqual({ exitCode: 3, output: "one\ntwo\n" });
  expect(readFileSync(join(dir, "logs", "script.log"), "utf8")).toBe("one\ntwo\n");
});

test("other seeds give other events, and the same runs", async () => {
  const [first, other] = [await run(), await run({ seed: 7 })];
  expect(other.run.dags).toEqual(first.run.dags);
  expect(other.run.files).not.toEqual(first.run.files);
});

test("who stops it gets what there is, and is told that it is not all", async () => {
  const stopping = new AbortController();
  const { isComplete, run: found } = await run({
    lesson: "02",
    signal: stopping.signal,
    onEvent: ({ taskId, state }) => taskId === "calculate_stats" && state === "success" && stopping.abort(),
  });
  expect(isComplete).toBe(false);
  const states = found.dags[0]?.runs.map(({ state }) => state) ?? [];
  expect(states.length).toBeLessThan(5);
  expect((await run()).isComplete).toBe(true);
});
