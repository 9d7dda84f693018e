import { describe, expect, test } from "vitest";
import { findLesson, readLesson, listLessons } from "../../../stage/src/catalogue.ts";
import { judge } from "../../../grading/src/trial/judge.ts";
import { broke } from "../../../grading/src/trial/mishap.ts";
import { unjudged, type LessonProgress } from "../desk/progress.ts";
import type { Result } from "../../../grading/src/trial/result.ts";
import {
  dueCheck,
  findings,
  resultFrom,
  seen,
  type MadeUpCheck,
  type SketchedFindings,
} from "../../../grading/src/trial/testing.ts";
import { plainScreen, screenOf } from "../testing.ts";
import { showCheck, type CheckPage } from "./check-page.ts";

const entry = findLesson("08");
const lesson = await readLesson(entry);
const fiveOfSix: LessonProgress = { ...unjudged, passed: 5, of: 6 };

function resultOfChecks(checks: readonly MadeUpCheck[], sketch: SketchedFindings = {}): Result {
  return resultFrom(judge(checks.map(dueCheck), [findings(sketch)]));
}

function page(result: Result, before: CheckPage["before"] = fiveOfSix, screen = plainScreen): string {
  return `\n${showCheck({ entry, lesson, result, before, isUntouched: false }, screen)}\n`;
}

const failing: MadeUpCheck = {
  id: "08.3",
  name: "each run has its own statistics",
  why: "Then a run can be repeated alone.",
  finds: [
    {
      what: "data/stats/2019-01-01.csv",
      expected: "date,user,0\n2019-01-01,alice,1\n",
      actual: "date,user,0\n2019-01-01,alice,2\n(work/08_templated_path/dag.ts:21)",
    },
  ],
};

test("one check that fails is shown in full, and the others are counted", () => {
  const result = resultOfChecks([
    { id: "08.1" },
    failing,
    { id: "08.4", requires: ["08.3"] },
    { ...failing, id: "08.5" },
  ]);
  expect(page(result)).toBe(`
FAIL 08.3 each run has its own statistics
  given     the lesson's own scenario, seed 0
  look at   data/stats/2019-01-01.csv
  expected  date,user,0
            2019-01-01,alice,1
  actual    date,user,0
            2019-01-01,alice,2
            (work/08_templated_path/dag.ts:21)
  differs   line 2: expected 2019-01-01,alice,1, found 2019-01-01,alice,2
  why       Then a run can be repeated alone.
  file      work/08_templated_path/dag.ts:21
  next      pnpm hint 08

1 of 4 checks passed, 5 of 6 the last time; 2 fail, and this is the first; 1 is not looked at until they pass.
`);
});

test("what is carried from an earlier lesson is told as that", () => {
  expect(page(resultOfChecks([{ ...failing, carriedFrom: "04" }]))).toMatch(
    "FAIL 08.3 each run has its own statistics (from lesson 04: still to hold)\n",
  );
});

describe("a file that is as it was begun", () => {
  const comfort = "Red is where every lesson begins";
  const untouched = (result: Result) =>
    showCheck({ entry, lesson, result, before: unjudged, isUntouched: true }, plainScreen);

  test("is told that red is where one begins, and one that was edited is not", () => {
    expect(untouched(resultOfChecks([failing]))).toContain(comfort);
    expect(page(resultOfChecks([failing]), unjudged)).not.toContain(comfort);
  });

  test("is not told so of what has held before", () => {
    expect(untouched(resultOfChecks([{ ...failing, carriedFrom: "04" }]))).not.toContain(comfort);
  });
});

describe("a version that does not come to its end", () => {
  const mishap = (message: string, status: "fail" | "error") =>
    resultOfChecks([{ id: "01.1" }, { id: "08.1", requires: ["01.1"] }], {
      observed: [],
      troubles: { run: { message, status } },
    });

  test("is told as that, and as no single check", () => {
    expect(page(mishap('still running after 20 s: "run", in task "t"', "fail"))).toBe(`
FAIL 08_templated_path does not come to its end
  trouble   still running after 20 s: "run", in task "t"
  given     the lesson's own scenario, seed 0
  file      work/08_templated_path/dag.ts
  next      mend that, then pnpm check 08

0 of 2 checks passed, 5 of 6 the last time; 1 is not looked at until this one passes.
`);
  });

  test("because it is not a program cannot be judged", () => {
    expect(page(mishap("work/08_templated_path/dag.ts:3: does not parse", "error"))).toBe(`
ERROR 08_templated_path cannot be judged
  trouble   work/08_templated_path/dag.ts:3: does not parse
  given     the lesson's own scenario, seed 0
  file      work/08_templated_path/dag.ts:3
  next      mend that, then pnpm check 08

0 of 2 checks passed, 5 of 6 the last time; 1 is not looked at until this one passes.
`);
  });

  test("because of a bug of ours is told so", () => {
    expect(page(mishap(`${broke}: TypeError`, "error"))).toContain(
      "next      this is a bug in Daglings, and not in your version; please report it\n",
    );
  });

  test("in a later experiment is told by the check that needs that", () => {
    const result = resultOfChecks([{ id: "08.1" }, { id: "08.4", experiment: "again" }], {
      troubles: { again: { message: "still running after 20 s", status: "fail" } },
    });
    expect(page(result)).toMatch(/^\nFAIL 08\.4 check 08\.4\n {2}trouble {3}still running after 20 s\n/);
  });
});

