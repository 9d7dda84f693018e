// Runs a lesson in a temporary folder, and keeps what it prints.

import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { displayPath } from "@daglings/words";
import { type LessonEntry, type LessonResult, runLesson } from "@daglings/stage";
import { openScreen } from "../screen.ts";
import { showLesson } from "../show/lesson-page.ts";

export interface Captured {
  readonly result: LessonResult;
  /** As in plain mode: the same bytes each time. */
  readonly output: string;
}

export const plainScreen = openScreen({ plain: true, json: false });

export async function capture({ name }: LessonEntry): Promise<Captured> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "daglings-handout-")));
  try {
    const result = await runLesson({ lesson: name, dir: folder });
    const text = await showLesson(result, plainScreen);
    const usual = `runs/${name}`;
    return { result, output: text.replaceAll(folder, usual).replaceAll(displayPath(folder), usual) };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
