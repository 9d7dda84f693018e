// The two files that are compared: of two lessons, or a student's own against the lesson's.

import { readFileSync } from "node:fs";
import { UsageError } from "@daglings/engine";
import { entryName, givenFile, textForAirflow3, type LessonEntry } from "@daglings/stage";
import { shownPath, workFile } from "../desk/work-files.ts";
import { writeFrameFile } from "../frame/frame-file.ts";

export interface Side {
  /** "07_templated_query_ds", "yours", or "danfojs". */
  readonly label: string;
  readonly lesson: LessonEntry;
  readonly text: string;
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
  return fileSide(lesson.name, lesson, givenFile(lesson));
}

/** The same lesson with the step of another library. */
export function frameSide(lesson: LessonEntry, frame: string): Side {
  return fileSide(frame, lesson, writeFrameFile(lesson, frame).file);
}

export function ownSide(lesson: LessonEntry): Side {
  return fileSide("yours", lesson, workFile(lesson));
}

/** The same lesson, written so that it does the same under Airflow 3. */
export function airflow3Side(lesson: LessonEntry): Side {
  const text = textForAirflow3(lesson);
  if (text === null) {
    const page = `lessons/${lesson.name}/README.md`;
    throw new UsageError(
      `lesson ${lesson.number} has no lines of its own for Airflow 3; ${page} says under "In Airflow 3" what is different`,
    );
  }
  const name = entryName(lesson);
  return { label: "Airflow 3", lesson, text, shown: `${shownPath(givenFile(lesson))} for Airflow 3`, name };
}

function fileSide(label: string, lesson: LessonEntry, file: string): Side {
  const text = readFileSync(file, "utf8");
  return { label, lesson, text, shown: shownPath(file), name: entryName(lesson) };
}
