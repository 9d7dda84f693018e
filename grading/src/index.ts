// A class graded, in the formats that others read, and the course handed out. Checking one version has an entry of its
// own, `@daglings/grading/check`, so that a check does not have to load all this.

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
export { isZipFile, readClass, readStudent, type Class } from "./class/submissions.ts";
export { beginHistory } from "./export/fresh-history.ts";
export { targets } from "./export/targets.ts";
export { writeTemplate } from "./export/template.ts";
export { detailsOf, nameOf } from "./formats/details.ts";
export { findFormat } from "./formats/formats.ts";
export { sealCourse } from "./trial/integrity.ts";
export { runMatrix, type Matrix, type TrialResult } from "./trial/matrix.ts";
export { canSandbox } from "./trial/wall.ts";
