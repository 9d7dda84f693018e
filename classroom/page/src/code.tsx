// A lesson's code, with what changed since the one before: alone, line by line, or side by side.

import { useState } from "preact/hooks";
import type { CodeAnswer, CodeLine, LessonAnswer } from "../../shared/answers.ts";
import { address, hashOf, note } from "./address.ts";
import { Loaded } from "./panel.tsx";
import { ask } from "./server.ts";
import { isInstructing } from "./settings.ts";
import { useAnswer } from "./use-answer.ts";
import { count } from "./words.ts";

type Way = "code" | "changes" | "sides";

export function Code({ lesson }: { readonly lesson: LessonAnswer }) {
  const { query } = address.value;
  const which = query["which"] ?? "lesson";
  const way = (query["way"] ?? "code") as Way;
  const [answer, again] = useAnswer(
    () => ask<CodeAnswer>(`lessons/${lesson.name}/code?which=${encodeURIComponent(which)}`),
    [lesson.name, which],
  );
  return (
    <div class="code-view">
      <div class="code-tools">
        <label>
          <span>File</span>
          <select
            value={which}
            onChange={({ currentTarget: { value } }) => note({ which: value === "lesson" ? null : value })}
          >
            <option value="lesson">the lesson</option>
            {lesson.ownFile !== null && <option value="own">the lesson beside your version</option>}
            {lesson.variants.map(({ name, title }) => (
              <option key={name} value={name}>
                variant {name}: {title}
              </option>
            ))}
          </select>
        </label>
        <div class="segments" role="group" aria-label="How the code is shown">
          {(
            [
              ["code", "Code"],
              ["changes", "Changes"],
              ["sides", "Side by side"],
            ] as const
          ).map(([name, words]) => (
            <button
              key={name}
              type="button"
              aria-pressed={way === name}
              onClick={() => note({ way: name === "code" ? null : name })}
            >
              {words}
            </button>
          ))}
        </div>
      </div>
      {isInstructing.value && <NextDifferences lesson={lesson} way={way} />}
      <Loaded answer={answer} again={again}>
        {(code) => <Shown code={code} way={way} />}
      </Loaded>
    </div>
  );
}

/** For a lecture that goes from lesson to lesson by what changes. */
function NextDifferences({ lesson, way }: { readonly lesson: LessonAnswer; readonly way: Way }) {
  const { before, after } = lesson;
  const hash = (name: string) =>
    hashOf({ name: "lesson", lesson: name, tab: "code" }, { way: way === "code" ? "changes" : way });
  return (
    <nav class="neighbours" aria-label="What changes in the lessons beside this one">
      {before && <a href={hash(before.name)}>← what changes in {before.number}</a>}
      {after && <a href={hash(after.name)}>what changes in {after.number} →</a>}
    </nav>
  );
}

function Shown({ code, way }: { readonly code: CodeAnswer; readonly way: Way }) {
  const { from, to, lines } = code;
  const came = lines.filter(({ kind }) => kind === "added").length;
  const went = lines.filter(({ kind }) => kind === "removed").length;
  return (
    <>
      <p class="code-about">
        <code>{to.shown}</code>
        {from && (
          <>
            {" "}
            since <code>{from.shown}</code>: {count(came, "line")} added, {count(went, "line")} removed.
          </>
        )}
      </p>
      {way === "sides" && from ? (
        <Sides code={code} />
      ) : (
        <pre class="code" tabIndex={0} role="group" aria-label={to.shown}>
          {way === "changes" ? <Changes code={code} /> : <Alone code={code} />}
        </pre>
      )}
    </>
  );
}

interface LineProps {
  readonly kind: CodeLine["kind"];
  readonly number: number | null;
  readonly html: string;
}

function Line({ kind, number, html }: LineProps) {
  const sign = kind === "added" ? "+" : kind === "removed" ? "−" : " ";
  return (
    <span class={`line ${kind}`}>
      <span class="line-number" aria-hidden="true">
        {number ?? ""}
      </span>
      <span class="line-sign" aria-hidden="true">
        {sign}
      </span>
      {kind !== "same" && <span class="hidden">{kind === "added" ? "new line: " : "removed line: "}</span>}
      <span class="line-text" dangerouslySetInnerHTML={{ __html: html === "" ? " " : html }} />
    </span>
  );
}

/** The code as it is now, with its new lines marked. */
function Alone({ code: { to, lines } }: { readonly code: CodeAnswer }) {
  const fresh = new Set(lines.filter(({ kind }) => kind === "added").map((line) => line.to));
  return (
    <>
      {to.html.map((html, index) => (
        <Line key={index} kind={fresh.has(index + 1) ? "added" : "same"} number={index + 1} html={html} />
      ))}
    </>
  );
}

const around = 3;

/** Changed lines, with a few around them; what is left out can be shown. */
function Changes({ code: { from, to, lines } }: { readonly code: CodeAnswer }) {
  const [isWhole, showWhole] = useState(false);
  const near = new Set(
    lines.flatMap(({ kind }, index) =>
      kind === "same" ? [] : Array.from({ length: 2 * around + 1 }, (_, step) => index - around + step),
    ),
  );
  let skipped = 0;
  const parts = lines.flatMap((line, index) => {
    if (!isWhole && !near.has(index)) {
      skipped++;
      const isLast = index === lines.length - 1 || near.has(index + 1);
      if (!isLast) return [];
      const words = `${count(skipped, "line")} as before`;
      skipped = 0;
      return [
        <button key={`skip ${index}`} type="button" class="line skip" onClick={() => showWhole(true)}>
          … {words}
        </button>,
      ];
    }
    return [
      <Line key={index} kind={line.kind} number={line.to ?? line.from} html={htmlOf(line, from, to)} />,
    ];
  });
  return <>{parts}</>;
}

function htmlOf(line: CodeLine, from: CodeAnswer["from"], to: CodeAnswer["to"]): string {
  return (line.to === null ? from?.html[(line.from ?? 1) - 1] : to.html[line.to - 1]) ?? "";
}

function Sides({ code: { from, to, lines } }: { readonly code: CodeAnswer }) {
  if (!from) return null;
  // What was removed and added in one place is shown side by side.
  const pairs: { left: CodeLine | null; right: CodeLine | null }[] = [];
  let gone: CodeLine[] = [];
  let came: CodeLine[] = [];
  const flush = () => {
    for (let index = 0; index < Math.max(gone.length, came.length); index++) {
      pairs.push({ left: gone[index] ?? null, right: came[index] ?? null });
    }
    gone = [];
    came = [];
  };
  for (const line of lines) {
    if (line.kind === "removed") gone.push(line);
    else if (line.kind === "added") came.push(line);
    else {
      flush();
      pairs.push({ left: line, right: line });
    }
  }
  flush();
  return (
    <div class="sides">
      {(["left", "right"] as const).map((side) => {
        const of = side === "left" ? from : to;
        return (
          <figure key={side}>
            <figcaption>{of.label}</figcaption>
            <pre class="code" tabIndex={0} role="group" aria-label={of.shown}>
              {pairs.map((pair, index) => {
                const line = pair[side];
                if (!line) return <span key={index} class="line nothing" />;
                const number = side === "left" ? line.from : line.to;
                return (
                  <Line
                    key={index}
                    kind={line.kind}
                    number={number}
                    html={of.html[(number ?? 1) - 1] ?? ""}
                  />
                );
              })}
            </pre>
          </figure>
        );
      })}
    </div>
  );
}
