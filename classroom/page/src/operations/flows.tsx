// Runs of flows with their parameters and states, and the deployments that make them.

import { address, note } from "../address.ts";
import { Empty, Loaded, Panel } from "../panel.tsx";
import { StateBadge } from "../state-icon.tsx";
import type { FlowRun } from "./answers.ts";
import { livePath, useLive } from "./ask-live.ts";
import { Deployments } from "./deployments.tsx";
import { FlowRunView } from "./flow-run.tsx";
import { shapeOf } from "./flow-state.ts";
import { Instant } from "./instant.tsx";

export function Flows({ isViewer }: { readonly isViewer: boolean }) {
  const [answer, again] = useLive<{ runs: readonly FlowRun[] }>(livePath("flow-runs"));
  const chosen = address.value.query["flowrun"] ?? null;
  return (
    <>
      <Deployments isViewer={isViewer} />
      <Panel title="Flow runs">
        <div class="split">
          <div class="split-list">
            <Loaded answer={answer} again={again}>
              {({ runs }) =>
                runs.length === 0 ? (
                  <Empty>No flow has run here yet.</Empty>
                ) : (
                  <ul class="list" aria-label="Flow runs">
                    {runs.map((run) => (
                      <li key={run.flowRunId}>
                        <button
                          type="button"
                          class="list-item"
                          aria-pressed={run.flowRunId === chosen}
                          onClick={() => note({ flowrun: run.flowRunId, task: null })}
                        >
                          <span>
                            {run.flow} <StateBadge state={shapeOf(run.state)} words={run.state.name} />
                          </span>
                          <small>
                            <Instant at={run.createdAt} none="" />
                            {run.deployment === null ? "" : `, ${run.deployment}`}
                          </small>
                        </button>
                      </li>
                    ))}
                  </ul>
                )
              }
            </Loaded>
          </div>
          <div class="split-view">
            {chosen === null ? (
              <Empty>Choose a run to see its parameters, and the graph that it has drawn.</Empty>
            ) : (
              <FlowRunView key={chosen} flowRunId={chosen} isViewer={isViewer} />
            )}
          </div>
        </div>
      </Panel>
    </>
  );
}
