import { once } from "node:events";
import process from "node:process";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DAG } from "../dag.ts";
import { EmptyOperator } from "../operators/empty.ts";
import { memoryStore } from "../store/memory.ts";
import { byHand, orderOf } from "../testing.ts";
import { setUp, testExecutor, type Bench } from "./conformance.ts";
import { inProcess } from "./in-process.ts";
import { silenceVitest } from "./testing.ts";

testExecutor(inProcess);

describe("in one process", () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await setUp(inProcess());
  });
  afterEach(async () => await bench.remove());

  test("closing waits for a callable that does not listen, as long as it has patience", async () => {
    void bench.start(bench.order("goes_on"));
    const { answer } = await bench.telephone.nextCall();
    const closed = bench.executor.close();
    answer();
    await closed;
    expect(bench.logOf("goes_on")).toMatch(/went on\n$/);
    expect(bench.reports).toEqual([]);
  });

  test("a promise that fails after its attempt's end is spoken of, with the task that left it behind", async () => {
    const hearAgain = silenceVitest();
    const warned = once(process, "warning");
    expect((await bench.attempt("leaves_a_time_bomb")).outcome).toEqual({ type: "success" });
    const [{ message }] = (await warned) as [Error];
    hearAgain();
    const what = "a promise that nobody awaits was rejected: too late; write await before the call";
    expect(message).toBe(`engine/fixtures/attempts.ts: task "leaves_a_time_bomb": after its end ${what}`);
    expect(bench.logOf("leaves_a_time_bomb")).toBe(`After the end of this attempt ${what}\n`);
  });

  test("a promise of nobody in particular is blamed on nobody in particular", async () => {
    const hearAgain = silenceVitest();
    const report = bench.start(bench.order("calls"));
    const { answer } = await bench.telephone.nextCall();
    const warned = once(process, "warning");
    void Promise.reject(new Error("lost"));
    const [{ message }] = (await warned) as [Error];
    answer();
    expect((await report).outcome).toEqual({ type: "success" });
    hearAgain();
    expect(message).toBe(
      "a promise that nobody awaits was rejected: lost; it cannot be told which task has left it behind " +
        '(under way: engine/fixtures/attempts.ts: task "calls"); write await before the call',
    );
  });
});

test("there are sixteen slots unless one says otherwise", () => {
  expect(inProcess()({ dags: new Map(), store: memoryStore() }).slots).toBe(16);
});

test("a DAG that the scheduler does not have is a bug", () => {
  const executor = inProcess()({ dags: new Map(), store: memoryStore() });
  const task = new EmptyOperator({ dag: new DAG(byHand), taskId: "work" });
  expect(() => executor.start(orderOf(task), () => {})).toThrow('no DAG "dag"');
});
