import { ApprovalSensor, chain, DAG, EmptyOperator } from "@daglings/engine";
import { expect, test } from "vitest";
import { approvalsIn } from "./approved.ts";

test("a task was approved if what comes after it was not skipped", () => {
  const dag = new DAG({ dagId: "asks", schedule: "@daily", startDate: "2019-01-01" });
  const asks = new ApprovalSensor({ dag, taskId: "asks", subject: "Go on?" });
  const after = ["one", "other"].map((taskId) => new EmptyOperator({ dag, taskId }));
  const apart = new EmptyOperator({ dag, taskId: "apart" });
  chain(asks, after);
  const runOf = (day: string, states: Readonly<Record<string, string>>) => ({
    runId: day,
    runType: "scheduled" as const,
    logicalDate: day,
    dataIntervalStart: day,
    dataIntervalEnd: day,
    createdAt: day,
    state: "success",
    tasks: Object.entries(states).map(([taskId, state]) => ({ taskId, state, tryNumber: 1 })),
  });
  const others = { asks: "success", [apart.taskId]: "success" };
  const isApproved = approvalsIn(dag, {
    dagId: "asks",
    runs: [
      runOf("approved", { ...others, one: "success", other: "success" }),
      runOf("refused", { ...others, one: "skipped", other: "skipped" }),
    ],
  });
  expect(isApproved("approved", "asks")).toBe(true);
  expect(isApproved("refused", "asks")).toBe(false);
  expect(isApproved("missing", "asks")).toBe(false);
});
