// The student's own version, judged: at once, and again each time that its file is saved.

import { useEffect, useState } from "preact/hooks";
import type { CheckNews, CheckResult, CheckTest, HintAnswer, LessonAnswer } from "../../shared/answers.ts";
import { hashOf } from "./address.ts";
import { Empty, Failed } from "./panel.tsx";
import { ask } from "./server.ts";
import { StateIcon } from "./state-icon.tsx";
import { follow } from "./stream.ts";
import { count } from "./words.ts";

interface CheckProps {
  readonly lesson: LessonAnswer;
  readonly isViewer: boolean;
  /** Something about the course has changed. */
  readonly onNews: () => void;
}

export function Check({ lesson, isViewer, onNews }: CheckProps) {
  const [trouble, setTrouble] = useState<string | null>(null);
  if (lesson.ownFile === null) {
    const begin = async () => {
      try {
        await ask(`lessons/${lesson.name}/begin`, {});
        onNews();
      } catch (error) {
        setTrouble(error instanceof Error ? error.message : String(error));
      }
    };
    return (
      <div class="prose">
        <h2>Your own version</h2>
        <p>{lesson.task.why}</p>
        <p>Afterwards this must be true:</p>
        <ul>
          {lesson.task.must.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
        <p>
          <button type="button" class="main" disabled={isViewer} onClick={() => void begin()}>
            Begin lesson {lesson.number}
          </button>{" "}
          makes <code>work/{lesson.name}/</code> from the lesson before, as{" "}
          <code>pnpm start {lesson.number}</code> does.
        </p>
        {trouble !== null && <Failed message={trouble} />}
      </div>
    );
  }
  return <Judged lesson={lesson} onNews={onNews} isViewer={isViewer} />;
}

function Judged({ lesson, onNews, isViewer }: CheckProps) {
  const [result, setResult] = useState<CheckResult | null>(null);
  const [isChecking, setChecking] = useState(true);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [isCutOff, cutOff] = useState(false);
  useEffect(() => {
    return follow({
      path: `lessons/${lesson.name}/check`,
      opened: () => cutOff(false),
      lost: () => cutOff(true),
      refused: () => cutOff(true),
      askAgain: 2000,
      hear(data) {
        const news = JSON.parse(data) as CheckNews;
        setChecking(news.type === "checking");
        if (news.type === "trouble") setTrouble(news.message);
        if (news.type !== "result") return;
        setTrouble(null);
        setResult(news.result);
        onNews();
      },
    });
  }, [lesson.name]);
  return (
    <div class="check-view">
      <p class="check-head" role="status">
        <code>{lesson.ownFile}</code>{" "}
        {isCutOff
          ? "The classroom does not answer; the page keeps asking."
          : isChecking
            ? "is being checked …"
            : result?.status === "pass"
              ? "passes all its checks."
              : result
                ? `passes ${result.score} of ${count(result.maxScore, "check")}.`
                : ""}{" "}
        It is checked again each time that you save it.
      </p>
      {trouble !== null && <Failed message={trouble} />}
      {result?.message && <Failed message={result.message} />}
      {result === null && trouble === null && <Empty>The first verdicts come in a few seconds.</Empty>}
      {result?.status === "pass" && (
        <p>
          <a
            href={hashOf(
              { name: "lesson", lesson: lesson.name, tab: "code" },
              { which: "own", way: "sides" },
            )}
          >
            Compare your version with the lesson's
          </a>
          {lesson.after && (
            <>
              , or go on to{" "}
              <a href={hashOf({ name: "lesson", lesson: lesson.after.name, tab: "text" })}>
                {lesson.after.number} {lesson.after.title}
              </a>
            </>
          )}
          .
        </p>
      )}
      {result && (
        <ul class="verdicts">
          {result.tests.map((test) => (
            <Verdict
              key={test.id}
              test={test}
              isFirst={test === firstFailing(result)}
              lesson={lesson}
              isViewer={isViewer}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

function firstFailing({ tests }: CheckResult): CheckTest | undefined {
  return tests.find(({ status }) => status === "fail" || status === "error");
}

const states: Readonly<Record<string, string>> = {
  pass: "success",
  fail: "failed",
  error: "failed",
  skip: "skipped",
};
const words: Readonly<Record<string, string>> = {
  pass: "passes",
  fail: "fails",
  error: "cannot be judged",
  skip: "waits for others",
};

interface VerdictProps {
  readonly test: CheckTest;
  readonly isFirst: boolean;
  readonly lesson: LessonAnswer;
  readonly isViewer: boolean;
}

function Verdict({ test, isFirst, lesson, isViewer }: VerdictProps) {
  const details: readonly (readonly [string, string | null])[] = [
    ["given", test.given],
    ["looked at", test.what],
    ["expected", test.expected],
    ["actual", test.actual],
    ["first difference", test.difference],
    ["what failed", test.failure],
  ];
  const shown = details.filter((pair): pair is [string, string] => pair[1] !== null);
  return (
    <li class={`verdict ${test.status}`}>
      <details open={isFirst}>
        <summary>
          <StateIcon state={states[test.status] ?? "none"} isSilent />
          <span class="verdict-name">
            {test.id} {test.name}
          </span>
          <span class="verdict-word">
            {words[test.status] ?? test.status}
            {test.carriedFrom !== null && `, from lesson ${test.carriedFrom}`}
          </span>
        </summary>
        <div class="verdict-body">
          {test.message !== null && <p>{test.message}</p>}
          {shown.length > 0 && (
            <dl class="facts">
              {shown.map(([name, text]) => (
                <>
                  <dt key={`${name} name`}>{name}</dt>
                  <dd key={name}>
                    <pre class="value">{text}</pre>
                  </dd>
                </>
              ))}
            </dl>
          )}
          <p class="why">{test.why}</p>
          {test.line !== null && (
            <p>
              <code>
                {test.file}:{test.line}
              </code>
            </p>
          )}
          {isFirst && !isViewer && <Hints lesson={lesson} />}
        </div>
      </details>
    </li>
  );
}

function Hints({ lesson }: { readonly lesson: LessonAnswer }) {
  const [hints, setHints] = useState<readonly HintAnswer[]>([]);
  const [trouble, setTrouble] = useState<string | null>(null);
  const last = hints.at(-1);
  const more = async () => {
    try {
      const hint = await ask<HintAnswer>(`lessons/${lesson.name}/hint`, {});
      setHints([...hints.filter(({ step }) => step !== hint.step), hint]);
      setTrouble(null);
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <div class="hints">
      {hints.map(({ step, of, hint }) => (
        <div key={step} class="hint">
          <strong>
            Hint {step} of {of}
          </strong>
          <pre>{hint ?? "There is no hint to give."}</pre>
        </div>
      ))}
      {(last === undefined || last.step < last.of) && (
        <button type="button" onClick={() => void more()}>
          {last === undefined ? "Give me a hint" : "Say more"}
        </button>
      )}
      {trouble !== null && <Failed message={trouble} />}
    </div>
  );
}
