// For Classroom 50: the declarative tests (classroom50/tests/v1), the runtime that they need, and, for marks in parts, an
// autograder of its own.

import { readLesson, type LessonEntry } from "@daglings/stage";
import { dueChecks } from "../trial/syllabus.ts";
import { aboutHonesty, lessonFlag, pinnedPnpm, type Target } from "./target.ts";

interface DeclaredTest {
  readonly name: string;
  readonly type: "run";
  readonly run: string;
  /** In seconds. */
  readonly timeout: number;
  readonly points: number;
}

/** What its schema allows. */
const longestName = 100;

export async function classroom50Target(lessons: readonly LessonEntry[]): Promise<Target> {
  const pnpm = `npx -y ${pinnedPnpm()}`;
  const install = {
    name: "setup",
    type: "run",
    run: `${pnpm} install --frozen-lockfile`,
    timeout: 300,
    points: 0,
  } as const;
  const tests = [install, ...(await Promise.all(lessons.map((lesson) => testOf(lesson, pnpm))))];
  return {
    course: "template",
    isRepository: true,
    files: [
      { path: "teacher/tests.json", text: json({ schema: "classroom50/tests/v1", tests }) },
      { path: "teacher/tests-array.json", text: json(tests) },
      { path: "teacher/runtime.json", text: json({ "runs-on": "ubuntu-latest", node: "22" }) },
      { path: "teacher/autograder.py", text: autograder(pnpm, lessonFlag(lessons)) },
    ],
    readme: `# Daglings for Classroom 50

\`template/\` is a repository with one commit and no solution: push it, and use it as the assignment's template.

For each assignment, one of two ways to grade:

- **Declarative tests**: all or nothing for each lesson. Give \`teacher/tests-array.json\` with
  \`gh teacher assignment add … --tests teacher/tests-array.json --runtime teacher/runtime.json\`, or paste it on the web page.
  \`teacher/tests.json\` is the same as a whole file (classroom50/tests/v1).
- **Marks for each check**: put \`teacher/autograder.py\` into \`CLASSROOM/autograders/ASSIGNMENT/\`, with the same runtime. It
  wins over declarative tests.

${aboutHonesty}`,
  };
}

async function testOf(lesson: LessonEntry, pnpm: string): Promise<DeclaredTest> {
  const [{ title }, due] = await Promise.all([readLesson(lesson), dueChecks(lesson.name)]);
  return {
    name: `${lesson.number} ${title}`.slice(0, longestName),
    type: "run",
    run: `${pnpm} check ${lesson.number} --plain`,
    timeout: 120,
    points: due.length,
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function autograder(pnpm: string, flag: string): string {
  const list = (words: string) =>
    words
      .split(" ")
      .map((word) => JSON.stringify(word))
      .join(", ");
  return `"""Checks a student's lessons, and writes ./result.json for Classroom 50 (classroom50/result/v1).

Exits with 0 when it came to its end, whatever the marks are."""

import subprocess
import sys

PNPM = [${list(pnpm)}]


def call(*words, **options):
    return subprocess.run([*PNPM, *words], check=False, **options).returncode


if call("install", "--frozen-lockfile") != 0:
    sys.exit("the packages of the course could not be installed")

with open("result.json", "w", encoding="utf-8") as file:
    ended = call("teach", "grade", ".", "--one", "--trust-submissions", ${list(flag)}, "--format", "classroom50", stdout=file)

sys.exit(0 if ended == 0 else "the lessons could not be checked")
`;
}
