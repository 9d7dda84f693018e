// One DAG of the scheduler: its runs in time, its graph, and what can be done with it.

import { signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Plan } from "@daglings/engine/core";
import { address, hashOf, note } from "../address.ts";
import { Empty, Failed, Loaded, Panel } from "../panel.tsx";
import { Player } from "../player.ts";
import { RunGraph } from "../run-graph.tsx";
import { RunsTable, type Chosen } from "../runs-table.tsx";
import { StateBadge } from "../state-icon.tsx";
import { useAnswer } from "../use-answer.ts";
import type { Dag, RunWithTasks } from "./answers.ts";
import { livePath, useLive } from "./ask-live.ts";
import { DagDeeds } from "./dag-deeds.tsx";
import { Instant } from "./instant.tsx";
import { liveHistory, numberOf } from "./live-history.ts";
import { news } from "./live-news.ts";
import { RunDetails } from "./run-details.tsx";
import { mostRuns, runsOfDag } from "./runs-of-dag.ts";

interface DagViewProps {
  readonly dagId: string;
  readonly isViewer: boolean;
}

export function DagView({ dagId, isViewer }: DagViewProps) {
  const [dag, again] = useLive<Dag>(livePath("dags", dagId));
  const [plan, planAgain] = useLive<Plan>(livePath("dags", dagId, "plan"));
  const source = useMemo(() => runsOfDag(dagId), [dagId]);
  useEffect(() => () => source.close(), [source]);
  const [runs, runsAgain] = useAnswer(() => source.load(), [source], [news.value]);
  return (
    <div class="dag-view">
      <nav aria-label="Where this is">
        <a href={hashOf({ name: "operations", part: "dags" })}>← all DAGs</a>
      </nav>
      <Loaded answer={dag} again={again}>
        {(found) => (
          <>
            <Facts dag={found} />
            <DagDeeds dag={found} isViewer={isViewer} />
          </>
        )}
      </Loaded>
      <Loaded answer={plan} again={planAgain}>
        {(foundPlan) =>
          runs.is === "failed" ? (
            <Failed message={runs.message} again={runsAgain} />
          ) : runs.is === "loading" ? (
            <p class="empty loading">Loading …</p>
          ) : (
            <Runs
              plan={foundPlan}
              runs={runs.value}
              dag={dag.is === "there" ? dag.value : { schedule: "", timeZone: "UTC" }}
              isViewer={isViewer}
            />
          )
        }
      </Loaded>
    </div>
  );
}

function Facts({ dag }: { readonly dag: Dag }) {
  return (
    <header class="dag-head">
      <h2>{dag.dagId}</h2>
      <StateBadge state={dag.paused ? "paused" : "on"} />
      <span class="dag-facts">
        <code>{dag.schedule}</code> {dag.timeZone === "UTC" ? "" : dag.timeZone}
        {dag.nextRunAt !== null && (
          <>
            , next run <Instant at={dag.nextRunAt} none="" />
          </>
        )}
        {dag.catchup ? ", with catch-up" : ""}
      </span>
      {dag.description !== "" && <p>{dag.description}</p>}
    </header>
  );
}

interface RunsProps {
  readonly plan: Plan;
  readonly runs: readonly RunWithTasks[];
  readonly dag: { readonly schedule: string; readonly timeZone: string };
  readonly isViewer: boolean;
}

function Runs({ plan, runs, dag, isViewer }: RunsProps) {
  const { schedule, timeZone } = dag;
  const player = useMemo(() => {
    const history = liveHistory(plan, runs, { schedule, timeZone });
    return new Player({ id: plan.dagId, history, tick: signal(0), hearing: signal("over" as const) });
  }, [plan.hash, runs, schedule, timeZone]);
  const { history } = player.recording;
  const { query } = address.value;
  const runId = query["dagrun"] ?? null;
  const number = numberOf(history, runId);
  const chosen: Chosen = { run: number, taskId: query["task"] ?? null };
  const choose = ({ run, taskId }: Chosen) =>
    note({ dagrun: run === null ? null : (history.runs[run]?.runId ?? null), task: taskId });
  // A chosen run that is older than all of these has its tries, and no states here: those of another would be a lie.
  const ofGraph = number !== null ? history.runs[number] : runId === null ? history.runs.at(-1) : undefined;
  const graphRun = ofGraph?.versions.at(-1)?.run ?? null;
  return (
    <div class="workspace">
      <Panel
        title="Timeline"
        class="timeline-panel"
        tools={runs.length >= mostRuns && <span class="dag-facts">the latest {mostRuns} runs</span>}
      >
        {runs.length === 0 ? (
          <Empty>This DAG has no run yet. Trigger one, or unpause the DAG.</Empty>
        ) : (
          <RunsTable player={player} dagId={plan.dagId} chosen={chosen} onChoose={choose} onPeek={() => {}} />
        )}
      </Panel>
      <Panel title="Graph" class="graph-panel">
        <RunGraph
          plan={plan}
          run={graphRun}
          taskId={chosen.taskId}
          onChoose={(taskId) => (ofGraph ? choose({ run: ofGraph.number, taskId }) : note({ task: taskId }))}
        />
      </Panel>
      <Panel title="Run" id="run" class="inspector-panel">
        {runId === null ? (
          <Empty>Choose a run to see its tries, and to clear, mark or cancel it.</Empty>
        ) : (
          <RunDetails
            key={`${plan.dagId} ${runId}`}
            dagId={plan.dagId}
            runId={runId}
            taskId={chosen.taskId}
            isViewer={isViewer}
            onChoose={(taskId) => note({ task: taskId })}
          />
        )}
      </Panel>
    </div>
  );
}
