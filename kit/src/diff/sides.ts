// The two files that are compared: of two lessons, or a student's own against the lesson's.

import { entryName, givenFile, type LessonEntry } from "@daglings/stage";
import { writeFrameFile } from "../frame/frame-file.ts";
import { shownPath, workFile } from "../desk/work-files.ts";

export interface Side {
  /** "07_templated_query_ds", "yours", or "danfojs". */
  readonly label: string;
  readonly lesson: LessonEntry;
  readonly file: string;
  /** For the reader: `lessons/07_templated_query_ds/dag.ts`. */
  readonly shown: string;
  /** "dag.ts": what a patch calls it. */
  readonly name: string;
}

export interface Sides {
  readonly from: Side;
  readonly to: Side;
}

export function lessonSide(lesson: LessonEntry): Side {
  const file = givenFile(lesson);
  return { label: lesson.name, lesson, file, shown: shownPath(file), name: entryName(lesson) };
}

/** The same lesson with the step of another library. */
export function frameSide(lesson: LessonEntry, frame: string): Side {
  const { file } = writeFrameFile(lesson, frame);
  return { label: frame, lesson, file, shown: shownPath(file), name: entryName(lesson) };
}

export function ownSide(lesson: LessonEntry): Side {
  const file = workFile(lesson);
  return { label: "yours", lesson, file, shown: shownPath(file), name: entryName(lesson) };
}
