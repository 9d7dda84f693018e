import { expect, test } from "vitest";
import { askAgain } from "./ask-again.ts";

const input = {
  updateName: "adopt",
  args: [],
  workflowExecution: { workflowId: "dag" },
  headers: {},
  options: {},
};
const failed = (type: string) => ({
  updateId: type,
  workflowRunId: "run",
  outcome: { failure: { applicationFailureInfo: { type } } },
});
const done = { updateId: "done", workflowRunId: "run", outcome: { success: {} } };

async function askedOf(answers: readonly (typeof done | ReturnType<typeof failed>)[]) {
  let asked = 0;
  const answer = await askAgain.startUpdate(input, () =>
    Promise.resolve(answers[asked++] ?? failed("UnprocessedUpdate")),
  );
  return [answer.updateId, asked];
}

test("what was lost with a worker is sent again, and what was refused is not", async () => {
  expect(await askedOf([failed("UnprocessedUpdate"), failed("UnprocessedUpdate"), done])).toEqual([
    "done",
    3,
  ]);
  expect(await askedOf([failed("UsageError"), done])).toEqual(["UsageError", 1]);
});

test("nobody asks for ever", async () => {
  expect(await askedOf([])).toEqual(["UnprocessedUpdate", 20]);
});
