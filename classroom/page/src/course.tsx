// The lessons, and how far the student has come.

import type { CourseAnswer, CourseLesson } from "../../shared/answers.ts";
import { hashOf } from "./address.ts";
import { count } from "./words.ts";

export function Course({ course }: { readonly course: CourseAnswer }) {
  const done = course.lessons.filter(({ state }) => state === "done").length;
  const next =
    course.lessons.find(({ name, state }) => name === course.current && state !== "done") ??
    course.lessons.find(({ state }) => state !== "done");
  return (
    <div class="course">
      <h1>Learn workflow orchestration by running it</h1>
      <p class="lead">
        Time is simulated, and everything else is real. Each lesson is one runnable step further than the one
        before.
      </p>
      <div class="course-progress">
        <progress max={course.lessons.length} value={done} aria-label="Lessons done" />
        <span>
          {done} of {count(course.lessons.length, "lesson")} done
        </span>
        {next && (
          <a class="button main" href={hashOf({ name: "lesson", lesson: next.name, tab: "text" })}>
            {done === 0 ? "Begin" : "Go on"} with {next.number} {next.title}
          </a>
        )}
      </div>
      <ol class="lessons">
        {course.lessons.map((lesson) => (
          <li key={lesson.name}>
            <a href={hashOf({ name: "lesson", lesson: lesson.name, tab: "text" })} class="lesson-card">
              <span class="lesson-number">{lesson.number}</span>
              <span class="lesson-words">
                <strong>{lesson.title}</strong>
                <span>{lesson.goal}</span>
              </span>
              <Progress lesson={lesson} />
            </a>
          </li>
        ))}
      </ol>
    </div>
  );
}

const words: Readonly<Record<CourseLesson["state"], string>> = {
  "not started": "",
  started: "started",
  done: "done ✓",
  again: "broken again",
};

export function Progress({ lesson }: { readonly lesson: CourseLesson }) {
  const { state, passed, of } = lesson;
  if (state === "not started") return null;
  return (
    <span class={`lesson-state ${state}`}>
      {words[state]}
      {state !== "done" && of > 0 ? `, ${passed} of ${of}` : ""}
    </span>
  );
}
