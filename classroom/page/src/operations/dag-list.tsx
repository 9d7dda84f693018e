// The DAGs of the scheduler: which are on, what runs, and what comes next.

import { hashOf } from "../address.ts";
import { Empty, Loaded, Panel } from "../panel.tsx";
import { SearchBox } from "../search-box.tsx";
import { ask } from "../server.ts";
import { StateBadge } from "../state-icon.tsx";
import { useNoted } from "../use-noted.ts";
import { count } from "../words.ts";
import { Outcome, useAct, type Act } from "./act.tsx";
import type { Dag } from "./answers.ts";
import { livePath, useLive } from "./ask-live.ts";
import { Instant } from "./instant.tsx";

export function DagList({ isViewer }: { readonly isViewer: boolean }) {
  const [answer, again] = useLive<{ dags: readonly Dag[] }>(livePath("dags"));
  const [wanted, search] = useNoted("find");
  const act = useAct();
  return (
    <Panel title="DAGs" tools={<SearchBox what="Search DAGs" value={wanted} search={search} />}>
      <Outcome act={act} />
      <Loaded answer={answer} again={again}>
        {({ dags }) => {
          const found = dags.filter(({ dagId }) => dagId.toLowerCase().includes(wanted.toLowerCase()));
          if (found.length === 0) {
            return (
              <Empty>
                {dags.length === 0 ? "The scheduler has no DAG." : "No DAG has this in its name."}
              </Empty>
            );
          }
          return (
            <div class="table-box tall" tabIndex={0} role="group" aria-label="DAGs">
              <table class="data wide">
                <thead>
                  <tr>
                    <th scope="col">DAG</th>
                    <th scope="col">state</th>
                    <th scope="col">schedule</th>
                    <th scope="col">next run</th>
                    <th scope="col">under way</th>
                    <th scope="col">
                      <span class="hidden">what can be done</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {found.map((dag) => (
                    <DagRow key={dag.dagId} dag={dag} act={act} isViewer={isViewer} />
                  ))}
                </tbody>
              </table>
            </div>
          );
        }}
      </Loaded>
    </Panel>
  );
}

interface DagRowProps {
  readonly dag: Dag;
  readonly act: Act;
  readonly isViewer: boolean;
}

function DagRow({ dag, act, isViewer }: DagRowProps) {
  const { dagId, paused, schedule, timeZone, nextRunAt, queuedRuns, runningRuns } = dag;
  const waiting = queuedRuns === 0 ? "" : `, ${count(queuedRuns, "run")} queued`;
  return (
    <tr>
      <th scope="row">
        <a href={hashOf({ name: "operations", part: "dags" }, { dag: dagId })}>{dagId}</a>
      </th>
      <td>
        <StateBadge state={paused ? "paused" : "on"} />
      </td>
      <td>
        <code>{schedule}</code> {timeZone === "UTC" ? "" : timeZone}
      </td>
      <td>
        <Instant at={nextRunAt} none="none" />
      </td>
      <td>{runningRuns === 0 && queuedRuns === 0 ? "nothing" : `${count(runningRuns, "run")}${waiting}`}</td>
      <td>
        <button
          type="button"
          aria-label={`${paused ? "Unpause" : "Pause"} ${dagId}`}
          disabled={isViewer || act.isUnderWay}
          onClick={() => act.start(() => setPaused(dagId, !paused))}
        >
          {paused ? "Unpause" : "Pause"}
        </button>
      </td>
    </tr>
  );
}

export async function setPaused(dagId: string, paused: boolean): Promise<string> {
  await ask(livePath("dags", dagId), { paused }, "PATCH");
  return paused
    ? `${dagId} is paused: it makes no run by itself.`
    : `${dagId} is on: its schedule makes runs.`;
}
