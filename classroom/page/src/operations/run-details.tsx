// One run of a live DAG, or a task in it: its dates, its tries, and what can be done with it.

import { useState } from "preact/hooks";
import { Loaded } from "../panel.tsx";
import { ask } from "../server.ts";
import { StateBadge } from "../state-icon.tsx";
import { stateText } from "../words.ts";
import { Outcome, useAct } from "./act.tsx";
import type { Run, RunWithTasks } from "./answers.ts";
import { livePath, useLive } from "./ask-live.ts";
import { Attempts } from "./attempts.tsx";
import { Instant } from "./instant.tsx";
import { RunFacts } from "../run-facts.tsx";

interface RunDetailsProps {
  readonly dagId: string;
  readonly runId: string;
  readonly taskId: string | null;
  readonly isViewer: boolean;
  readonly onChoose: (taskId: string | null) => void;
}

export function RunDetails({ dagId, runId, taskId, isViewer, onChoose }: RunDetailsProps) {
  const [answer, again] = useLive<RunWithTasks>(livePath("dags", dagId, "runs", runId));
  return (
    <Loaded answer={answer} again={again}>
      {({ run, tasks }) => {
        const task = tasks.find((each) => each.taskId === taskId);
        return (
          <div class="inspector">
            <div class="inspector-head">
              <h3 class="file-name">
                {task ? (
                  <button type="button" class="link" onClick={() => onChoose(null)}>
                    {runId}
                  </button>
                ) : (
                  runId
                )}
                {task ? ` › ${task.taskId}` : ""}
              </h3>
              <StateBadge state={task?.state ?? run.state} />
            </div>
            {task ? (
              task.dueAt !== null && (
                <p class="try-facts">
                  Its next try, or look, is due at <Instant at={task.dueAt} none="" />.
                </p>
              )
            ) : (
              <Dates run={run} />
            )}
            {task ? (
              <TaskDeeds dagId={dagId} runId={runId} taskId={task.taskId} isViewer={isViewer} />
            ) : (
              <RunDeeds run={run} isViewer={isViewer} />
            )}
            <Attempts dagId={dagId} runId={runId} taskId={taskId} onChoose={onChoose} />
          </div>
        );
      }}
    </Loaded>
  );
}

function Dates({ run }: { readonly run: Run }) {
  const instant = (text: string | null) => (text === null ? null : Date.parse(text));
  return (
    <RunFacts
      runType={run.runType}
      interval={
        run.dataIntervalStart === null || run.dataIntervalEnd === null
          ? null
          : [Date.parse(run.dataIntervalStart), Date.parse(run.dataIntervalEnd)]
      }
      createdAt={Date.parse(run.createdAt)}
      startedAt={instant(run.startedAt)}
      finishedAt={instant(run.finishedAt)}
      conf={run.conf}
    />
  );
}

type Deed = readonly [words: string, work: () => Promise<string>];

function Deeds({ deeds, isViewer }: { readonly deeds: readonly Deed[]; readonly isViewer: boolean }) {
  const act = useAct();
  return (
    <>
      <div class="deed-buttons">
        {deeds.map(([words, work]) => (
          <button
            key={words}
            type="button"
            disabled={isViewer || act.isUnderWay}
            onClick={() => act.start(work)}
          >
            {words}
          </button>
        ))}
      </div>
      <Outcome act={act} />
    </>
  );
}

function RunDeeds({
  run: { dagId, runId, state },
  isViewer,
}: {
  readonly run: Run;
  readonly isViewer: boolean;
}) {
  const at = (deed: string) => livePath("dags", dagId, "runs", runId, deed);
  const clear = async (onlyFailed: boolean) => {
    await ask(at("clear"), { onlyFailed, downstream: onlyFailed });
    return onlyFailed ? "The failed tasks run again, and everything after them." : "All its tasks run again.";
  };
  const mark = async (as: "success" | "failed") => {
    const { run } = await ask<RunWithTasks>(at("mark"), { state: as });
    return `The run is marked: ${stateText(run.state)}.`;
  };
  const cancel = async () => {
    await ask(at("cancel"), {});
    return "The run is stopped.";
  };
  const isOver = state === "success" || state === "failed";
  const deeds: readonly Deed[] = [
    ["Clear all", () => clear(false)],
    ["Clear failed tasks", () => clear(true)],
    ["Mark success", () => mark("success")],
    ["Mark failed", () => mark("failed")],
    ...(isOver ? [] : ([["Cancel", cancel]] as const)),
  ];
  return <Deeds deeds={deeds} isViewer={isViewer} />;
}

interface TaskDeedsProps {
  readonly dagId: string;
  readonly runId: string;
  readonly taskId: string;
  readonly isViewer: boolean;
}

function TaskDeeds({ dagId, runId, taskId, isViewer }: TaskDeedsProps) {
  const [downstream, setDownstream] = useState(true);
  const at = (deed: string) => livePath("dags", dagId, "runs", runId, deed);
  const clear = async () => {
    await ask(at("clear"), { taskIds: [taskId], downstream });
    return downstream ? `${taskId} runs again, and all that comes after it.` : `${taskId} runs again, alone.`;
  };
  const mark = async (state: "success" | "failed") => {
    await ask(at("mark"), { taskId, state });
    return `${taskId} is marked: ${stateText(state)}.`;
  };
  const deeds: readonly Deed[] = [
    ["Clear the task", clear],
    ["Mark success", () => mark("success")],
    ["Mark failed", () => mark("failed")],
  ];
  return (
    <>
      <label>
        <input
          type="checkbox"
          checked={downstream}
          onChange={({ currentTarget }) => setDownstream(currentTarget.checked)}
        />
        clear the tasks after it, too
      </label>
      <Deeds deeds={deeds} isViewer={isViewer} />
    </>
  );
}
