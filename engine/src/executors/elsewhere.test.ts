import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { TaskContext } from "../context.ts";
import { newInstance } from "../core/task-instance.ts";
import { DAG } from "../dag.ts";
import { BashOperator } from "../operators/bash.ts";
import { ExternalTaskSensor } from "../operators/external-task-sensor.ts";
import { FunctionOperator } from "../operators/function.ts";
import type { Operator } from "../operators/operator.ts";
import { TriggerDagOperator } from "../operators/trigger-dag.ts";
import type { StoredRun } from "../ports.ts";
import { byHand, orderOf, ownerOf } from "../testing.ts";
import { runElsewhere, type RemoteOrder } from "./elsewhere.ts";
import { readerOf, type AttemptFacts } from "./facts.ts";

const none: AttemptFacts = { dagIds: [], runs: {}, xcoms: {}, settings: [], assetEvents: [] };

const { run, runId } = orderOf(work(() => {}));

/** A run of another DAG for the same date, in which task `a` has succeeded. */
const other: StoredRun = {
  ...run,
  dagId: "other",
  planHash: "",
  state: "success",
  createdAt: 0,
  finishedAt: 0,
  tasks: { a: { ...newInstance(1, 0), state: "success" } },
};

function work(callable: (context: TaskContext) => unknown): Operator {
  return new FunctionOperator({ dag: new DAG(byHand), taskId: "work", callable });
}

async function carriedOut(task: Operator, facts: Partial<AttemptFacts> = {}, logFile: string | null = null) {
  const lines: string[] = [];
  // What comes from elsewhere has been written down on its way.
  const written = JSON.stringify({ ...orderOf(task, { logFile }), facts: { ...none, ...facts } });
  const order = JSON.parse(written) as RemoteOrder;
  const stop = new AbortController().signal;
  const report = await runElsewhere({ dag: ownerOf(task), order, stop, onLine: (line) => lines.push(line) });
  return { ...report, lines };
}

test("an attempt has the XComs, settings and asset events that come with its order", async () => {
  const dag = new DAG(byHand);
  const command = "echo {{ti.xcom_pull('before')}} {{var.value.city}} {{ds}}";
  const task = new BashOperator({ dag, taskId: "work", bashCommand: command });
  const { outcome, xcoms } = await carriedOut(task, {
    xcoms: { dag: { [runId]: [{ taskId: "before", key: "return_value", value: 7 }] } },
    settings: [{ kind: "variable", name: "city", value: "Basel", secret: false }],
  });
  expect(outcome).toEqual({ type: "success" });
  expect(xcoms).toEqual({ return_value: "7 Basel 2019-01-01" });
});

test("a sensor sees the run of another DAG, and its tasks", async () => {
  const dag = new DAG(byHand);
  const options = { dag, taskId: "work", externalDagId: "other" };
  const seen = async (own: { externalTaskId?: string }, runs: AttemptFacts["runs"]) =>
    (await carriedOut(new ExternalTaskSensor({ ...options, ...own, dag: new DAG(byHand) }), { runs }))
      .outcome;
  expect(await seen({}, { other: [other] })).toEqual({ type: "success" });
  expect(await seen({ externalTaskId: "a" }, { other: [other] })).toEqual({ type: "success" });
  expect(await seen({ externalTaskId: "b" }, { other: [other] })).toEqual({ type: "not yet" });
  expect(await seen({}, { other: [] })).toEqual({ type: "not yet" });
});

test("a run is asked for only of a DAG that there is", async () => {
  const asks = () => new TriggerDagOperator({ dag: new DAG(byHand), taskId: "work", triggerDagId: "other" });
  const { triggers } = await carriedOut(asks(), { dagIds: ["other"], xcoms: { dag: { [runId]: [] } } });
  expect(triggers).toMatchObject([{ dagId: "other", whenTaken: "fail" }]);
  const { outcome } = await carriedOut(asks(), { xcoms: { dag: { [runId]: [] } } });
  expect(outcome).toHaveProperty("error", expect.stringContaining("is not a DAG of this scheduler"));
});

test.each([
  ["the runs of another DAG", ({ store }: TaskContext) => store.listRuns({ dagId: "toString" }), "toString"],
  ["an earlier success", (context: TaskContext) => context.prevExecutionDateSuccess, '"dag"'],
  ["an XCom of this run", ({ ti }: TaskContext) => ti.xcomPull("before"), "XComs of run"],
])("%s that was not given is an error, and no answer", async (_, ask, named) => {
  const { outcome } = await carriedOut(work(ask));
  expect(outcome).toHaveProperty("error", expect.stringMatching(/were not given to this attempt/));
  expect(outcome).toHaveProperty("error", expect.stringContaining(named));
});

test("given runs are found by date and state, as in a store", () => {
  const failed = { ...other, runId: "failed", state: "failed", logicalDate: other.logicalDate + 1 } as const;
  const { listRuns, listAssetEvents } = readerOf({ ...none, runs: { other: [failed, other] } });
  const idsOf = (filter: object) => listRuns({ dagId: "other", ...filter }).map((each) => each.runId);
  expect(idsOf({})).toEqual([runId, "failed"]);
  expect(idsOf({ newestFirst: true, limit: 1 })).toEqual(["failed"]);
  expect(idsOf({ states: ["success"] })).toEqual([runId]);
  expect(listAssetEvents({})).toEqual([]);
});

test("its log is a file as everywhere, and is heard; secrets are hidden in both", async () => {
  const file = join(mkdtempSync(join(tmpdir(), "elsewhere-")), "1.log");
  const task = work(({ log, var: { value } }) => log(`the word is ${value.get("api_token")}`));
  const settings = [{ kind: "variable", name: "api_token", value: "sesame", secret: true }] as const;
  const { lines, usage } = await carriedOut(task, { settings }, file);
  expect(lines).toEqual(["the word is ***"]);
  expect(readFileSync(file, "utf8")).toBe("the word is ***\n");
  expect(usage.logBytes).toBe(16);
});
