// The deployments of flows: when each runs by itself, and a run by hand.

import { note } from "../address.ts";
import { Empty, Loaded, Panel } from "../panel.tsx";
import { ask } from "../server.ts";
import { StateBadge } from "../state-icon.tsx";
import { useNoted } from "../use-noted.ts";
import { Outcome, useAct, type Act } from "./act.tsx";
import type { Deployment } from "./answers.ts";
import { livePath, useLive } from "./ask-live.ts";
import { Instant } from "./instant.tsx";
import { readObject } from "./json-field.ts";

export function Deployments({ isViewer }: { readonly isViewer: boolean }) {
  const [answer, again] = useLive<{ deployments: readonly Deployment[] }>(livePath("deployments"));
  const act = useAct();
  const refresh = async () => {
    await ask(livePath("deployments", "refresh"), {});
    return "What was deployed is taken up.";
  };
  return (
    <Panel
      title="Deployments"
      tools={
        <button type="button" disabled={isViewer || act.isUnderWay} onClick={() => act.start(refresh)}>
          Pick up new deployments
        </button>
      }
    >
      <Outcome act={act} />
      <Loaded answer={answer} again={again}>
        {({ deployments }) =>
          deployments.length === 0 ? (
            <Empty>No flow is deployed; pnpm flow deploy deploys one.</Empty>
          ) : (
            <ul class="plain-list" aria-label="Deployments">
              {deployments.map((deployment) => (
                <li key={`${deployment.flow}/${deployment.name}`}>
                  <OneDeployment deployment={deployment} act={act} isViewer={isViewer} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  );
}

interface OneDeploymentProps {
  readonly deployment: Deployment;
  readonly act: Act;
  readonly isViewer: boolean;
}

function OneDeployment({ deployment, act, isViewer }: OneDeploymentProps) {
  const { flow, name, schedule, paused, lastAt } = deployment;
  const [parameters, setParameters] = useNoted(
    `with ${flow}/${name}`,
    JSON.stringify(deployment.parameters ?? {}),
  );
  const pause = async () => {
    await ask(livePath("deployments", flow, name), { paused: !paused }, "PATCH");
    return paused ? `${flow}/${name} is on.` : `${flow}/${name} is paused.`;
  };
  const run = async () => {
    const body = { parameters: readObject(parameters, "parameters") };
    const { flowRunId } = await ask<{ flowRunId: string }>(livePath("deployments", flow, name, "runs"), body);
    note({ flowrun: flowRunId, task: null });
    return `A run of ${flow}/${name} has begun.`;
  };
  return (
    <form
      class="deed-form"
      onSubmit={(event) => {
        event.preventDefault();
        act.start(run);
      }}
    >
      <span class="deployment-name">
        <strong>
          {flow}/{name}
        </strong>{" "}
        <StateBadge state={paused ? "paused" : "on"} />
        <small>
          {schedule === null ? "by hand" : Object.values(schedule).map(String).join(" ")}
          {lastAt === null ? "" : ", last due "}
          <Instant at={lastAt} none="" />
        </small>
      </span>
      <label>
        <span>parameters</span>
        <input
          type="text"
          value={parameters}
          onInput={({ currentTarget }) => setParameters(currentTarget.value)}
        />
      </label>
      <button type="submit" class="main" disabled={isViewer || act.isUnderWay}>
        Run now
      </button>
      <button type="button" disabled={isViewer || act.isUnderWay} onClick={() => act.start(pause)}>
        {paused ? `Unpause ${flow}/${name}` : `Pause ${flow}/${name}`}
      </button>
    </form>
  );
}
