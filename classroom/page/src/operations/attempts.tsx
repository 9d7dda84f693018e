// The attempts of a live run: how long each took, what it used, and its log as it is written.

import { useEffect, useState } from "preact/hooks";
import { Log, type LogText } from "../log.tsx";
import { Empty, Loaded } from "../panel.tsx";
import { askText } from "../server.ts";
import { StateBadge } from "../state-icon.tsx";
import { CutNote, listedOf } from "../tries-listed.tsx";
import { usageText } from "../usage-text.ts";
import type { Attempt } from "./answers.ts";
import { livePath, useLive } from "./ask-live.ts";
import { Instant } from "./instant.tsx";

interface AttemptsProps {
  readonly dagId: string;
  readonly runId: string;
  /** null: those of all tasks. */
  readonly taskId: string | null;
  readonly onChoose: (taskId: string) => void;
}

export function Attempts({ dagId, runId, taskId, onChoose }: AttemptsProps) {
  const path = livePath("dags", dagId, "runs", runId, "attempts");
  const [answer, again] = useLive<{ attempts: readonly Attempt[] }>(path);
  return (
    <section aria-label="Tries">
      <h4>Tries</h4>
      <Loaded answer={answer} again={again}>
        {({ attempts }) => {
          const shown = attempts.filter((each) => taskId === null || each.taskId === taskId);
          if (shown.length === 0) return <Empty>No try has begun yet.</Empty>;
          return (
            <>
              <CutNote of={shown.length} />
              <ol class="tries-list">
                {listedOf(shown).map((attempt) => (
                  <OneAttempt
                    key={`${attempt.taskId} ${attempt.tryNumber}`}
                    path={livePath("dags", dagId, "runs", runId, "tasks", attempt.taskId)}
                    attempt={attempt}
                    withName={taskId === null}
                    onChoose={onChoose}
                  />
                ))}
              </ol>
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

interface OneAttemptProps {
  readonly path: string;
  readonly attempt: Attempt;
  readonly withName: boolean;
  readonly onChoose: (taskId: string) => void;
}

function OneAttempt({ path, attempt, withName, onChoose }: OneAttemptProps) {
  const { taskId, tryNumber, state, startedAt, duration, usage, error, hasLog } = attempt;
  const [isShown, show] = useState(false);
  const turn = useTurns(isShown && attempt.finishedAt === null);
  return (
    <li class="try-item">
      <div class="try-line">
        <StateBadge state={state} />
        <span class="try-name">
          {withName && (
            <>
              <button type="button" class="link" onClick={() => onChoose(taskId)}>
                {taskId}
              </button>
              ,{" "}
            </>
          )}
          try {tryNumber}
        </span>
        {hasLog && (
          <button type="button" class="quiet" aria-expanded={isShown} onClick={() => show(!isShown)}>
            Log
          </button>
        )}
      </div>
      <p class="try-facts">
        <Instant at={startedAt} none="" />
        {duration !== null && usageText({ duration, usage })}
      </p>
      {error !== null && <p class="error-text">{error}</p>}
      {isShown && (
        <Log
          load={() => readLog(`${path}/attempts/${tryNumber}/log`)}
          about={`${taskId}, try ${tryNumber}`}
          state={`${path} ${tryNumber} ${state} ${turn}`}
        />
      )}
    </li>
  );
}

/** In bytes: of a longer log, only the end is shown. */
const mostLog = 512 * 1024;

async function readLog(path: string): Promise<LogText> {
  const text = await askText(path, { Range: `bytes=-${mostLog}` });
  return { text, isCut: new TextEncoder().encode(text).length >= mostLog };
}

/** Real milliseconds: a log that grows is read again. */
const readEvery = 1000;

/** Counts up while something goes on. */
function useTurns(goesOn: boolean): number {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (!goesOn) return;
    const timer = setInterval(() => setTurn((last) => last + 1), readEvery);
    return () => clearInterval(timer);
  }, [goesOn]);
  return turn;
}
