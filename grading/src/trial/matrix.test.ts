import { beforeAll, describe, expect, test } from "vitest";
import { listLessons } from "../../../stage/src/catalogue.ts";
import { openScreen } from "../../../kit/src/screen.ts";
import { showCheck } from "../../../kit/src/show/check-page.ts";
import { holds } from "./judge.ts";
import { runMatrix, type Matrix, type TrialResult } from "./matrix.ts";
import { mutationsOf } from "./mutations.ts";
import { resultOf } from "./result.ts";
import { readLesson } from "../../../stage/src/catalogue.ts";

// By lesson: `npx vitest run matrix -t 08_templated_path -u` rewrites what one lesson says.
describe.each(listLessons())("the matrix of $name", (lesson) => {
  let matrix: Matrix;

  beforeAll(async () => {
    matrix = await runMatrix(() => {}, [lesson]);
  }, 600_000);

  test("has another right version and a wrong one", () => {
    const kinds = matrix.results.map(({ trial }) => trial.what);
    expect(kinds).toContain("the lesson itself");
    expect(kinds).toContain("another right version");
    expect(kinds.some((what) => what.startsWith("variant "))).toBe(true);
  });

  test("comes out as it must", () => {
    const wrong = matrix.results.filter(({ objection }) => objection !== null);
    expect(wrong.map(({ trial, objection }) => `${trial.what}: ${objection ?? ""}`)).toEqual([]);
  });

  test('proves every sentence under "must be true"', () => {
    expect(matrix.unproved).toEqual([]);
  });

  test("has no check that cannot fail", () => {
    const references = matrix.results.filter(({ trial }) => trial.what === "the lesson itself");
    const unfailing = references.flatMap(({ report: { verdicts, findings } }) =>
      verdicts
        .filter(({ due: { check } }) => {
          const seen = findings[0]?.observations.get(check.experiment);
          return !seen || !mutationsOf(seen).some((other) => !check.judge(other).every(holds));
        })
        .map(({ due }) => due.check.id),
    );
    expect(unfailing).toEqual([]);
  });

  test("says what is wrong in the same words as ever", async () => {
    const failing = matrix.results.filter(({ trial }) => trial.expect.type !== "all pass");
    const texts = await Promise.all(failing.map(textOf));
    await expect(texts.join("\n\n")).toMatchFileSnapshot(`../../golden/failures/${lesson.name}.txt`);
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
