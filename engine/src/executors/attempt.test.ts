// What every executor does with attempts is in conformance.ts. Here: what is the same function for both.

import { describe, expect, test, vi } from "vitest";
import { displayPath, UsageError } from "@daglings/words";
import type { TaskContext } from "../context.ts";
import { DAG } from "../dag.ts";
import { EnvironmentError, NonRetryableError } from "../errors.ts";
import { BashOperator } from "../operators/bash.ts";
import { FunctionOperator } from "../operators/function.ts";
import { Operator } from "../operators/operator.ts";
import { readTask, type TaskOptions } from "../operators/task-options.ts";
import { memoryStore } from "../store/memory.ts";
import { attempt, byHand, failureOf, orderOf, ownerOf } from "../testing.ts";
import { runAttempt } from "./attempt.ts";
import { StoppedError } from "./under-way.ts";

const here = `${displayPath(import.meta.filename)}: task "work"`;

const work = (callable: (context: TaskContext) => unknown, options: Partial<TaskOptions> = {}) =>
  new FunctionOperator({ dag: new DAG(byHand), taskId: "work", callable, ...options });

const throws = (error: Error) =>
  work(() => {
    throw error;
  });

describe("a failure", () => {
  test.each([
    [new UsageError("wrong option"), "wrong option"],
    [new EnvironmentError("bash is missing"), "bash is missing"],
    [new StoppedError(), new StoppedError().message],
  ])("of the engine's own kinds is reported without place and stack: %s", async (error, message) => {
    const { outcome, lines } = await attempt(throws(error));
    expect(outcome).toMatchObject({ type: "failed", mayRetry: true, error: message });
    expect(lines).toEqual([`Failed: ${message}`]);
  });

  test.each([new TypeError("broken"), new NonRetryableError("no use")])(
    "of any other kind has both: %s",
    async (error) => {
      const { outcome, lines } = await attempt(throws(error));
      expect(outcome).toHaveProperty("error", expect.stringMatching(/^.* \(.*attempt\.test\.ts:\d+\)$/));
      expect(lines.join("\n")).toContain("\n    at ");
    },
  );

  test("that comes from elsewhere has no line of the DAG's file", async () => {
    const error = new Error("broken");
    error.stack = "Error: broken\n    at somewhere (/else/where.ts:5:1)";
    expect(await failureOf(throws(error))).toBe("broken");
  });

  test("of a task that the DAG no longer has is reported as such", async () => {
    const task = work(() => {});
    const dag = ownerOf(task);
    const order = { ...orderOf(task), taskId: "wrok" };
    const parts = { dag, order, store: memoryStore(), stop: new AbortController().signal };
    const { outcome } = await runAttempt({ ...parts, mask: (text) => text, log: () => {} });
    expect(outcome).toHaveProperty(
      "error",
      `${dag.place}: DAG "dag" has no task "wrok"; did you mean "work"?`,
    );
  });

  test("while a template is rendered comes before anything is executed", async () => {
    const callable = vi.fn<() => void>();
    const onExecute = vi.fn<() => void>();
    const task = work(callable, { onExecute });
    expect(await failureOf(Object.assign(task, { fields: { opArgs: ["{{ ds | ds }}"] } }))).toMatch(
      /filter "ds" takes a date such as logical_date, not 2019-01-01/,
    );
    expect([callable, onExecute].map((each) => each.mock.calls.length)).toEqual([0, 0]);
  });
});

describe("onExecute", () => {
  test("is called before the task, with its context", async () => {
    const seen: string[] = [];
    await attempt(work(() => seen.push("task"), { onExecute: ({ ds }) => seen.push(`callback of ${ds}`) }));
    expect(seen).toEqual(["callback of 2019-01-01", "task"]);
  });

  test("is waited for", async () => {
    const seen: string[] = [];
    const onExecute = async () => void seen.push(await Promise.resolve("callback"));
    await attempt(work(() => seen.push("task"), { onExecute }));
    expect(seen).toEqual(["callback", "task"]);
  });

  test.each([
    [new Error("no mail today"), "A callback failed: no mail today"],
    ["text", 'A callback failed: threw "text", which is not an Error; write throw new Error("…")'],
  ])("has no say in what becomes of the task: %s", async (thrown, line) => {
    const onExecute = () => {
      throw thrown;
    };
    const { outcome, lines } = await attempt(work(() => "fine", { onExecute }));
    expect(outcome).toEqual({ type: "success" });
    expect(lines).toEqual([line]);
  });
});

