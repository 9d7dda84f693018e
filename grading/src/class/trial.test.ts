import { fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { entryFile, findLesson } from "../../../stage/src/catalogue.ts";
import { usualLimits } from "../trial/limits.ts";
import { openTrials } from "./trial.ts";

const integrity = { course: "0123456789abcdef", engine: "ok", checks: "ok", files: [] } as const;

test(
  "what a submission has said is shortened, and its paths begin at work",
  { timeout: 60_000 },
  async () => {
    const lesson = findLesson("01");
    const text = `throw new Error(import.meta.filename + " " + "x".repeat(10_000));\n${readFileSync(entryFile(lesson), "utf8")}`;
    const files = new Map([["dag.ts", Buffer.from(text)]]);
    const submission = { student: "ana", lessons: new Map([[lesson.name, files]]), problem: null };
    const trials = openTrials({ seeds: [0], limits: usualLimits, isSandboxed: false, integrity });
    const { result } = await trials.tryOut(submission, lesson);
    trials.close();
    const [first] = result?.tests ?? [];
    expect(first?.file).toBe("work/01_unscheduled/dag.ts");
    expect(first?.actual).toMatch(/^work\/01_unscheduled\/dag\.ts:1: .*: work\/01_unscheduled\/dag\.ts xxx/);
    expect(first?.actual?.length).toBe(4001);
    expect(JSON.stringify(result)).not.toContain("daglings-grade-");
  },
);

test("a trial ends, too, if its grader goes away while it is loaded", { timeout: 30_000 }, async () => {
  const child = fork(new URL("./trial-process.ts", import.meta.url), { execArgv: [], silent: true });
  child.disconnect();
  expect(await once(child, "exit")).toEqual([1, null]);
});
