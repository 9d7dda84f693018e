// Grades a class: every submission of every lesson, two at a time, and once more alone where another may have interfered.

import { EnvironmentError, systemClock } from "@daglings/engine";
import { entryName, instantText, type LessonEntry } from "@daglings/stage";
import { inspectCourse, type Integrity } from "../trial/integrity.ts";
import { usualLimits, type Limits } from "../trial/laboratory.ts";
import type { Result } from "../trial/result.ts";
import type { Submission } from "./submissions.ts";
import { tryOutSubmission, type TrialEnd } from "./trial.ts";
import { ungraded } from "./ungraded.ts";

export interface Grade {
  readonly student: string;
  readonly lesson: LessonEntry;
  /** False: there was no file. */
  readonly isSubmitted: boolean;
  readonly result: Result;
}

export interface GradeOptions {
  readonly submissions: readonly Submission[];
  readonly lessons: readonly LessonEntry[];
  readonly seeds: readonly number[];
  readonly limits?: Limits;
  /** How the course is looked at, before and after each try. */
  readonly inspect?: () => Integrity;
  readonly signal: AbortSignal;
  /** Hears of each grade as soon as it is there. */
  readonly onGrade: (grade: Grade, done: number, of: number) => void;
}

const atOnce = 2;

interface Task {
  readonly submission: Submission;
  readonly lesson: LessonEntry;
}

/** In the order of the submissions, and of the lessons in each. */
export async function gradeClass(options: GradeOptions): Promise<Grade[]> {
  const { submissions, lessons, signal, inspect = inspectCourse } = options;
  const tasks = submissions.flatMap((submission) => lessons.map((lesson) => ({ submission, lesson })));
  const before = inspect();
  const underWay = new Set<string>();
  const grades: Grade[] = [];
  const disturbed: [number, Task][] = [];

  const grade = async (index: number, task: Task, isAlone: boolean) => {
    const { student } = task.submission;
    underWay.add(student);
    const end = await tryOutTask(task, options);
    guardCourse(before, inspect(), underWay);
    underWay.delete(student);
    if (end?.isDisturbed && !isAlone) {
      disturbed.push([index, task]);
      return;
    }
    const made = await gradeOf(task, end, before, options);
    grades[index] = made;
    options.onGrade(made, Object.keys(grades).length, tasks.length);
  };

  const waiting = tasks.entries();
  const worker = async () => {
    for (const [index, task] of waiting) if (!signal.aborted) await grade(index, task, false);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  for (const [index, task] of disturbed) if (!signal.aborted) await grade(index, task, true);
  return grades;
}

async function tryOutTask({ submission, lesson }: Task, options: GradeOptions): Promise<TrialEnd | null> {
  if (!submission.lessons.has(lesson.name)) return null;
  const { seeds, limits = usualLimits } = options;
  return tryOutSubmission(submission, lesson, { seeds, limits });
}

async function gradeOf(
  { submission, lesson }: Task,
  end: TrialEnd | null,
  integrity: Integrity,
  { seeds }: GradeOptions,
): Promise<Grade> {
  const { student } = submission;
  const isSubmitted = end !== null;
  if (end?.result) return { student, lesson, isSubmitted, result: end.result };
  const started = instantText(systemClock().now()).replace(/\.\d+/, "");
  const missing = submission.problem ?? `there is no ${lesson.name}/${entryName(lesson)}`;
  const message = end?.message ?? missing;
  return {
    student,
    lesson,
    isSubmitted,
    result: await ungraded(lesson, { message, started, seeds, integrity }),
  };
}

/** A bash task can write wherever the teacher can: a course that was changed on the way gives no more marks. */
function guardCourse(before: Integrity, now: Integrity, underWay: ReadonlySet<string>): void {
  if (now.course === before.course) return;
  const suspects = [...underWay].map((name) => JSON.stringify(name)).join(" and ");
  throw new EnvironmentError(
    `the course's own files have changed while ${suspects} ran, so no mark can be trusted and none is written; ` +
      "bring the course back (git status shows what changed), and look at what these have handed in",
  );
}
