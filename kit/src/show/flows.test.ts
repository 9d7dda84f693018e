import { expect, test } from "vitest";
import { openScreen } from "../screen.ts";
import { showFlows } from "./flows.ts";

const state = (name: string) => ({ type: "COMPLETED", name }) as const;
const flows = [
  {
    flowRunId: "pipeline-1",
    flow: "pipeline",
    state: state("Completed"),
    tasks: [
      { name: "fetch", call: 1, state: state("Completed"), tries: 3 },
      { name: "fetch", call: 2, state: state("Cached"), tries: 0 },
      { name: "report", call: 1, state: state("Completed"), tries: 1 },
    ],
  },
  { flowRunId: "other-2", flow: "other", state: state("Odd"), tasks: [] },
];

const terminal = { stdout: { write: () => {} }, stderr: {}, env: {} };

test("each run of a flow is a line: what it has called how often, and what was special about it", () => {
  expect(showFlows(flows, openScreen({ plain: false, json: false }, terminal))).toEqual([
    "  pipeline-1  Completed  fetch 2 (1 Cached, up to 3 tries), report 1",
    "  other-2     Odd        no call",
  ]);
});

test("plain, nothing is aligned", () => {
  expect(showFlows(flows, openScreen({ plain: true, json: false }, terminal))[0]).toBe(
    "  pipeline-1: Completed; fetch 2 (1 Cached, up to 3 tries), report 1",
  );
});
