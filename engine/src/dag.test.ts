import { describe, expect, test } from "vitest";
import { displayPath } from "@daglings/words";
import { chain, DAG } from "./dag.ts";
import { EmptyOperator } from "./operators/empty.ts";
import { refusalOf } from "@daglings/words/testing";
import { byHand } from "./testing.ts";

const here = displayPath(import.meta.filename);

function ownerOf(...taskIds: string[]): { dag: DAG; tasks: EmptyOperator[] } {
  const dag = new DAG(byHand);
  return { dag, tasks: taskIds.map((taskId) => new EmptyOperator({ dag, taskId })) };
}

/** `a → b` for each pair of tasks that run one after the other. */
function order(dag: DAG): string[] {
  return dag.tasks.flatMap((task) => task.upstream.map((id) => `${id} → ${task.taskId}`));
}

describe("a DAG", () => {
  test("knows the file in which it was written, and is named after it", () => {
    const dag = new DAG({ schedule: null });
    expect(dag).toMatchObject({ file: import.meta.filename, place: here, dagId: "dag.test" });
  });

  test("may have a name of its own", () => {
    expect(new DAG({ schedule: null, dagId: "mine" }).dagId).toBe("mine");
  });

  test("has its tasks in the order in which they were written, and finds them by name", () => {
    const { dag, tasks } = ownerOf("b", "a", "c");
    expect(dag.tasks).toEqual(tasks);
    expect(dag.task("a")).toBe(tasks[1]);
  });

  test("has a plan, which is made again when a task or a link is added", () => {
    const { dag, tasks } = ownerOf("a", "b");
    const ids = () => dag.plan.tasks.map(({ taskId, downstream }) => [taskId, downstream]);
    expect(dag.plan).toBe(dag.plan);
    expect(ids()).toEqual([
      ["a", []],
      ["b", []],
    ]);
    chain(...tasks.toReversed());
    expect(ids()).toEqual([
      ["b", ["a"]],
      ["a", []],
    ]);
    chain(new EmptyOperator({ dag, taskId: "c" }));
    expect(dag.plan.tasks).toHaveLength(3);
  });

  test("has its settings in its plan", () => {
    const dates = { startDate: "2019-01-01", endDate: "2019-01-05" };
    const limits = { catchup: false, maxActiveRuns: 3, maxActiveTasks: 4 };
    const dag = new DAG({ ...dates, ...limits, schedule: "@daily", dagId: "mine", dagRunTimeout: "PT1H" });
    expect(dag.plan).toMatchObject({
      ...limits,
      dagId: "mine",
      startDate: 1_546_300_800_000,
      endDate: 1_546_646_400_000,
      dagRunTimeout: 3_600_000,
    });
    expect(new DAG(byHand).plan).toMatchObject({ startDate: null, endDate: null, dagRunTimeout: null });
  });

  test.each([
    [{ dagId: "my dag" }, `dagId is "my dag"; it may have up to 250 letters, digits, "_", "-" and "."`],
    [{ shedule: null }, `option "shedule" is unknown; did you mean "schedule"?`],
  ])("that is written wrongly is refused, with its file: %j", (options, message) => {
    expect(refusalOf(() => new DAG({ schedule: null, ...options }))).toBe(`UsageError: ${here}: ${message}`);
  });

  test("does not have a task twice", () => {
    const { dag } = ownerOf("fetch");
    expect(refusalOf(() => new EmptyOperator({ dag, taskId: "fetch" }))).toBe(
      `UsageError: ${here}: task "fetch": DAG "dag" has a task of that name already; give it another taskId`,
    );
    expect(dag.tasks).toHaveLength(1);
  });

  test("says which tasks it has when asked for another", () => {
    const { dag } = ownerOf("fetch_events", "send");
    expect(refusalOf(() => dag.task("fetch_event"))).toBe(
      `UsageError: ${here}: DAG "dag" has no task "fetch_event"; did you mean "fetch_events"?`,
    );
    expect(refusalOf(() => dag.task("x"))).toBe(
      `UsageError: ${here}: DAG "dag" has no task "x"; its tasks are fetch_events, send`,
    );
  });
});

describe("chain", () => {
  test("puts tasks one after the other", () => {
    const { dag, tasks } = ownerOf("a", "b", "c");
    chain(...tasks);
    expect(order(dag)).toEqual(["a → b", "b → c"]);
  });

  test("puts a task before and after each of a list", () => {
    const { dag, tasks } = ownerOf("a", "b", "c", "d");
    const [a, b, c, d] = tasks as [EmptyOperator, EmptyOperator, EmptyOperator, EmptyOperator];
    chain(a, [b, c], d);
    expect(order(dag)).toEqual(["a → b", "a → c", "b → d", "c → d"]);
  });

  test("joins two lists one by one", () => {
    const { dag, tasks } = ownerOf("a", "b", "c", "d");
    chain(tasks.slice(0, 2), tasks.slice(2));
    expect(order(dag)).toEqual(["a → c", "b → d"]);
  });

  test("said twice is the same as said once", () => {
    const { dag, tasks } = ownerOf("a", "b");
    chain(...tasks);
    chain(...tasks);
    expect(order(dag)).toEqual(["a → b"]);
  });

  test("of nothing, or of one task, does nothing", () => {
    const { dag, tasks } = ownerOf("a");
    chain();
    chain(...tasks);
    expect(order(dag)).toEqual([]);
  });

  test("refuses lists that are not equally long", () => {
    const { dag, tasks } = ownerOf("a", "b", "c", "d", "e");
    expect(refusalOf(() => chain(tasks.slice(0, 2), tasks.slice(2)))).toBe(
      `UsageError: ${here}: task "a": chain got a list of 2 tasks next to a list of 3; ` +
        "they must be equally long, or put a single task between them",
    );
    expect(refusalOf(() => chain([], tasks))).toBe(
      "UsageError: chain: chain got a list of 0 tasks next to a list of 5; " +
        "they must be equally long, or put a single task between them",
    );
    expect(order(dag)).toEqual([]);
  });

  test("refuses a task of another DAG", () => {
    const [first, second] = [new DAG({ ...byHand, dagId: "first" }), new DAG({ ...byHand, dagId: "second" })];
    const fetch = new EmptyOperator({ dag: first, taskId: "fetch" });
    const send = new EmptyOperator({ dag: second, taskId: "send" });
    expect(refusalOf(() => chain(fetch, send))).toBe(
      `UsageError: ${here}: task "send" belongs to DAG "second" and cannot be chained with a task of DAG "first"; ` +
        "to wait for another DAG, use an ExternalTaskSensor",
    );
    expect(send.upstream).toEqual([]);
  });

  test("refuses a cycle, and names its path", () => {
    const { tasks } = ownerOf("fetch", "calculate", "send");
    const [fetch, calculate, send] = tasks as [EmptyOperator, EmptyOperator, EmptyOperator];
    chain(fetch, calculate, send);
    expect(refusalOf(() => chain(send, calculate))).toBe(
      `UsageError: ${here}: task "calculate" → "send" → "calculate" is a cycle: a task cannot run before itself; ` +
        "take one of these links out",
    );
  });

  test("refuses a task before itself", () => {
    const { tasks } = ownerOf("a");
    expect(refusalOf(() => chain(...tasks, ...tasks))).toMatch(/: task "a" → "a" is a cycle:/);
  });
});
