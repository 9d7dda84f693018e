// The classroom's page.

import { render } from "preact";
import { useLayoutEffect } from "preact/hooks";
import type { CourseAnswer } from "../../shared/answers.ts";
import { address, hashOf, type View } from "./address.ts";
import { Arriving, whenShown } from "./arriving.tsx";
import { Course } from "./course.tsx";
import { keyWords, listenToKeys } from "./keys.ts";
import { Lesson } from "./lesson.tsx";
import { Empty, Loaded } from "./panel.tsx";
import { beginAtTop, rememberScrolling } from "./scroll-memory.ts";
import { ask, isConnected } from "./server.ts";
import { applySettings, isHelpOpen, isInstructing, theme } from "./settings.ts";
import "./style.css";
import { useAnswer } from "./use-answer.ts";

const Operations = whenShown(async () => (await import("./operations/operations.tsx")).Operations);
const Playground = whenShown(async () => (await import("./playground.tsx")).Playground);
const parts: Readonly<Partial<Record<View["name"], string>>> = {
  operations: "Operations · ",
  playground: "Playground · ",
};

function Page() {
  const [course, again] = useAnswer(() => ask<CourseAnswer>("course"), []);
  const { view } = address.value;
  const lesson = view.name === "lesson" ? view.lesson : null;
  useLayoutEffect(() => {
    const found =
      course.is === "there" ? course.value.lessons.find(({ name }) => name === lesson) : undefined;
    const about = found ? `${found.number} ${found.title} · ` : (parts[view.name] ?? "");
    document.title = `${about}Daglings classroom`;
  }, [lesson, view.name, course.is]);
  useLayoutEffect(beginAtTop, [lesson, view.name]);
  return (
    <>
      <a
        class="skip"
        href="#main"
        onClick={(event) => (event.preventDefault(), document.getElementById("main")?.focus())}
      >
        Skip to the main part
      </a>
      <header class="top">
        <a class="brand" href={hashOf({ name: "course" })}>
          <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
            <path d="M6 6L18 12M6 18L18 12" />
            <circle cx="6" cy="6" r="3.4" />
            <circle cx="6" cy="18" r="3.4" />
            <circle cx="18" cy="12" r="3.4" />
          </svg>
          Daglings
        </a>
        <nav aria-label="Parts of the classroom">
          <a
            href={hashOf({ name: "course" })}
            aria-current={view.name === "course" || lesson !== null ? "page" : undefined}
          >
            Course
          </a>
          <a
            href={hashOf({ name: "operations", part: "dags" })}
            aria-current={view.name === "operations" ? "page" : undefined}
          >
            Operations
          </a>
          <a
            href={hashOf({ name: "playground" })}
            aria-current={view.name === "playground" ? "page" : undefined}
          >
            Playground
          </a>
        </nav>
        <div class="top-tools">
          <button
            type="button"
            class="quiet"
            aria-pressed={isInstructing.value}
            title="Key i"
            onClick={() => (isInstructing.value = !isInstructing.value)}
          >
            Instructor
          </button>
          <label class="theme">
            <span class="hidden">Colours</span>
            <select
              value={theme.value}
              onChange={({ currentTarget: { value } }) =>
                (theme.value = value === "dark" || value === "light" ? value : "system")
              }
            >
              <option value="system">as the system</option>
              <option value="light">light</option>
              <option value="dark">dark</option>
            </select>
          </label>
          <button
            type="button"
            class="quiet"
            aria-label="Keys"
            title="Key ?"
            onClick={() => (isHelpOpen.value = true)}
          >
            ?
          </button>
        </div>
      </header>
      {!isConnected.value && (
        <p class="offline" role="alert">
          The classroom does not answer. Is <code>pnpm classroom</code> still running?{" "}
          <button type="button" onClick={() => location.reload()}>
            Load again
          </button>
        </p>
      )}
      <main id="main" tabIndex={-1}>
        <Arriving key={view.name}>
          {view.name === "playground" ? (
            <Playground />
          ) : view.name === "nowhere" ? (
            <Empty>
              There is nothing at <code>#/{view.path}</code>.{" "}
              <a href={hashOf({ name: "course" })}>The course</a> lists every lesson.
            </Empty>
          ) : (
            <Loaded answer={course} again={again}>
              {(found) =>
                view.name === "lesson" ? (
                  <Lesson key={view.lesson} name={view.lesson} tab={view.tab} course={found} onNews={again} />
                ) : view.name === "operations" ? (
                  <Operations part={view.part} isViewer={found.isViewer} />
                ) : (
                  <Course course={found} />
                )
              }
            </Loaded>
          )}
        </Arriving>
      </main>
      <Help />
    </>
  );
}

function Help() {
  const isOpen = isHelpOpen.value;
  useLayoutEffect(() => {
    const dialog = document.getElementById("help");
    if (!(dialog instanceof HTMLDialogElement)) return;
    if (isOpen && !dialog.open) dialog.showModal();
    if (!isOpen && dialog.open) dialog.close();
  }, [isOpen]);
  return (
    <dialog id="help" aria-labelledby="help-heading" onClose={() => (isHelpOpen.value = false)}>
      <h2 id="help-heading">Keys</h2>
      <dl class="facts">
        {keyWords.map(([key, words]) => (
          <div key={key} class="fact">
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <button type="button" onClick={() => (isHelpOpen.value = false)}>
        Close
      </button>
    </dialog>
  );
}

applySettings();
listenToKeys();
rememberScrolling();
const root = document.getElementById("page");
if (root) render(<Page />, root);
