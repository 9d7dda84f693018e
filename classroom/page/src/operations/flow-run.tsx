// One run of a flow: its parameters, the graph that it has drawn by calling tasks, and the states of each call.

import { address, note } from "../address.ts";
import { Graph } from "../graph.tsx";
import { Empty, Loaded } from "../panel.tsx";
import { ask } from "../server.ts";
import { StateBadge } from "../state-icon.tsx";
import { Outcome, useAct } from "./act.tsx";
import type { FlowRun, FlowTask } from "./answers.ts";
import { livePath, useLive } from "./ask-live.ts";
import { shapeOf } from "./flow-state.ts";
import { Instant } from "./instant.tsx";

interface FlowRunViewProps {
  readonly flowRunId: string;
  readonly isViewer: boolean;
}

export function FlowRunView({ flowRunId, isViewer }: FlowRunViewProps) {
  const [answer, again] = useLive<{ run: FlowRun; tasks: readonly FlowTask[] }>(
    livePath("flow-runs", flowRunId),
  );
  return (
    <Loaded answer={answer} again={again}>
      {({ run, tasks }) => (
        <>
          <Facts run={run} isViewer={isViewer} />
          <Calls run={run} tasks={tasks} />
        </>
      )}
    </Loaded>
  );
}

function Facts({ run, isViewer }: { readonly run: FlowRun; readonly isViewer: boolean }) {
  const act = useAct();
  const cancel = async () => {
    await ask(livePath("flow-runs", run.flowRunId, "cancel"), {});
    return "The run is being stopped.";
  };
  return (
    <>
      <div class="inspector-head">
        <h3>{run.flow}</h3>
        <StateBadge state={shapeOf(run.state)} words={run.state.name} />
      </div>
      <dl class="facts">
        <dt>parameters</dt>
        <dd>
          <code>{JSON.stringify(run.parameters)}</code>
        </dd>
        <dt>began</dt>
        <dd>
          <Instant at={run.createdAt} none="" />
          {run.tries > 1 ? `, try ${run.tries}` : ""}
        </dd>
        <dt>ended</dt>
        <dd>
          <Instant at={run.endedAt} none="not yet" />
        </dd>
        {run.deployment !== null && (
          <>
            <dt>deployment</dt>
            <dd>{run.deployment}</dd>
          </>
        )}
      </dl>
      {run.message !== null && (
        <p class={shapeOf(run.state) === "failed" ? "error-text" : ""}>{run.message}</p>
      )}
      {run.endedAt === null && (
        <button type="button" disabled={isViewer || act.isUnderWay} onClick={() => act.start(cancel)}>
          Cancel the flow run
        </button>
      )}
      <Outcome act={act} />
    </>
  );
}

const nameOf = ({ name, call }: FlowTask) => `${name}-${call}`;

function Calls({ run, tasks }: { readonly run: FlowRun; readonly tasks: readonly FlowTask[] }) {
  const chosen = address.value.query["task"] ?? null;
  if (tasks.length === 0) return <Empty>It has called no task yet.</Empty>;
  const names = new Set(tasks.map(nameOf));
  const drawn = tasks.map((task) => ({
    taskId: nameOf(task),
    upstream: task.waitedFor.filter((name) => names.has(name)),
  }));
  const byName = new Map(tasks.map((task) => [nameOf(task), task]));
  const task = chosen === null ? undefined : byName.get(chosen);
  return (
    <>
      <h4>Calls, and which waited for which</h4>
      <Graph
        name={run.flow}
        hash={JSON.stringify(drawn)}
        tasks={drawn}
        lookOf={(id) => {
          const state = byName.get(id)?.state;
          return { state: state ? shapeOf(state) : "none", words: state?.name ?? "" };
        }}
        taskId={chosen}
        onChoose={(id) => note({ task: id })}
      />
      {task && <OneCall task={task} />}
    </>
  );
}

function OneCall({ task }: { readonly task: FlowTask }) {
  const { flowRunId } = task;
  return (
    <section aria-label={nameOf(task)}>
      <div class="inspector-head">
        <h4>{nameOf(task)}</h4>
        <StateBadge state={shapeOf(task.state)} words={task.state.name} />
      </div>
      <dl class="facts">
        <dt>arguments</dt>
        <dd>
          <code>{task.arguments}</code>
        </dd>
        <dt>states</dt>
        <dd>
          <ol class="plain-list">
            {task.history.map(({ at, name }, index) => (
              <li key={index}>
                <Instant at={at} none="" />: {name}
              </li>
            ))}
          </ol>
        </dd>
      </dl>
      {task.message !== null && (
        <p class={shapeOf(task.state) === "failed" ? "error-text" : ""}>{task.message}</p>
      )}
      {flowRunId !== null && (
        <button type="button" class="link" onClick={() => note({ flowrun: flowRunId, task: null })}>
          Go to the run of the flow that it called
        </button>
      )}
    </section>
  );
}
