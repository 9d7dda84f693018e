import type { Comparison } from "@daglings/lessons";
import { describe, expect, test } from "vitest";
import { judge, passesRun } from "./judge.ts";
import { broke } from "./mishap.ts";
import { different, dueCheck, findings, same, seen } from "./testing.ts";

const statuses = (verdicts: ReturnType<typeof judge>) =>
  Object.fromEntries(verdicts.map(({ due, status }) => [due.check.id, status]));

describe("a check", () => {
  test("passes if everything that it compares is the same", () => {
    const [verdict] = judge([dueCheck({ id: "1", finds: [same, same] })], [findings()]);
    expect(verdict).toMatchObject({ status: "pass", compared: 2, trouble: null });
  });

  test("fails with the first difference", () => {
    const second: Comparison = { what: "another", expected: "x", actual: "y" };
    const [verdict] = judge(
      [dueCheck({ id: "1", name: "files", finds: [same, different, second] })],
      [findings()],
    );
    expect(verdict).toMatchObject({
      status: "fail",
      compared: 3,
      trouble: { message: "files; look at a file", what: "a file", expected: "1", actual: "2" },
    });
  });

  test("may decide itself whether a difference matters", () => {
    const due = [
      dueCheck({ id: "1", finds: [{ ...different, holds: true }] }),
      dueCheck({ id: "2", finds: [{ ...same, holds: false }] }),
    ];
    expect(statuses(judge(due, [findings()]))).toEqual({ 1: "pass", 2: "fail" });
  });

  test("is an error if nothing was compared", () => {
    const [verdict] = judge([dueCheck({ id: "1", finds: [] })], [findings()]);
    expect(verdict).toMatchObject({
      status: "error",
      trouble: { message: 'nothing to look at in the experiment "run"' },
    });
  });

  test("is an error if nothing was seen", () => {
    const [verdict] = judge([dueCheck({ id: "1", experiment: "outage" })], [findings()]);
    expect(verdict).toMatchObject({
      status: "error",
      trouble: { message: 'nothing to look at in the experiment "outage"' },
    });
  });

  test("reports a mishap of the experiment that it looks at", () => {
    const troubles = {
      again: { message: "still running after 20 s", status: "fail" },
      outage: { message: "does not parse", status: "error" },
    } as const;
    const due = [dueCheck({ id: "1", experiment: "again" }), dueCheck({ id: "2", experiment: "outage" })];
    const verdicts = judge(due, [findings({ troubles })]);
    expect(verdicts.map(({ status, trouble }) => [status, trouble?.message])).toEqual([
      ["fail", "still running after 20 s"],
      ["error", "does not parse"],
    ]);
  });

  test("that breaks is a bug in the kit, and breaks no other check", () => {
    const judgeBadly = () => {
      throw new TypeError("of undefined");
    };
    const verdicts = judge([dueCheck({ id: "1", judge: judgeBadly }), dueCheck({ id: "2" })], [findings()]);
    expect(statuses(verdicts)).toEqual({ 1: "error", 2: "pass" });
    expect(verdicts[0]?.trouble?.message).toMatch(`${broke}: check 1: TypeError: of undefined`);
  });
});

describe("a check is skipped", () => {
  test("if one that it needs did not pass, and so are those that need it in turn", () => {
    const due = [
      dueCheck({ id: "1", finds: [different] }),
      dueCheck({ id: "2", requires: ["1"] }),
      dueCheck({ id: "3", requires: ["2"] }),
      dueCheck({ id: "4" }),
    ];
    const verdicts = judge(due, [findings()]);
    expect(statuses(verdicts)).toEqual({ 1: "fail", 2: "skip", 3: "skip", 4: "pass" });
    expect(verdicts[1]?.trouble?.message).toBe("not looked at before check 1 passes");
  });

  test("if it looks at another experiment of a version that does not run well", () => {
    const due = [dueCheck({ id: "1", finds: [different] }), dueCheck({ id: "2", experiment: "again" })];
    expect(statuses(judge(due, [findings({ observed: [seen("run"), seen("again")] })]))).toEqual({
      1: "fail",
      2: "skip",
    });
  });

  test("if something fails, and leaves it nothing to look at", () => {
    const due = [dueCheck({ id: "1", finds: [] }), dueCheck({ id: "2", finds: [different] })];
    expect(statuses(judge(due, [findings()]))).toEqual({ 1: "skip", 2: "fail" });
  });
});

describe("of several seeds", () => {
  const bySeed = (good: readonly number[]) =>
    dueCheck({ id: "1", judge: ({ seed }) => [good.includes(seed) ? same : different] });
  const both = [findings({ seed: 0 }), findings({ seed: 7 })];

  test("the first for which a check does not pass decides", () => {
    expect(judge([bySeed([0])], both)).toMatchObject([{ status: "fail", seed: 7, compared: 2 }]);
    expect(judge([bySeed([7])], both)).toMatchObject([{ status: "fail", seed: 0 }]);
    expect(judge([bySeed([])], both)).toMatchObject([{ status: "fail", seed: 0 }]);
  });

  test("all must pass", () => {
    expect(judge([bySeed([0, 7])], both)).toMatchObject([{ status: "pass", seed: 0, compared: 2 }]);
  });

  test("none at all proves nothing", () => {
    expect(() => judge([bySeed([0])], [])).toThrow("nothing was tried out");
  });
});

describe("more than the first experiment is worth while", () => {
  const others = dueCheck({ id: "9", experiment: "again", finds: [different] });

  test("if all checks that look at it pass", () => {
    expect(passesRun([dueCheck({ id: "1" }), others], seen("run"))).toBe(true);
  });

  test("but not if one fails, or has compared nothing", () => {
    expect(passesRun([dueCheck({ id: "1" }), dueCheck({ id: "2", finds: [different] })], seen("run"))).toBe(
      false,
    );
    expect(passesRun([dueCheck({ id: "1", finds: [] })], seen("run"))).toBe(false);
  });
});
