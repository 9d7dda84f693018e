import { describe, expect, test } from "vitest";
import { displayPath } from "@daglings/words";
import type { TaskContext } from "../context.ts";
import { DAG } from "../dag.ts";
import { NonRetryableError, SkipError } from "../errors.ts";
import { refusalOf } from "@daglings/words/testing";
import { attempt, byHand, failureOf } from "../testing.ts";
import { FunctionOperator } from "./function.ts";
import type { Operator } from "./operator.ts";

const here = `${displayPath(import.meta.filename)}: task "work"`;
const work = () => ({ dag: new DAG(byHand), taskId: "work" });

async function resultOf(task: Operator): Promise<unknown> {
  return (await attempt(task)).xcoms["return_value"];
}

describe("a callable gets", () => {
  test("the context", async () => {
    const callable = ({ ds, ti, dag, params }: TaskContext) => [ds, ti.taskId, dag.dagId, params];
    const task = new FunctionOperator({ ...work(), params: { a: 1 }, callable });
    expect(await resultOf(task)).toEqual(["2019-01-01", "work", "dag", { a: 1 }]);
  });

  test("its templatesDict, rendered", async () => {
    const task = new FunctionOperator({
      ...work(),
      templatesDict: { path: "data/{{ds}}.json", list: ["{{ ds_nodash }}", 5], "{{ds}}": null },
      callable: ({ templatesDict }) => templatesDict,
    });
    expect(await resultOf(task)).toEqual({
      path: "data/2019-01-01.json",
      list: ["20190101", 5],
      "{{ds}}": null,
    });
  });

  test("nothing as templatesDict where there is none", async () => {
    const task = new FunctionOperator({
      ...work(),
      callable: ({ templatesDict }) => [templatesDict === undefined],
    });
    expect(await resultOf(task)).toEqual([true]);
  });

  test("its opArgs in front of the context, rendered", async () => {
    const task = new FunctionOperator({
      ...work(),
      opArgs: ["{{ds}}", 5, ["{{ tomorrow_ds }}"]],
      callable: (day, number, list, { ds }) => [day, number, list, ds],
    });
    expect(await resultOf(task)).toEqual(["2019-01-01", 5, ["2019-01-02"], "2019-01-01"]);
  });

  test("its opKwargs by name, rendered, and before what the context has under that name", async () => {
    const task = new FunctionOperator({
      ...work(),
      opKwargs: { email: "{{ ds }}@example.com", ds: 5, nested: { deep: "{{ds}}" } },
      callable: ({ email, ds, nested, dsNodash }) => [email, ds, nested, dsNodash],
    });
    expect(await resultOf(task)).toEqual(["2019-01-01@example.com", 5, { deep: "2019-01-01" }, "20190101"]);
  });

  test("the same context again in the next attempt: what it changed there is gone", async () => {
    const task = new FunctionOperator({
      ...work(),
      opKwargs: { list: ["a"] as string[] },
      callable: ({ list }) => (list as string[]).push("b"),
    });
    expect([await resultOf(task), await resultOf(task)]).toEqual([2, 2]);
  });
});

describe("what a callable returns", () => {
  test("is its result, even if it takes time", async () => {
    const later = async () => await Promise.resolve({ rows: [1, 2] });
    expect(await resultOf(new FunctionOperator({ ...work(), callable: later }))).toEqual({ rows: [1, 2] });
  });

  test.each([undefined, null])("that is %s does not count as one", async (nothing) => {
    expect((await attempt(new FunctionOperator({ ...work(), callable: () => nothing }))).xcoms).toEqual({});
  });

  test.each([0, "", false])("is a result when it is %j", async (value) => {
    expect(await resultOf(new FunctionOperator({ ...work(), callable: () => value }))).toBe(value);
  });

  test("is not kept if doXComPush is false, but what it pushes itself is", async () => {
    const callable = ({ ti }: TaskContext) => {
      ti.xcomPush("rows", 3);
      return "text";
    };
    const task = new FunctionOperator({ ...work(), doXComPush: false, callable });
    expect((await attempt(task)).xcoms).toEqual({ rows: 3 });
  });

  test("fails the task when JSON cannot hold it; what was pushed before is kept", async () => {
    const circular: Record<string, unknown> = {};
    circular["self"] = circular;
    const callable = ({ ti }: TaskContext) => {
      ti.xcomPush("rows", 3);
      return circular;
    };
    const { outcome, xcoms } = await attempt(new FunctionOperator({ ...work(), callable }));
    expect(outcome).toEqual({
      type: "failed",
      mayRetry: true,
      error:
        `${here}: its XCom "return_value" cannot be written as JSON; ` +
        "return a part of it, or nothing, or set doXComPush: false",
    });
    expect(xcoms).toEqual({ rows: 3 });
  });

  test.each([1000, 1001, 20_000])("fails the task when it is nested too deeply: %d lists", async (depth) => {
    let deep: unknown = null;
    for (let each = 0; each < depth; each++) deep = [deep];
    const { outcome } = await attempt(new FunctionOperator({ ...work(), callable: () => deep }));
    expect(outcome.type).toBe(depth > 1000 ? "failed" : "success");
  });
});

