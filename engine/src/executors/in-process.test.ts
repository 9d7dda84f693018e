import { expect, test } from "vitest";
import { DAG } from "../dag.ts";
import { EmptyOperator } from "../operators/empty.ts";
import { memoryStore } from "../store/memory.ts";
import { byHand, orderOf } from "../testing.ts";
import { testExecutor } from "./conformance.ts";
import { inProcess } from "./in-process.ts";

testExecutor(inProcess);

test("there are sixteen slots unless one says otherwise", () => {
  expect(inProcess()({ dags: new Map(), store: memoryStore() }).slots).toBe(16);
});

test("a DAG that the scheduler does not have is a bug", () => {
  const executor = inProcess()({ dags: new Map(), store: memoryStore() });
  const task = new EmptyOperator({ dag: new DAG(byHand), taskId: "work" });
  expect(() => executor.start(orderOf(task), () => {})).toThrow('no DAG "dag"');
});