test("long texts are cut, by lines and by letters", () => {
  const lines = Array.from({ length: 30 }, (_, index) => `line ${index + 1}`);
  const finds = [{ what: "a file", expected: lines.join("\n"), actual: "x".repeat(500) }];
  const text = page(resultOfChecks([{ ...failing, finds }]));
  expect(text).toContain("            line 8\n            … 22 more lines\n  actual    ");
  expect(text).not.toContain("line 9\n");
  expect(text).toContain(`  actual    ${"x".repeat(160)}…\n`);
});

test("a sentence is shown to its end, which says what to do", () => {
  const sentence = `${"it is not what was expected, ".repeat(9)}write 2019-01-01`;
  const finds = [{ what: "the file", expected: "a DAG", actual: sentence }];
  const words = page(resultOfChecks([{ ...failing, finds }])).replace(/\s+/g, " ");
  expect(words).toContain("expected, write 2019-01-01");
});

test("one line too many is shown, and not counted", () => {
  const finds = [{ what: "a file", expected: "1\n2\n3\n4\n5\n6\n7\n8\n9", actual: "" }];
  expect(page(resultOfChecks([{ ...failing, finds }]))).toContain("            8\n            9\n  actual");
});

describe("a version that passes", () => {
  const passed = resultOfChecks([{ id: "08.1" }, { id: "08.2" }]);

  test("is told what was learned, and what comes next", () => {
    expect(page(passed)).toBe(`
PASS 08_templated_path: all 2 checks, with the seeds 0 and 7
  learned   ${lesson.task.learned}
  compare   pnpm diff 08 (yours against the lesson's)
  next      pnpm start 09
`);
  });

  test("of the last lesson is the end", async () => {
    const last = findLesson(listLessons().at(-1)?.number ?? "");
    const text = showCheck(
      { entry: last, lesson: await readLesson(last), result: passed, before: null, isUntouched: false },
      plainScreen,
    );
    expect(text).toContain("  next      that was the last lesson: well done");
  });
});

test("no checks at all do not pass", () => {
  expect(page(resultOfChecks([]))).toBe("\nERROR 08_templated_path: no check was carried out\n");
});

test("an edited course is reported, whatever the outcome of the check", () => {
  const files = ["engine/src/core/retry.ts", "lessons/08_templated_path/checks.ts"];
  const integrity = { course: "", engine: "modified", checks: "modified", files } as const;
  for (const result of [resultOfChecks([failing]), resultOfChecks([{ id: "08.1" }])]) {
    expect(page({ ...result, integrity })).toContain(
      "\n\nNote: the course itself was changed: engine/src/core/retry.ts and 1 other. A teacher's copy may judge differently.",
    );
  }
});

test("words come first, and colour only goes with them", () => {
  const paint = (style: string, text: string) => `<${style} ${text}>`;
  expect(page(resultOfChecks([failing]), null, screenOf({ paint }))).toMatch(/^\n<bad FAIL> 08\.3 /);
  expect(page(resultOfChecks([{ id: "1" }]), null, screenOf({ paint }))).toMatch(/^\n<good PASS> 08_/);
});

test("prose is broken where a terminal ends", () => {
  const why =
    "Because of this and of that, and of all the other things that may come of it in a year or two.";
  const lines = page(resultOfChecks([{ ...failing, why }]), null, screenOf({ width: 60 })).split("\n");
  expect(lines.filter((line) => line.length > 60 && !line.includes("differs"))).toEqual([]);
  const at = lines.findIndex((line) => line.startsWith("  why "));
  expect(lines.slice(at, at + 3)).toEqual([
    "  why       Because of this and of that, and of all the",
    "            other things that may come of it in a year or",
    "            two.",
  ]);
});

describe("a task that failed", () => {
  const failure = `fetch failed in 2 of 2 runs. The first:\n$ curl --fail "http://127.0.0.1:1/events?start_date=2019-01-01&end_date=2019-01-02"\nFailed: bash ended with exit code 22`;
  const result = resultOfChecks([failing], { observed: [seen("run", { failure })] });

  test("is shown with its command and its last words", () => {
    expect(page(result)).toContain(`
  log       fetch failed in 2 of 2 runs. The first:
            $ curl --fail "http://127.0.0.1:1/events?start_date=2019-01-01&end_date=2019-01-02"
            Failed: bash ended with exit code 22
  why `);
  });

  test("fits on a narrow screen without a break in a word", () => {
    const narrow = page(result, fiveOfSix, { ...screenOf({}), width: 60 });
    expect(narrow).toContain('\n            $ curl --fail\n            "http://');
  });
});