describe("its time", () => {
  test("is not up before it is", async () => {
    const task = work(() => "fine", { executionTimeout: { hours: 1 } });
    expect((await attempt(task)).outcome).toEqual({ type: "success" });
  });

  test("may be longer than any timer", async () => {
    let turns = 0;
    const callable = async () => {
      while (turns < 5) turns += await new Promise<number>((resolve) => void setTimeout(() => resolve(1), 1));
    };
    const { outcome } = await attempt(work(callable, { executionTimeout: { days: 60 } }));
    expect(outcome).toEqual({ type: "success" });
  });

  test("is told to the task, which may end well and has failed nevertheless", async () => {
    const callable = ({ signal }: TaskContext) =>
      new Promise((resolve) => signal.addEventListener("abort", () => resolve("in time")));
    const { outcome, xcoms } = await attempt(work(callable, { executionTimeout: { milliseconds: 20 } }));
    expect(outcome).toMatchObject({
      type: "failed",
      error: "took longer than its executionTimeout of 0.02 s",
    });
    expect(xcoms).toEqual({});
  });

  test("leaves no timer behind when the task has ended", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      await attempt(work(() => "fine", { executionTimeout: { hours: 1 } }));
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("a task that is told to stop", () => {
  test("may push what it likes afterwards: it comes too late", async () => {
    const stop = new AbortController();
    const { promise, resolve } = Promise.withResolvers<TaskContext>();
    const callable = async (context: TaskContext) => {
      context.ti.xcomPush("before", 1);
      resolve(context);
      await new Promise(() => {});
    };
    const attempted = attempt(work(callable), { stop: stop.signal });
    const { ti } = await promise;
    stop.abort(new StoppedError());
    const { xcoms } = await attempted;
    ti.xcomPush("after", 2);
    expect(xcoms).toEqual({ before: 1 });
  });

  test("and has been told so before it begins, does not begin", async () => {
    const callable = vi.fn<() => void>();
    const { outcome } = await attempt(work(callable), { stop: AbortSignal.abort(new StoppedError()) });
    expect(outcome).toMatchObject({ type: "failed", error: new StoppedError().message });
    expect(callable).not.toHaveBeenCalled();
  });

  test("is not waited for, unless it is known to heed that", async () => {
    let stop = new AbortController();
    class Patient extends Operator {
      execute(_: object, { signal, log }: TaskContext): Promise<void> {
        setTimeout(() => stop.abort(new StoppedError()));
        return new Promise((resolve) => {
          signal.addEventListener("abort", () => {
            setTimeout(() => {
              log("tidied up");
              resolve();
            }, 5);
          });
        });
      }
    }
    const linesOf = async (heedsSignal: boolean) => {
      const options = { dag: new DAG(byHand), taskId: "work" };
      const task = new Patient(readTask(options, {}), {}, { heedsSignal });
      stop = new AbortController();
      return (await attempt(task, { stop: stop.signal })).lines.includes("tidied up");
    };
    expect([await linesOf(true), await linesOf(false)]).toEqual([true, false]);
  });
});

describe("a template file", () => {
  test("is only looked for in the fields that may name one", async () => {
    const options = {
      dag: new DAG(byHand),
      taskId: "work",
      bashCommand: "echo $NAME",
      env: { NAME: "run.sh" },
    };
    expect((await attempt(new BashOperator(options))).xcoms).toEqual({ return_value: "run.sh" });
    const task = new FunctionOperator({
      dag: new DAG(byHand),
      taskId: "work",
      templatesDict: { file: "run.sh" },
      callable: ({ templatesDict: { file } }) => file,
    });
    expect((await attempt(task)).xcoms).toEqual({ return_value: "run.sh" });
  });

  test("that is missing is reported with its place, once", async () => {
    const task = new BashOperator({ dag: new DAG(byHand), taskId: "work", bashCommand: "run.bash" });
    expect(await failureOf(task)).toBe(
      `${here}: template file "run.bash" is not beside the DAG's file; ` +
        "it ends like a template file; to have it taken as it is, end it with a space",
    );
  });
});
