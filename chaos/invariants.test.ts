// Every fault is noticed: a round is described as it should be, and then with one thing changed.

import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openArena, type Arena } from "./arena.ts";
import { workDone } from "./expectations.ts";
import { complaints } from "./invariants.ts";

let arena: Arena;
let acts: string[];
beforeAll(async () => {
  arena = openArena();
  await arena.start({ executor: "in-process", clock: "simulated" }).ended;
  acts = arena.outside();
});
afterAll(() => arena.close());

const expected = workDone(1);
const wrongIn = (outside: readonly string[]) => complaints(arena.storeFile, outside, expected);

/** In a store with something changed. */
function wrongAfter(sql: string): string[] {
  const copy = join(arena.folder, `${copies++}.db`);
  const database = new DatabaseSync(arena.storeFile);
  database.exec(`VACUUM INTO '${copy}'`);
  database.close();
  const changed = new DatabaseSync(copy);
  changed.exec(sql);
  changed.close();
  return complaints(copy, acts, expected);
}
let copies = 0;

test("a round in which nothing went wrong", () => {
  expect(acts.length).toBeGreaterThan(30);
  expect(wrongIn(acts)).toEqual([]);
});

describe("the outside file shows that", () => {
  const ofFlaky = (line: string, tryNumber: number) => line.includes(` flaky ${tryNumber} `);

  test("a try was still at work when the next one had begun", () => {
    const late = acts.findLast((line) => ofFlaky(line, 1)) ?? "";
    expect(wrongIn([...acts, late])).toContainEqual(
      expect.stringMatching(/flaky: try 1 \(process \d+\) was still at it when try 2 had begun/),
    );
  });
  test("a try was started twice", () => {
    const start = acts.find((line) => ofFlaky(line, 2) && line.endsWith(" start")) ?? "";
    expect(wrongIn([...acts, start])).toContainEqual(
      expect.stringMatching(/flaky: try 2 was started 2 times/),
    );
  });
  test("a try did its work twice", () => {
    const end = acts.find((line) => ofFlaky(line, 2) && line.endsWith(" end")) ?? "";
    expect(wrongIn([...acts, end])).toContainEqual(expect.stringMatching(/flaky: try 2 has ended 2 times/));
  });
  test("a try is not on record", () => {
    const unknown = acts
      .filter((line) => ofFlaky(line, 2))
      .map((line) => line.replace(" flaky 2 ", " flaky 3 "));
    expect(wrongIn([...acts, ...unknown])).toContainEqual(
      expect.stringMatching(/flaky: try 3 is not on record/),
    );
  });
  test("a success did not do its work", () => {
    const without = acts.filter((line) => !(ofFlaky(line, 2) && line.endsWith(" end")));
    expect(wrongIn(without)).toContainEqual(
      expect.stringMatching(/flaky: try 2 succeeded, and did not do its work/),
    );
  });
});

describe("the record shows that", () => {
  test.each([
    ["a run is missing", "DELETE FROM run WHERE dag_id = 'asked'", /DAG asked has 0 runs, not 1/],
    [
      "a run ended differently",
      "UPDATE run SET state = 'failed' WHERE dag_id = 'main'",
      /is failed, not success/,
    ],
    ["a task is lost", "DELETE FROM task_instance WHERE task_id = 'sum'", /sum is lost/],
    [
      "a task ended differently",
      "UPDATE task_instance SET state = 'none' WHERE task_id = 'sum'",
      /sum is none/,
    ],
    [
      "an attempt is open",
      "UPDATE attempt SET finished_at = NULL WHERE task_id = 'sum'",
      /try 1 has not ended/,
    ],
    ["a try is missing", "DELETE FROM attempt WHERE task_id = 'flaky' AND try_number = 1", /its tries are 2/],
    [
      "two tries succeeded",
      "UPDATE attempt SET state = 'success' WHERE task_id = 'flaky'",
      /2 tries have succeeded/,
    ],
    [
      "no try succeeded",
      "UPDATE attempt SET state = 'failed' WHERE task_id = 'sum'",
      /0 tries have succeeded/,
    ],
    ["an XCom is an earlier try's", "UPDATE xcom SET value = '1' WHERE task_id = 'flaky'", /not from try 2/],
    [
      "an attempt ended twice",
      "INSERT INTO event SELECT NULL, at, dag_id, run_id, task_id, try_number, state, detail FROM event WHERE task_id = 'sum' AND state = 'success'",
      /sum try 1 ended twice/,
    ],
    [
      "an attempt started twice",
      "INSERT INTO event SELECT NULL, at, dag_id, run_id, task_id, try_number, state, detail FROM event WHERE task_id = 'sum' AND state = 'running'",
      /sum try 1 started after it was success/,
    ],
  ])("%s", (_, sql, complaint) => {
    expect(wrongAfter(sql)).toContainEqual(expect.stringMatching(complaint));
  });
});
