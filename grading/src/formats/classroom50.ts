// The result.json of Classroom 50 (classroom50/result/v1).

import type { Result } from "../trial/result.ts";
import { printable } from "@daglings/words";
import { detailsOf, nameOf } from "./details.ts";

/** Whose submission this is, as the runner of Classroom 50 says in variables. */
export type Identity = Readonly<Record<string, string | undefined>>;

export function classroom50(results: readonly Result[], identity: Identity): string {
  const tests = results.flatMap(testsOf);
  const sum = (of: (test: GradedTest) => number) => tests.reduce((all, test) => all + of(test), 0);
  const field = (name: string, other: string) => identity[name] || other;
  const commit = field("COMMIT_URL", "unknown");
  const tag = field("SUBMISSION_TAG", "submit/unknown");
  const file = {
    schema: "classroom50/result/v1",
    classroom: field("CLASSROOM", "unknown"),
    assignment: field("ASSIGNMENT", "daglings"),
    assignment_type: identity["ASSIGNMENT_TYPE"] === "group" ? "group" : "individual",
    owner: field("OWNER", field("USERNAME", "unknown")),
    submission: tag.startsWith("submit/") ? tag : `submit/${tag}`,
    commit,
    release: field("RELEASE_URL", commit),
    review: field("REVIEW_URL", commit),
    datetime: results[0]?.started ?? "1970-01-01T00:00:00Z",
    score: sum(({ score }) => score),
    "max-score": sum((test) => test["max-score"]),
    tests,
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

interface GradedTest {
  readonly "test-name": string;
  readonly passed: boolean;
  readonly score: number;
  readonly "max-score": number;
  // What follows is for the reader: Classroom 50 keeps it as it is.
  readonly lesson: string;
  readonly id?: string;
  readonly message?: string;
  readonly hint?: string;
}

function testsOf({ lesson, tests, message }: Result): GradedTest[] {
  const number = lesson.slice(0, 2);
  if (tests.length === 0) {
    const text = printable(message ?? "no check was carried out");
    return [{ "test-name": lesson, passed: false, score: 0, "max-score": 1, lesson, message: text }];
  }
  return tests.map((test) => ({
    "test-name": `${number}: ${nameOf(test)}`,
    passed: test.status === "pass",
    score: test.score,
    "max-score": test.maxScore,
    lesson,
    id: test.id,
    ...(test.status === "pass" ? {} : { message: detailsOf(test), hint: `pnpm hint ${number}` }),
  }));
}
