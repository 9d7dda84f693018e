import { expect, test } from "vitest";
import { jobLine, jobLines } from "./job-line.ts";

const summary = {
  job: "17_hybrid_control_flow-scheduled__2024-01-15T00-00-00-00-00",
  state: "working",
  why: null,
  total: 151,
  tasks: { pending: 46, running: 4, completed: 101, failed: 0, upstream_failed: 0 },
  running: [],
  failed: [],
} as const;

test("a job is a line or, if that is too long for the terminal, two lines that fit", () => {
  const bar = "████████████████░░░░░░░░ working: 101/151 done, 4 running, 46 pending";
  expect(jobLine(summary)).toBe(`${summary.job} ${bar}`);
  expect(jobLines(summary)).toEqual([`${summary.job} ${bar}`]);
  expect(jobLines(summary, 80)).toEqual([summary.job, `  ${bar}`]);
  expect(jobLines({ ...summary, job: "a" }, 80)).toEqual([`a ${bar}`]);
});
