// The public API of the kit: running a lesson, and judging a version of it.

export { entryFile, findLesson, listLessons, type LessonEntry } from "./catalogue.ts";
export { runLesson, type LessonOptions, type LessonResult } from "./run/run-lesson.ts";
export type { LessonRun } from "./run/lesson-run.ts";
export { checkVersion, publishedSeed, type Report } from "./course/check-version.ts";
export { resultOf, type Result, type TestResult } from "./course/result.ts";
