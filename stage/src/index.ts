// A lesson, put on stage: its files, the servers around it, its clock, and the folder that its run leaves.

export { textForAirflow3 } from "./airflow3-lines.ts";
export {
  entryFile,
  entryName,
  filesOf,
  findLesson,
  givenFile,
  isScript,
  kitFolder,
  lessonAfter,
  lessonBefore,
  lessonBeneath,
  type LessonEntry,
  listLessons,
  readLesson,
  starterFile,
  variantFile,
} from "./catalogue.ts";
export {
  dagFacts,
  instantText,
  requestFacts,
  type DagFacts,
  type LessonRun,
  type RunFacts,
  type TaskFacts,
  printedRun,
} from "./lesson-run.ts";
export { guardAgainstLoops } from "./loop-guard.ts";
export { checkMachine, findProgram, howToInstall } from "./machine.ts";
export { openMailbox } from "./mailbox.ts";
export { htmlOf, plainTextOf } from "./mail-text.ts";
export { makeFolder, makeWorkFolder } from "./make-folder.ts";
export { kitVersion } from "./kit-version.ts";
export { openLeftRun } from "./left-run.ts";
export { findPackagesOfTheKit, packagesHook } from "./packages.ts";
export {
  filesIn,
  leaveFolder,
  listFiles,
  listPaths,
  prepareFolder,
  readIfThere,
  type LeftFile,
  type RunFolder,
} from "./run-folder.ts";
export { readScenario, runLesson, type LessonOptions, type LessonResult } from "./run-lesson.ts";
export { runScript } from "./run-script.ts";
export {
  openStage,
  type Cast,
  type ExecutorName,
  type Launch,
  type Onlooker,
  type Shell,
  type Stage,
  type StageOptions,
} from "./stage.ts";
export { openSurroundings } from "./surroundings.ts";
export { stopwatch } from "./stopwatch.ts";
export { writeTo } from "./write-to.ts";
export { readNote } from "./run-note.ts";
export { rooms } from "./rooms.ts";
