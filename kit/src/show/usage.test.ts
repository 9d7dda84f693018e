import { expect, test } from "vitest";
import { openScreen } from "../screen.ts";
import { attemptOf } from "./testing.ts";
import { showUsage, usageCells } from "./usage.ts";

test("what is not known is left empty", () => {
  expect(usageCells(undefined)).toEqual(["", "", "", ""]);
  expect(usageCells({ duration: 31, usage: null })).toEqual(["31 ms", "", "", ""]);
  expect(usageCells({ duration: 31, usage: { cpu: 12.4, peakMemory: null, logBytes: 80 } })).toEqual([
    "31 ms",
    "12 ms",
    "",
    "80 bytes",
  ]);
});

test("the attempts of a task are taken together: times are summed, of memory the most counts", () => {
  const used = (cpu: number | null, peakMemory: number | null) => ({ cpu, peakMemory, logBytes: 100 });
  const lines = showUsage(
    [
      attemptOf({ taskId: "a", duration: 30, usage: used(5, 50e6) }),
      attemptOf({ taskId: "a", duration: 40, usage: used(null, 60e6), tryNumber: 2 }),
      attemptOf({ taskId: "b", duration: null, usage: null }),
    ],
    openScreen({ plain: true, json: false }),
  );
  expect(lines.map((line) => line.trim().split(/ {2,}/))).toEqual([
    [""],
    ["What the attempts have used"],
    ["task", "attempts", "took", "cpu", "memory", "log"],
    ["dag.a", "2", "70 ms", "5 ms", "60.0 MB", "200 bytes"],
    ["dag.b", "1", "0 ms", "no bytes"],
  ]);
  expect(showUsage([], openScreen({ plain: true, json: false }))).toEqual([]);
});
