// `pnpm dags approvals|approve|reject`: what waits for a person, and the person's answer.

import { pathOf } from "@daglings/live";
import { userInfo } from "node:os";
import { exitCodes, type Call, type ExitCode } from "../command-line.ts";
import { acting } from "./act.ts";
import { sayTasks } from "./look.ts";
import { looking } from "./looking.ts";
import { sayJson, sayTable, timeText } from "./say.ts";
import { whichRun } from "./which-run.ts";

interface ApprovalAnswer {
  readonly dagId: string;
  readonly runId: string;
  readonly taskId: string;
  readonly subject: string;
  readonly since: string;
}

export const approvals = looking("approvals", [], async (client, call) => {
  const answer = (await client.ask({ path: pathOf("approvals") })) as { approvals: ApprovalAnswer[] };
  if (call.screen.isJson) return sayJson(call, answer);
  const rows = answer.approvals.map(({ dagId, runId, taskId, subject, since }) => [
    subject,
    timeText(since),
    dagId,
    runId,
    taskId,
  ]);
  if (rows.length === 0) call.screen.say("Nothing waits for a person.");
  else sayTable(call.screen, ["question", "waits since", "dag", "run", "task"], rows);
  return exitCodes.fine;
});

export const approve = deciding("approve", true);
export const reject = deciding("reject", false);

function deciding(verb: string, approved: boolean): (call: Call) => Promise<ExitCode> {
  return acting(verb, ["DAG_ID", "RUN", "TASK_ID"], async (client, call, [dagId, wanted, taskId]) => {
    const runId = await whichRun(client, dagId, wanted);
    const note = call.text("note");
    const by = call.text("by") ?? userInfo().username;
    await client.ask({
      method: "POST",
      path: pathOf("dags", dagId, "runs", runId, "tasks", taskId, "decision"),
      body: { approved, by, ...(note === undefined ? {} : { note }) },
    });
    return (then) => sayTasks(then, call, dagId, runId);
  });
}
