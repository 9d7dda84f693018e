import { beforeAll, describe, expect, test } from "vitest";
import { listLessons } from "../../../stage/src/catalogue.ts";
import { openScreen } from "../../../kit/src/screen.ts";
import { showCheck } from "../../../kit/src/show/check-page.ts";
import { holds } from "./judge.ts";
import { runMatrix, type Matrix, type TrialResult } from "./matrix.ts";
import { mutationsOf } from "./mutations.ts";
import { resultOf } from "./result.ts";
import { readLesson } from "../../../stage/src/catalogue.ts";

describe("the whole matrix", () => {
  let matrix: Matrix;

  beforeAll(async () => {
    matrix = await runMatrix();
  }, 300_000);

  test("has every lesson, and of each another right version and a wrong one", () => {
    for (const { name } of listLessons()) {
      const kinds = matrix.results
        .filter(({ trial }) => trial.lesson.name === name)
        .map(({ trial }) => trial.what);
      expect(kinds).toContain("the lesson itself");
      expect(kinds).toContain("another right version");
      expect(kinds.some((what) => what.startsWith("variant "))).toBe(true);
    }
  });

  test("comes out as it must", () => {
    const wrong = matrix.results.filter(({ objection }) => objection !== null);
    expect(
      wrong.map(({ trial, objection }) => `${trial.lesson.name}, ${trial.what}: ${objection ?? ""}`),
    ).toEqual([]);
  });

  test("every check can fail", () => {
    const references = matrix.results.filter(({ trial }) => trial.what === "the lesson itself");
    const unfailing = references.flatMap(({ trial, report: { verdicts, findings } }) =>
      verdicts
        .filter(({ due: { check } }) => {
          const seen = findings[0]?.observations.get(check.experiment);
          return !seen || !mutationsOf(seen).some((other) => !check.judge(other).every(holds));
        })
        .map(({ due }) => `${due.check.id} in lesson ${trial.lesson.number}`),
    );
    expect(unfailing).toEqual([]);
  });

  test("says what is wrong in the same words as ever", async () => {
    const failing = matrix.results.filter(({ trial }) => trial.expect.type !== "all pass");
    const texts = await Promise.all(failing.map(textOf));
    await expect(texts.join("\n\n")).toMatchFileSnapshot("../../golden/failures.txt");
  });
});

/** As a student reads it, without what differs from machine to machine, as do the last words of other programs. */
async function textOf({ trial, report }: TrialResult): Promise<string> {
  const integrity = { course: "", engine: "ok", checks: "ok", files: [] } as const;
  const { tests, ...rest } = resultOf(report, { kit: "", started: "", integrity });
  const result = { ...rest, tests: tests.map((each) => ({ ...each, failure: null })) };
  const lesson = await readLesson(trial.lesson);
  const page = showCheck(
    { entry: trial.lesson, lesson, result, before: undefined, isUntouched: true },
    openScreen({ plain: true, json: false }),
  );
  const withoutFile = page.replaceAll(/\S*[/\\](\S+\.ts)/g, "$1");
  return `== lesson ${trial.lesson.number}, ${trial.what}\n${withoutFile}`;
}
