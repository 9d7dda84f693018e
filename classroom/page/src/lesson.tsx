// One lesson: its text, its code, its run, and the check of one's own version.

import { useLayoutEffect, useRef } from "preact/hooks";
import type { CourseAnswer, LessonAnswer } from "../../shared/answers.ts";
import { address, go, hashOf, type Tab } from "./address.ts";
import { Check } from "./check.tsx";
import { Code } from "./code.tsx";
import { Progress } from "./course.tsx";
import { useShortcuts } from "./keys.ts";
import { Loaded } from "./panel.tsx";
import { RunView } from "./run-view.tsx";
import { ask } from "./server.ts";
import { isInstructing } from "./settings.ts";
import { useAnswer } from "./use-answer.ts";

interface LessonProps {
  readonly name: string;
  readonly tab: Tab;
  readonly course: CourseAnswer;
  readonly onNews: () => void;
}

const tabs: readonly (readonly [Tab, string])[] = [
  ["text", "Text"],
  ["code", "Code"],
  ["run", "Run"],
  ["check", "Check"],
];

/** What is said of a run is kept in the address while one reads the text. */
const kept = ["run", "at", "variant", "executor", "airflow", "dagrun", "task", "dag"];

export function Lesson({ name, tab, course, onNews }: LessonProps) {
  const [answer, again] = useAnswer(() => ask<LessonAnswer>(`lessons/${encodeURIComponent(name)}`), [name]);
  const { query } = address.value;
  const carried = Object.fromEntries(Object.entries(query).filter(([key]) => kept.includes(key)));
  return (
    <Loaded answer={answer} again={again}>
      {(lesson) => (
        <article class="lesson">
          <Neighbours lesson={lesson} />
          <header class="lesson-head">
            <h1>
              <span class="lesson-number">{lesson.number}</span> {lesson.title}
            </h1>
            <p class="lead">{lesson.goal}</p>
            {lesson.change !== null && (
              <p class="lesson-change">
                <strong>New:</strong> {lesson.change}
              </p>
            )}
            {isInstructing.value && (
              <p>
                <a
                  href={`/api/lessons/${encodeURIComponent(lesson.name)}/handout`}
                  target="_blank"
                  rel="noopener"
                >
                  Handout
                </a>
              </p>
            )}
            <Progress lesson={course.lessons.find((each) => each.name === lesson.name) ?? lesson} />
          </header>
          <nav class="tabs" aria-label="Parts of the lesson">
            {tabs.map(([each, words]) => (
              <a
                key={each}
                href={hashOf({ name: "lesson", lesson: lesson.name, tab: each }, carried)}
                aria-current={each === tab ? "page" : undefined}
              >
                {words}
              </a>
            ))}
          </nav>
          {tab === "text" && <Prose html={lesson.page} />}
          {tab === "code" && <Code lesson={lesson} />}
          {tab === "run" && <RunView lesson={lesson} isViewer={course.isViewer} />}
          {tab === "check" && (
            <Check
              lesson={lesson}
              isViewer={course.isViewer}
              onNews={() => {
                again();
                onNews();
              }}
            />
          )}
        </article>
      )}
    </Loaded>
  );
}

/** HTML that the kit has made. What is too wide in it can be scrolled by keys, too. */
function Prose({ html }: { readonly html: string }) {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    for (const block of ref.current?.querySelectorAll<HTMLElement>("pre,table") ?? []) block.tabIndex = 0;
  }, [html]);
  return <div class="prose" ref={ref} dangerouslySetInnerHTML={{ __html: html }} />;
}

function Neighbours({ lesson }: { readonly lesson: LessonAnswer }) {
  const { before, after } = lesson;
  const { view } = address.value;
  const tab = view.name === "lesson" ? view.tab : "text";
  useShortcuts({
    neighbour(by) {
      const next = by > 0 ? after : before;
      if (next)
        go(
          { name: "lesson", lesson: next.name, tab },
          tab === "code" ? { way: address.peek().query["way"] } : {},
        );
    },
  });
  return (
    <nav class="neighbours" aria-label="Lessons beside this one">
      {before ? (
        <a href={hashOf({ name: "lesson", lesson: before.name, tab })} rel="prev">
          ← {before.number} {before.title}
        </a>
      ) : (
        <span />
      )}
      {after && (
        <a href={hashOf({ name: "lesson", lesson: after.name, tab })} rel="next">
          {after.number} {after.title} →
        </a>
      )}
    </nav>
  );
}
