import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runLesson } from "@daglings/stage";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { kitHere, temporaryFolder } from "../testing.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const dagId = "08_templated_path";
let dir: string;

const dags = (...words: string[]) => kitHere(["dags", ...words, "--plain"]);
const json = async (...words: string[]) => {
  const { stdout } = await kitHere(["dags", ...words, "--dir", dir, "--json"]);
  return JSON.parse(stdout) as Record<string, unknown>;
};
const statesOf = ({ tasks }: Record<string, unknown>) =>
  (tasks as { taskId: string; state: string; tryNumber: number }[]).map(
    ({ taskId, state, tryNumber }) => `${taskId} ${state} ${tryNumber}`,
  );

beforeEach(() => {
  dir = join(temporaryFolder(), "run");
});

describe("in the folder that a lesson has left", () => {
  beforeEach(async () => {
    await runLesson({ lesson: "08", dir });
  });

  test("one looks at DAGs, runs, tasks, logs and events", async () => {
    const { stdout } = await dags("list", "--dir", dir);
    expect(stdout).toBe(
      `dag: ${dagId}; schedule: @daily; next run: nothing to come; queued: 0; running: 0\n`,
    );
    const runs = await dags("runs", dagId, "--to", "2019-01-01", "--dir", dir);
    expect(runs.stdout).toMatch(
      /^logical date: 2019-01-01T00:00Z; data interval: 2019-01-01 00:00 – 2019-01-02 00:00; state: success; /,
    );
    expect((await dags("tasks", dagId, "latest", "--dir", dir)).stdout).toMatch(
      /^08_templated_path, run scheduled__2019-01-05T00:00:00\+00:00: success\ntask: calculate_stats; state: success; try: 1; /,
    );
    expect((await dags("logs", dagId, "2019-01-02", "fetch_events", "--dir", dir)).stdout).toContain(
      "start_date=2019-01-02",
    );
    expect((await dags("events", "--after", "3", "--dir", dir)).stdout).toMatch(
      /^4 {2}2019-01-04 05:00 {2}08_templated_path /,
    );
  });

  test("a day is cleared, and is there again: one task, with what comes after it, or only what has failed", async () => {
    const file = join(dir, "data", "stats", "2019-01-02.csv");
    rmSync(file);
    expect(statesOf(await json("clear", dagId, "2019-01-02", "--task", "calculate_stats"))).toEqual([
      "calculate_stats success 2",
      "fetch_events success 1",
    ]);
    expect(
      statesOf(await json("clear", dagId, "2019-01-02", "--task", "fetch_events", "--downstream")),
    ).toEqual(["calculate_stats success 3", "fetch_events success 2"]);
    rmSync(join(dir, "data", "events", "2019-01-03.json"));
    expect(statesOf(await json("clear", dagId, "2019-01-03", "--task", "calculate_stats"))).toEqual([
      "calculate_stats failed 2",
      "fetch_events success 1",
    ]);
    expect(statesOf(await json("clear", dagId, "2019-01-03"))).toEqual([
      "calculate_stats success 3",
      "fetch_events success 2",
    ]);
    expect(statesOf(await json("clear", dagId, "2019-01-03", "--only-failed"))).toEqual([
      "calculate_stats success 3",
      "fetch_events success 2",
    ]);
  });

  test("what tasks have pushed is listed, and of one task alone", async () => {
    const pushed = { taskId: "fetch_events", key: "return_value", value: "" };
    expect(await json("xcoms", dagId, "2019-01-02")).toEqual({ xcoms: [pushed] });
    expect(await json("xcoms", dagId, "2019-01-02", "--task", "calculate_stats")).toEqual({ xcoms: [] });
    const { stdout } = await dags("xcoms", dagId, "2019-01-02", "--task", "calculate_stats", "--dir", dir);
    expect(stdout).toBe("The tasks of run scheduled__2019-01-02T00:00:00+00:00 have pushed nothing.\n");
  });

  test("a range of days is cleared; with --only-failed, what has failed in it", async () => {
    rmSync(join(dir, "data", "events", "2019-01-03.json"));
    const range = ["--from", "2019-01-02", "--to", "2019-01-03"];
    expect(await json("clear", dagId, ...range, "--task", "calculate_stats")).toEqual({
      runs: [
        { runId: "scheduled__2019-01-02T00:00:00+00:00", state: "success" },
        { runId: "scheduled__2019-01-03T00:00:00+00:00", state: "failed" },
      ],
    });
    const [third] = (await json("runs", dagId, "--state", "failed"))["runs"] as { logicalDate: string }[];
    expect(third?.logicalDate).toBe("2019-01-03T00:00:00Z");
    await json("clear", dagId, "2019-01-03", "--task", "fetch_events");
    const mended = await dags("clear", dagId, "--from", "2019-01-01", "--only-failed", "--dir", dir);
    expect(mended.stdout).toBe("1 run cleared.\nscheduled__2019-01-03T00:00:00+00:00: success\n");
    const again = await dags("clear", dagId, "--to", "2019-01-05", "--only-failed", "--dir", dir);
    expect(again.stdout).toBe(`There is nothing to clear; pnpm dags runs ${dagId} lists the runs.\n`);
  });

  test("on a screen of 80 columns no line of a list of runs is broken", async () => {
    const { stdout } = await kitHere(["dags", "runs", dagId, "--to", "2019-01-01", "--dir", dir]);
    expect(stdout.split("\n").map((line) => line.replaceAll(/ +/g, " "))).toEqual([
      "logical date state took run",
      "2019-01-01T00:00Z success scheduled__2019-01-01T00:00:00+00:00",
      "",
    ]);
    expect(statesOf(await json("tasks", dagId, "2019-01-01T00:00Z"))).toHaveLength(2);
  });

  test("an error stands below the table, where there is room for it", async () => {
    rmSync(join(dir, "data", "events", "2019-01-03.json"));
    const words = ["clear", dagId, "2019-01-03", "--task", "calculate_stats", "--dir", dir];
    const { stdout } = await kitHere(["dags", ...words]);
    expect(stdout).toMatch(
      /\ntask +state +try +started +took( +cpu)? +log\ncalculate_stats +failed +2 .*\nfetch_events +success/,
    );
    expect(stdout).toMatch(/\ncalculate_stats: ENOENT: no such file or directory,/);
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  test("a range is filled, a run triggered, a task marked, a run cancelled, a DAG paused: time goes on from where it stood", async () => {
    expect(await json("backfill", dagId, "--from", "2018-12-31", "--to", "2019-01-02")).toEqual({
      runs: [{ runId: "backfill__2018-12-31T00:00:00+00:00", state: "success" }],
    });
    const { run } = await json("trigger", dagId, "--conf", '{"size": 3}');
    expect(run).toMatchObject({ runId: "manual__2019-01-07T00:00:00+00:00", conf: { size: 3 } });
    expect(await json("mark", dagId, "latest", "failed")).toMatchObject({ run: { state: "failed" } });
    expect(await json("cancel", dagId, "2019-01-05")).toMatchObject({ run: { state: "failed" } });
    expect(await json("pause", dagId)).toMatchObject({ paused: true });
    expect(await json("list")).toMatchObject({ dags: [{ paused: true }] });
    expect(await json("unpause", dagId)).toMatchObject({ paused: false });
  });
});

test("the next runs of a schedule that is typed in", async () => {
  const { stdout } = await kitHere(["dags", "next", "@daily", "--count", "2", "--json"]);
  const { runs } = JSON.parse(stdout) as { runs: { dataIntervalEnd: string; runAfter: string }[] };
  expect(runs.map(({ dataIntervalEnd, runAfter }) => dataIntervalEnd === runAfter)).toEqual([true, true]);
});

test("files are checked without running anything", async () => {
  const folder = temporaryFolder();
  const broken = join(folder, "broken.ts");
  writeFileSync(broken, "export default dag;\n");
  const lesson = await kitHere(["dags", "check", "lessons/08_templated_path/dag.ts", "--json"]);
  expect(JSON.parse(lesson.stdout)).toMatchObject({ files: [{ dagId, tasks: 2, error: null }] });
  const both = await dags("check", "lessons/08_templated_path/dag.ts", broken);
  expect(both.exitCode).toBe(1);
  expect(both.stdout).toMatch(
    /; result: loads\n.*broken\.ts:1: fails while it is loaded: dag is not defined\n$/s,
  );
});

describe("what is wrong is a sentence", () => {
  test.each([
    [[], "pnpm dags needs one of list, runs"],
    [["lst"], 'pnpm dags has no "lst"; did you mean "list"?'],
    [["runs"], "DAG_ID is missing; write pnpm dags runs DAG_ID"],
    [["clear", "a", "b", "c"], '"c" is one word too many; write pnpm dags clear DAG_ID RUN'],
    [["list", "--downstream"], "pnpm dags list has no flag --downstream"],
    [["list", "--dir", "nowhere"], "nowhere: no scheduler has worked there; start one with pnpm scheduler"],
    [["check"], "FILE is missing"],
    [["next", "@dayly"], 'schedule "@dayly" is not a preset; did you mean "@daily"?'],
    [["next", "@daily", "--count", "0"], "--count is 0"],
  ])("%j", async (words, message) => {
    const { exitCode, stderr } = await dags(...words);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });

  test("also what the lesson's folder does not have", async () => {
    await runLesson({ lesson: "08", dir });
    for (const [words, message] of [
      [["runs", "08_templated_pth"], 'there is no DAG "08_templated_pth"; did you mean "08_templated_path"?'],
      [["clear", dagId, "lates"], 'has no run "lates"; its latest is "scheduled__2019-01-05T00:00:00+00:00"'],
      [["clear", dagId, "2019-02-01"], `DAG "${dagId}" has no run of the logical date 2019-02-01`],
      [
        ["clear", dagId, "2019-01-02", "--task", "fetch"],
        'has no task "fetch"; its tasks are fetch_events, calculate_stats',
      ],
      [["logs", dagId, "2019-01-02", "fetch_events", "--try", "7"], "has no try 7; its tries are 1"],
      [["mark", dagId, "2019-01-02", "done"], '"state" in the body must be one of success,failed'],
      [["trigger", dagId, "--conf", "{"], "--conf is {, which is not JSON"],
      [["trigger", dagId, "--date", "2019-01-02"], "for 2019-01-02 already; clear that one"],
      [["xcoms", dagId, "2019-01-02", "--task", "fetch"], 'has no task "fetch"'],
      [["clear", dagId, "2019-01-02", "--from", "2019-01-02"], '"2019-01-02" is one word too many'],
      [["clear", dagId, "--from", "soon"], 'from is "soon", which is not a date'],
    ] as const) {
      const { exitCode, stderr } = await dags(...words, "--dir", dir);
      expect(stderr).toContain(message);
      expect(exitCode).toBe(2);
    }
  });
});