describe("what a callable throws", () => {
  const throws = (thrown: unknown) =>
    new FunctionOperator({
      ...work(),
      callable: () => {
        throw thrown;
      },
    });

  test("fails the task, and says where it comes from", async () => {
    const { outcome, lines } = await attempt(throws(new TypeError("no such thing")));
    expect(outcome).toMatchObject({ type: "failed", mayRetry: true });
    expect(outcome).toHaveProperty(
      "error",
      expect.stringMatching(/^no such thing \(.*function\.test\.ts:\d+\)$/),
    );
    expect(lines.join("\n")).toMatch(/^Failed: no such thing \(.*\)\nTypeError: no such thing\n +at /);
  });

  test("skips the task if it is a SkipError", async () => {
    const { outcome, lines } = await attempt(throws(new SkipError("no events today")));
    expect(outcome).toEqual({ type: "skipped" });
    expect(lines).toEqual(["Skipped: no events today"]);
  });

  test("fails the task for good if it is a NonRetryableError", async () => {
    const { outcome } = await attempt(throws(new NonRetryableError("no use")));
    expect(outcome).toMatchObject({ type: "failed", mayRetry: false });
  });

  const circular: Record<string, unknown> = {};
  circular["self"] = circular;

  test.each([
    ["boom", '"boom"'],
    [undefined, "undefined"],
    [circular, "[object Object]"],
    [{ code: 5 }, '{"code":5}'],
  ])("may be no Error: %j", async (thrown, shown) => {
    const { outcome, lines } = await attempt(throws(thrown));
    const error = `${here}: threw ${shown}, which is not an Error; write throw new Error("…")`;
    expect(outcome).toEqual({ type: "failed", mayRetry: true, error });
    expect(lines).toEqual([`Failed: ${error}`]); // no stack: it would be the engine's own
  });
});

describe("a template", () => {
  test.each([
    ["templatesDict", { templatesDict: { path: "{{ dss }}" } }],
    ["opArgs", { opArgs: ["{{ dss }}"] }],
    ["opKwargs", { opKwargs: { path: ["{{ dss }}"] } }],
  ])("in %s with a typing slip fails before the callable is called", async (_, options) => {
    let isCalled = false;
    const callable = () => void (isCalled = true);
    const task = new FunctionOperator({ ...work(), ...options, callable } as never);
    expect(await failureOf(task)).toBe(`${here}: template variable "dss" is unknown; did you mean "ds"?`);
    expect(isCalled).toBe(false);
  });
});

describe("refused is", () => {
  test.each([
    ["a missing callable", {}, 'option "callable" is missing; write callable() { … }'],
    ["a callable that is none", { callable: "work" }, 'option "callable" is "work"; write callable() { … }'],
    [
      "Python's name for it",
      { python_callable: 5 },
      'option "python_callable" is called "callable" here; write callable: …',
    ],
    [
      "a templatesDict that is none",
      { callable: () => {}, templatesDict: "{{ds}}" },
      'templatesDict is "{{ds}}"; it must be an object, as in { name: "value" }',
    ],
    ["opArgs that is not a list", { callable: () => {}, opArgs: "a" }, 'opArgs is "a"; it must be a list'],
    [
      "opKwargs that are a list",
      { callable: () => {}, opKwargs: ["a"] },
      'opKwargs is ["a"]; it must be an object, as in { name: "value" }',
    ],
  ])("%s", (_, options, message) => {
    expect(refusalOf(() => new FunctionOperator({ ...work(), ...options } as never))).toContain(
      `UsageError: ${here}: ${message}`,
    );
  });
});
