// Grades a class: every submission of every lesson, several at a time, and once more alone if another may have
// interfered. A submission that was graded before, and has not changed, is not tried again.

import { EnvironmentError, systemClock } from "@daglings/engine";
import { entryFile, entryName, instantText, type LessonEntry } from "@daglings/stage";
import { publishedSeed } from "../trial/check-version.ts";
import { inspectCourse, type Integrity } from "../trial/integrity.ts";
import { openLaboratory } from "../trial/laboratory.ts";
import { usualLimits, type Limits } from "../trial/limits.ts";
import type { Result } from "../trial/result.ts";
import { keyOf, type KeptGrades } from "./kept-grades.ts";
import type { Submission } from "./submissions.ts";
import { openTrials, type TrialEnd, type Trials } from "./trial.ts";
import { ungraded } from "./ungraded.ts";

export interface Grade {
  readonly student: string;
  readonly lesson: LessonEntry;
  /** False if there was no file. */
  readonly isSubmitted: boolean;
  readonly result: Result;
}

export interface GradeOptions {
  readonly submissions: readonly Submission[];
  readonly lessons: readonly LessonEntry[];
  readonly seeds: readonly number[];
  readonly limits?: Limits;
  /** Behind a wall, see wall.ts; without it the authors of the submissions are trusted. */
  readonly isSandboxed: boolean;
  /** How many are tried out at once. */
  readonly jobs: number;
  /** Grades that are known, and those that become known. */
  readonly kept?: KeptGrades;
  /** How the course is inspected, before and after each try. */
  readonly inspect?: () => Integrity;
  readonly signal: AbortSignal;
  /** Called with each grade as soon as it is known. */
  readonly onGrade: (grade: Grade, done: number, of: number) => void;
}

/** Nobody waits for a single one at a screen, and others run beside it: a slow submission should not fail for that. */
const patient: Limits = { ...usualLimits, time: 60_000 };

interface Task {
  readonly submission: Submission;
  readonly lesson: LessonEntry;
}

/** In the order of the submissions, and of the lessons in each. */
export async function gradeClass(options: GradeOptions): Promise<Grade[]> {
  const { submissions, lessons, signal, kept, inspect = inspectCourse } = options;
  const tasks = submissions.flatMap((submission) => lessons.map((lesson) => ({ submission, lesson })));
  const before = inspect();
  const { seeds, limits = patient, isSandboxed } = options;
  const trials = openTrials({ seeds, limits, isSandboxed, integrity: before });
  const underWay = new Set<string>();
  const rehearsals = new Map<string, Promise<void>>();
  const grades: Grade[] = [];
  const disturbed: [number, Task][] = [];

  const rehearsalOf = ({ submission, lesson }: Task) => {
    if (!isSandboxed || !submission.lessons.has(lesson.name)) return Promise.resolve();
    return rehearsals.getOrInsertComputed(lesson.name, () => rehearse(lesson, limits));
  };
  const tell = (index: number, made: Grade) => {
    grades[index] = made;
    options.onGrade(made, Object.keys(grades).length, tasks.length);
  };
  const grade = async (index: number, task: Task, isAlone: boolean) => {
    const { student } = task.submission;
    const key = keyOf(task, { course: before.course, seeds: options.seeds });
    const known = kept?.find(key);
    if (known) {
      tell(index, { ...known, student, lesson: task.lesson });
      return;
    }
    await rehearsalOf(task);
    underWay.add(student);
    const end = await tryOutTask(task, trials);
    // What a sandbox cannot write to needs no guard.
    if (!options.isSandboxed) guardCourse(before, inspect(), underWay);
    underWay.delete(student);
    if (end?.isDisturbed && !isAlone) {
      disturbed.push([index, task]);
      return;
    }
    const made = await gradeOf(task, end, before, options);
    kept?.keep(key, made);
    tell(index, made);
  };

  const waiting = tasks.entries();
  const worker = async () => {
    for (const [index, task] of waiting) if (!signal.aborted) await grade(index, task, false);
  };
  try {
    await Promise.all(Array.from({ length: options.jobs }, worker));
    for (const [index, task] of disturbed) if (!signal.aborted) await grade(index, task, true);
  } finally {
    trials.close();
  }
  return grades.filter(Boolean); // Ctrl-C leaves gaps
}

/**
 * In a sandbox a version can read what earlier processes have compiled, but cannot add to it. So the lesson's own
 * version, which is trusted, is played before others are.
 */
async function rehearse(lesson: LessonEntry, limits: Limits): Promise<void> {
  const laboratory = openLaboratory({ limits, isTrusted: true });
  const subject = { lesson: lesson.name, file: entryFile(lesson), seeds: [publishedSeed] };
  await laboratory.tryOut(subject, { experiments: ["run"], isWorthMore: () => false });
  await laboratory.close();
}

async function tryOutTask({ submission, lesson }: Task, trials: Trials): Promise<TrialEnd | null> {
  return submission.lessons.has(lesson.name) ? await trials.tryOut(submission, lesson) : null;
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
    `the course's own files changed while ${suspects} ran, so no mark can be trusted and none is written; ` +
      "restore the course (git status shows what changed), and look at what these students handed in",
  );
}
