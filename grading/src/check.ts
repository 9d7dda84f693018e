// One version of a lesson, observed and judged.

export { checkFile, type CheckOptions } from "./trial/check-file.ts";
export { publishedSeed } from "./trial/check-version.ts";
export { fitHint } from "./trial/fit-hint.ts";
export { inspectCourse } from "./trial/integrity.ts";
export { openLaboratory } from "./trial/laboratory.ts";
export { usualLimits } from "./trial/limits.ts";
export { broke } from "./trial/mishap.ts";
export { firstFailing, type Result, type TestResult } from "./trial/result.ts";
export { dueChecks, type DueCheck } from "./trial/syllabus.ts";
