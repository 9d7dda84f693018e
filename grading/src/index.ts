// A student's version observed and judged, alone or with a whole class, in the formats that others read.

export {
  gradeBook,
  gradesCsv,
  gradesJunit,
  longGradesCsv,
  troubleOf,
  type Graded,
  type GradedStudent,
} from "./class/grade-book.ts";
export { gradeClass, type Grade } from "./class/grade-class.ts";
export { plainRules, readRules, type MarkingRules } from "./class/marks.ts";
export { openKeptGrades } from "./class/kept-grades.ts";
export { readClass, readStudent, type Class } from "./class/submissions.ts";
export { beginHistory } from "./export/fresh-history.ts";
export { targets } from "./export/targets.ts";
export { writeTemplate } from "./export/template.ts";
export { detailsOf, nameOf } from "./formats/details.ts";
export { findFormat } from "./formats/formats.ts";
export { checkFile, type CheckOptions } from "./trial/check-file.ts";
export { checkVersion, publishedSeed, type Report, type Version } from "./trial/check-version.ts";
export { fitHint } from "./trial/fit-hint.ts";
export { inspectCourse, sealCourse } from "./trial/integrity.ts";
export { runMatrix, type Matrix, type TrialResult } from "./trial/matrix.ts";
export { broke } from "./trial/mishap.ts";
export { firstFailing, resultOf, type Result, type TestResult } from "./trial/result.ts";
export { canSandbox } from "./trial/wall.ts";
export { dueChecks, type DueCheck } from "./trial/syllabus.ts";
