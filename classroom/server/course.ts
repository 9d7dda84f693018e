// The course and its lessons, as the page shows them.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  isScript,
  kitVersion,
  lessonAfter,
  lessonBefore,
  listLessons,
  readLesson,
  type LessonEntry,
} from "@daglings/stage";
import { displayPath } from "@daglings/words";
import type { CourseAnswer, CourseLesson, LessonAnswer } from "../shared/answers.ts";
import type { Desk } from "./desk.ts";

export async function courseAnswer(desk: Desk, isViewer: boolean): Promise<CourseAnswer> {
  const { current } = desk.progress();
  const lessons = await Promise.all(listLessons().map((entry) => listed(entry, desk)));
  return { lessons, current, version: kitVersion, isViewer };
}

async function listed(entry: LessonEntry, desk: Desk): Promise<CourseLesson> {
  const { title, goal } = await readLesson(entry);
  const known = desk.progress().lessons[entry.name];
  const isBegun = desk.ownFile(entry) !== null;
  return {
    number: entry.number,
    name: entry.name,
    title,
    goal,
    state: isBegun ? (known?.status ?? "started") : "not started",
    passed: isBegun ? (known?.passed ?? 0) : 0,
    of: isBegun ? (known?.of ?? 0) : 0,
  };
}

export async function lessonAnswer(entry: LessonEntry, desk: Desk): Promise<LessonAnswer> {
  const lesson = await readLesson(entry);
  const own = desk.ownFile(entry);
  const { why, must, notYet } = lesson.task;
  return {
    ...(await listed(entry, desk)),
    change: lesson.change,
    look: lesson.look,
    experiment: lesson.experiment,
    variants: Object.entries(lesson.variants).map(([name, { title, wrong, seen }]) => ({
      name,
      title,
      wrong,
      seen,
    })),
    page: desk.markdownHtml(pageOf(entry)),
    before: await neighbour(lessonBefore(entry)),
    after: await neighbour(lessonAfter(entry)),
    isScript: isScript(entry),
    ownFile: own && displayPath(own),
    task: { why, must: must.map(({ says }) => says), notYet },
  };
}

/** The page has its heading and goal above it already. */
function pageOf({ folder }: LessonEntry): string {
  return readFileSync(join(folder, "README.md"), "utf8").replace(/^# .*\n/, "");
}

async function neighbour(entry: LessonEntry | undefined): Promise<LessonAnswer["before"]> {
  return entry ? { name: entry.name, number: entry.number, title: (await readLesson(entry)).title } : null;
}
