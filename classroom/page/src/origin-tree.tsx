// From a file, an asset or an address back to what it came from: who wrote it, what that attempt had read, and so on.

import type { ComponentChildren } from "preact";
import type { Evidence, Origin, OriginAnswer, Trace } from "./origin.ts";
import { Empty } from "./panel.tsx";
import { count } from "./words.ts";

interface OriginTreeProps {
  readonly answer: OriginAnswer;
  readonly linkTo: (attempt: Trace, words: string) => ComponentChildren;
  readonly onChoose: (name: string) => void;
}

const evidence: Readonly<Record<Evidence, string>> = {
  declared: "the task declares it",
  named: "the task's fields name it",
  written: "it was seen to change",
  perhaps: "it changed while this and others ran",
  upstream: "the tasks before have written it",
};

export function OriginTree({ answer: { origin, readBy }, linkTo, onChoose }: OriginTreeProps) {
  if (origin.writtenBy === null && readBy.length === 0) {
    return (
      <Empty>
        No task here has written {origin.name}, and none has read it: where it came from is not on record.
      </Empty>
    );
  }
  return (
    <div class="origin">
      <ul class="origin-list" aria-label={`Where ${origin.name} came from`}>
        <Step origin={origin} linkTo={linkTo} onChoose={onChoose} />
      </ul>
      <h4>Read by</h4>
      {readBy.length === 0 ? (
        <p class="empty">No task here has read it.</p>
      ) : (
        <ul class="plain-list">
          {readBy.map((reader, index) => (
            <li key={index}>
              {linkTo(reader, nameOf(reader))} <small>({evidence[reader.how]})</small>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function nameOf({ taskId, dagId, runId, tryNumber }: Trace): string {
  return `${taskId} of ${dagId}, ${runId}${tryNumber > 1 ? `, try ${tryNumber}` : ""}`;
}

interface StepProps extends Omit<OriginTreeProps, "answer"> {
  readonly origin: Origin;
}

function Step({ origin, linkTo, onChoose }: StepProps) {
  const { name, writtenBy, others, from, how } = origin;
  return (
    <li>
      <p>
        <button type="button" class="link file-name" onClick={() => onChoose(name)}>
          {name}
        </button>
        {how !== undefined && <small> ({evidence[how]})</small>}
      </p>
      <p class="try-facts">
        {writtenBy === null ? (
          "no task here has written it"
        ) : (
          <>
            written by {linkTo(writtenBy, nameOf(writtenBy))} ({evidence[writtenBy.how]})
            {others > 0 ? `; before, ${count(others, "other attempt")} wrote it` : ""}
          </>
        )}
      </p>
      {from.length > 0 && (
        <ul class="origin-list" aria-label={`What ${name} was made from`}>
          {from.map((source, index) => (
            <Step key={index} origin={source} linkTo={linkTo} onChoose={onChoose} />
          ))}
        </ul>
      )}
    </li>
  );
}
