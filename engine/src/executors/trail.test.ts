import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Asset } from "../asset.ts";
import { DAG } from "../dag.ts";
import type { FilesFolder } from "../lineage.ts";
import { BashOperator } from "../operators/bash.ts";
import { FunctionOperator } from "../operators/function.ts";
import { FunctionSensor } from "../operators/sensor.ts";
import { attempt, byHand } from "../testing.ts";
import { nameOf } from "./files.ts";

let folder: string;
let dag: DAG;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "daglings-"));
  dag = new DAG(byHand);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const path = (name: string) => join(folder, name);
const put = (name: string, text = "text") => writeFileSync(path(name), text);

/** A line for each trace, with names as they are below the folder. */
async function tracesOf(task: Parameters<typeof attempt>[0], files: Partial<FilesFolder> | null = {}) {
  const order = { files: files && { folder, ...files } };
  const { traces } = await attempt(task, { order });
  const top = `${nameOf(folder)}/`;
  return traces.map(({ direction, name, how }) => `${direction} ${name.replace(top, "")} ${how}`).toSorted();
}

const work = (callable: () => unknown, own: object = {}) =>
  new FunctionOperator({ dag, taskId: "work", callable, ...own });

test("a file that is made, written, replaced or moved meanwhile is one that it has perhaps written", async () => {
  for (const name of ["same.txt", "grown.txt", "replaced.txt", "old.txt"]) put(name);
  const task = work(() => {
    mkdirSync(path("deep/er"), { recursive: true });
    put("deep/er/new.csv");
    appendFileSync(path("grown.txt"), "more");
    put("whole.tmp", "text");
    renameSync(path("whole.tmp"), path("replaced.txt"));
    renameSync(path("old.txt"), path("moved.txt"));
  });
  expect(await tracesOf(task)).toEqual([
    "out deep/er/new.csv perhaps",
    "out grown.txt perhaps",
    "out moved.txt perhaps",
    "out replaced.txt perhaps",
  ]);
});

test("what its fields name it has written, if that has changed, and else read", async () => {
  put("in.json");
  put("other.json");
  const templatesDict = { from: path("in.json"), to: path("{{ds}} out.csv") };
  const task = work(() => put("2019-01-01 out.csv"), { templatesDict });
  expect(await tracesOf(task)).toEqual(["in in.json named", "out 2019-01-01 out.csv written"]);
});

test("of a command, files and addresses are found", async () => {
  vi.stubEnv("EVENTS_API", "http://127.0.0.1:1");
  vi.stubEnv("OTHER", "folder");
  put("in.json");
  const bashCommand = [
    `cp ${path("in.json")} ${path("out.json")};`,
    ': "$EVENTS_API/events?start_date={{ds}}&end_date={{tomorrow_ds}}" \\',
    "  https://example.com/a.csv $OTHER/x $(true $EVENTS_API/health)",
  ].join("\n");
  expect(await tracesOf(new BashOperator({ dag, taskId: "fetch", bashCommand }))).toEqual([
    "in $EVENTS_API/events?start_date=2019-01-01&end_date=2019-01-02 named",
    "in $EVENTS_API/health named",
    "in https://example.com/a.csv named",
    "in in.json named",
    "out out.json written",
  ]);
});

test("inlets and outlets are templates, and stand before what is only seen", async () => {
  put("in.json");
  const own = {
    inlets: [path("in.json"), "s3://bucket/{{ds}}", new Asset("orders")],
    outlets: [path("{{ds}}.csv"), path("never.csv"), new Asset("stats")],
    templatesDict: { from: path("in.json") },
  };
  expect(await tracesOf(work(() => put("2019-01-01.csv"), own))).toEqual([
    "in in.json declared",
    "in orders declared",
    "in s3://bucket/2019-01-01 declared",
    "out 2019-01-01.csv written",
    "out never.csv declared",
    "out stats declared",
  ]);
});

