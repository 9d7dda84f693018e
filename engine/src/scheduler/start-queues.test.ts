import { expect, test } from "vitest";
import { identity, Play, taskPlan } from "../core/testing.ts";
import { DAG } from "../dag.ts";
import { byHand } from "../testing.ts";
import { StartQueues } from "./start-queues.ts";

const dag = new DAG(byHand);
const tasks = ["a", "b", "c"].map((taskId) => taskPlan(taskId));

/** A run that has just begun, and a way to go on with it. */
function begun(days = 0) {
  const play = new Play(tasks, {}, { logicalDate: identity.logicalDate + days * 86_400_000 }).begin();
  const active = { key: `run ${days}`, dag, run: play.run };
  const startOf = (taskId: string) => ({ active, taskId, tryNumber: 1 });
  const goOn = (change: (play: Play) => Play) => (active.run = change(play).run);
  return { active, startOf, goOn };
}

function firstOf(queues: StartQueues, room: number, free = 0): string[] {
  const found = queues.first({ isPaused: () => false, roomFor: () => room, free });
  return found.map(({ active, taskId }) => `${active.key}: ${taskId}`);
}

test("the older run comes first, and in a run what came first", () => {
  const queues = new StartQueues();
  const [old, young] = [begun(0), begun(1)];
  for (const start of [young.startOf("a"), old.startOf("b"), old.startOf("a")]) queues.add(start);
  expect(firstOf(queues, 9)).toEqual(["run 0: b", "run 0: a", "run 1: a"]);
});

test("no more are looked at than there is room for", () => {
  const queues = new StartQueues();
  const { startOf } = begun();
  for (const id of ["a", "b", "c"]) queues.add(startOf(id));
  expect(firstOf(queues, 2)).toEqual(["run 0: a", "run 0: b"]);
  expect(firstOf(queues, 0)).toEqual([]);
});

test("what is asked for twice waits once, in its first place", () => {
  const queues = new StartQueues();
  const { startOf } = begun();
  for (const id of ["a", "b", "a"]) queues.add(startOf(id));
  expect(firstOf(queues, 9)).toEqual(["run 0: a", "run 0: b"]);
});

test("what somebody has marked in the meantime leaves its place to the next", () => {
  const queues = new StartQueues();
  const { startOf, goOn } = begun();
  for (const id of ["a", "b"]) queues.add(startOf(id));
  goOn((play) => play.play({ type: "task marked", taskId: "a", state: "success" }));
  expect(firstOf(queues, 1)).toEqual(["run 0: b"]);
});

test("what waits for a slot is counted, and needs no more room in its DAG", () => {
  const queues = new StartQueues();
  const { startOf, goOn } = begun();
  queues.add(startOf("a"));
  const [start] = queues.first({ isPaused: () => false, roomFor: () => 1, free: 0 });
  goOn((play) => play.play({ type: "task queued", taskId: "a" }));
  if (start) queues.moveToQueued(start);
  expect(queues.countQueued().get(dag.dagId)).toBe(1);
  expect(firstOf(queues, 0, 1)).toEqual(["run 0: a"]);
});
