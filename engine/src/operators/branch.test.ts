import { describe, expect, test } from "vitest";
import { displayPath } from "@daglings/words";
import { chain, DAG } from "../dag.ts";
import { simulate, describeRuns } from "../scheduler/testing.ts";
import { attempt, byHand, ownerOf, failureOf } from "../testing.ts";
import { BranchOperator } from "./branch.ts";
import { EmptyOperator } from "./empty.ts";

const here = `${displayPath(import.meta.filename)}: task "choose"`;

function branch(choice: unknown): BranchOperator {
  const dag = new DAG(byHand);
  const choose = new BranchOperator({ dag, taskId: "choose", callable: () => choice as string });
  const [left, right] = ["left", "right"].map((taskId) => new EmptyOperator({ dag, taskId }));
  const join = new EmptyOperator({ dag, taskId: "join", triggerRule: "none_failed_min_one_success" });
  if (left && right) chain(choose, [left, right], join);
  return choose;
}

test.each([
  ["left", ["left"], "Following branch left"],
  [["left", "right"], ["left", "right"], "Following branch left, right"],
  [[], [], "Following no branch"],
])("the choice %j is followed", async (choice, follow, line) => {
  const { outcome, xcoms, lines } = await attempt(branch(choice));
  expect(outcome).toEqual({ type: "success", skip: { follow } });
  expect(xcoms).toEqual({ return_value: choice });
  expect(lines).toEqual([line]);
});

test.each([null, undefined])("the choice %s is to follow none, and no result", async (choice) => {
  const { outcome, xcoms } = await attempt(branch(choice));
  expect(outcome).toEqual({ type: "success", skip: { follow: [] } });
  expect(xcoms).toEqual({});
});

test("a choice may take time", async () => {
  expect((await attempt(branch(Promise.resolve("right")))).outcome).toMatchObject({
    skip: { follow: ["right"] },
  });
});

test("an argument may have the name of something in the context, which goes on without it", async () => {
  const dag = new DAG(byHand);
  const opKwargs = { log: "left" };
  const choose = new BranchOperator({ dag, taskId: "choose", opKwargs, callable: ({ log }) => [log] });
  chain(choose, new EmptyOperator({ dag, taskId: "left" }));
  const { outcome, lines } = await attempt(choose);
  expect(outcome).toMatchObject({ skip: { follow: ["left"] } });
  expect(lines).toEqual(["Following branch left"]);
});

describe("refused is", () => {
  test.each([
    ["lfet", `${here}: chose task "lfet", which the DAG does not have; did you mean "left"?`],
    [["left", "middle"], `${here}: chose task "middle", which the DAG does not have`],
    [true, `${here}: its callable returned true; return a task id, a list of them, or null for none`],
    [5, `${here}: its callable returned 5; return a task id, a list of them, or null for none`],
    [
      { left: 1 },
      `${here}: its callable returned {"left":1}; return a task id, a list of them, or null for none`,
    ],
  ])("the choice %j", async (choice, message) => {
    expect(await failureOf(branch(choice))).toBe(message);
  });
});

describe("in a run", () => {
  test.each([
    ["left", "choose success 1 | join success 1 | left success 1 | right skipped 0"],
    ["join", "choose success 1 | join skipped 0 | left skipped 0 | right skipped 0"],
    [null, "choose success 1 | join skipped 0 | left skipped 0 | right skipped 0"],
  ])("the choice %j ends with: %s", async (choice, tasks) => {
    const { store, scheduler } = simulate(ownerOf(branch(choice)), "2019-01-01");
    scheduler.trigger({ dagId: "dag" });
    await scheduler.run();
    expect(describeRuns(store, "dag")).toEqual([`01-01 | 01-01 | success | ${tasks}`]);
  });
});