test("inlets and outlets are known even if nobody looks at files", async () => {
  const own = { inlets: ["a.json"], outlets: ["b.csv"], templatesDict: { to: path("c.csv") } };
  const declared = ["in a.json declared", "out b.csv declared"];
  expect(
    await tracesOf(
      work(() => put("c.csv"), own),
      null,
    ),
  ).toEqual(declared);
  const sensor = new FunctionSensor({ dag, taskId: "look", callable: () => true, inlets: ["a.json"] });
  expect(await tracesOf(sensor)).toEqual(["in a.json declared"]);
});

test("an attempt that fails has written what it has written; one whose templates fail, nothing", async () => {
  const failing = () => {
    put("half.csv");
    throw new Error("no more");
  };
  expect(await tracesOf(work(failing))).toEqual(["out half.csv perhaps"]);
  dag = new DAG(byHand);
  expect(await tracesOf(work(failing, { outlets: ["{{ nothing }}"] }))).toEqual([]);
});

test("what begins with a dot, and what is not the tasks' own, is left out", async () => {
  const task = work(() => {
    for (const name of ["logs", ".hidden", "data"]) mkdirSync(path(name));
    for (const name of ["logs/1.log", ".hidden/a", ".b", "data/c", "daglings.db"]) put(name);
  });
  expect(await tracesOf(task, { except: ["logs", "daglings.db"] })).toEqual(["out data/c perhaps"]);
});

test("among very many files, those are looked at that it names", async () => {
  mkdirSync(path("many"));
  for (let number = 0; number < 201; number++) put(`many/${number}`);
  const own = { outlets: [path("many/3")], templatesDict: { from: path("many/4"), to: path("many/5") } };
  const task = work(() => ["3", "5", "6"].forEach((number) => put(`many/${number}`, "new text")), own);
  expect(await tracesOf(task)).toEqual(["in many/4 named", "out many/3 written", "out many/5 written"]);
});

test("a folder that had very many files once is not walked again", async () => {
  mkdirSync(path("many"));
  for (let number = 0; number < 201; number++) put(`many/${number}`);
  expect(await tracesOf(work(() => put("new.txt")))).toEqual([]);
  rmSync(path("many"), { recursive: true });
  dag = new DAG(byHand);
  expect(await tracesOf(work(() => put("newer.txt")))).toEqual([]);
});

test("a folder that is not there yet, or goes meanwhile, does no harm", async () => {
  expect(
    await tracesOf(
      work(() => {}),
      { folder: path("none") },
    ),
  ).toEqual([]);
  dag = new DAG(byHand);
  mkdirSync(path("goes"));
  put("goes/a");
  expect(await tracesOf(work(() => rmSync(path("goes"), { recursive: true })))).toEqual([]);
});

test("a long text without a name in it is soon read", async () => {
  const templatesDict = { blob: "a".repeat(100_000), dollars: "$a".repeat(50_000), path: path("{{ds}}.csv") };
  const task = work(() => put("2019-01-01.csv"), { templatesDict, executionTimeout: { seconds: 5 } });
  expect(await tracesOf(task)).toEqual(["out 2019-01-01.csv written"]);
});

test("a look that goes wrong does not fail the task", async () => {
  const files = { folder: 5 as never }; // as where the folder in which everything runs is gone
  const { outcome, traces } = await attempt(
    work(() => 1),
    { order: { files } },
  );
  expect(outcome).toEqual({ type: "success" });
  expect(traces).toEqual([]);
});

test("secrets are hidden in names, also those that hold what ends a name", async () => {
  vi.stubEnv("DAGLINGS_CONN_SHOP", "http://me:s3cret%29pa%7Css%2F..%2Fword@example.com/x"); // s3cret)pa|ss/../word
  const task = new BashOperator({
    dag,
    taskId: "fetch",
    bashCommand: `: "https://example.com/?key={{ conn.shop.password }}"`,
    inlets: ["https://{{ conn.shop.password }}@example.com"],
    outlets: ["data/{{ conn.shop.password }}.csv"],
  });
  const traces = await tracesOf(task);
  expect(traces).toHaveLength(3);
  expect(traces.join("\n")).not.toMatch(/s3cret|pa\|ss|word/);
});
