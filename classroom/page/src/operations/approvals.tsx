// The tasks that wait for a person, and the person's answer.

import { useState } from "preact/hooks";
import { Empty, Loaded, Panel } from "../panel.tsx";
import { ask } from "../server.ts";
import { Outcome, useAct, type Act } from "./act.tsx";
import type { Approval } from "./answers.ts";
import { livePath, useLive } from "./ask-live.ts";
import { RunLink } from "./assets.tsx";
import { Instant } from "./instant.tsx";

export function Approvals({ isViewer }: { readonly isViewer: boolean }) {
  const [answer, again] = useLive<{ approvals: readonly Approval[] }>(livePath("approvals"));
  const act = useAct();
  return (
    <Panel title="Approvals">
      <Outcome act={act} />
      <Loaded answer={answer} again={again}>
        {({ approvals }) =>
          approvals.length === 0 ? (
            <Empty>No task waits for a person.</Empty>
          ) : (
            <ul class="plain-list" aria-label="Tasks that wait for a person">
              {approvals.map((approval) => (
                <li key={`${approval.dagId} ${approval.runId} ${approval.taskId}`}>
                  <OneApproval approval={approval} act={act} isViewer={isViewer} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  );
}

interface OneApprovalProps {
  readonly approval: Approval;
  readonly act: Act;
  readonly isViewer: boolean;
}

function OneApproval({ approval, act, isViewer }: OneApprovalProps) {
  const { dagId, runId, taskId, subject, since } = approval;
  const [by, setBy] = useState("");
  const [remark, setRemark] = useState("");
  const decide = async (approved: boolean) => {
    if (by.trim() === "") throw new Error("your name is missing: it is put on record with the decision");
    const body = { approved, by: by.trim(), ...(remark.trim() === "" ? {} : { note: remark.trim() }) };
    await ask(livePath("dags", dagId, "runs", runId, "tasks", taskId, "decision"), body);
    return approved ? `${taskId} is approved, and the run goes on.` : `${taskId} is rejected.`;
  };
  return (
    <form class="approval" onSubmit={(event) => event.preventDefault()}>
      <h3>{subject}</h3>
      <p class="try-facts">
        {taskId} of <RunLink dagId={dagId} runId={runId} /> has waited since <Instant at={since} none="" />.
      </p>
      <div class="deed-form">
        <label>
          <span>your name</span>
          <input type="text" value={by} onInput={({ currentTarget }) => setBy(currentTarget.value)} />
        </label>
        <label>
          <span>note</span>
          <input type="text" value={remark} onInput={({ currentTarget }) => setRemark(currentTarget.value)} />
        </label>
        <button
          type="button"
          class="main"
          disabled={isViewer || act.isUnderWay}
          onClick={() => act.start(() => decide(true))}
        >
          Approve
        </button>
        <button
          type="button"
          disabled={isViewer || act.isUnderWay}
          onClick={() => act.start(() => decide(false))}
        >
          Reject
        </button>
      </div>
    </form>
  );
}
