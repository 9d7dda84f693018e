// `pnpm dags list|show|runs|tasks|xcoms|logs`: what can be looked at.

import type { AttemptRecord } from "@daglings/engine";
import { pathOf, type Client } from "@daglings/live";
import { UsageError } from "@daglings/words";
import { exitCodes, type Call, type ExitCode } from "../command-line.ts";
import { usageCells, usageHeads } from "../show/usage.ts";
import { wrapText } from "../show/wrap.ts";
import { looking } from "./looking.ts";
import { dateText, durationBetween, sayJson, sayTable, timeText } from "./say.ts";
import { whichRun, type RunAnswer } from "./which-run.ts";

interface DagAnswer {
  readonly dagId: string;
  readonly schedule: string;
  readonly paused: boolean;
  readonly nextRunAt: string | null;
  readonly queuedRuns: number;
  readonly runningRuns: number;
}

interface TaskAnswer {
  readonly taskId: string;
  readonly state: string;
  readonly tryNumber: number;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

type AttemptAnswer = Pick<AttemptRecord, "taskId" | "tryNumber" | "duration" | "usage" | "error">;

interface XComAnswer {
  readonly taskId: string;
  readonly key: string;
  readonly value: unknown;
}

export const list = looking("list", [], async (client, call) => {
  const answer = (await client.ask({ path: pathOf("dags") })) as { dags: DagAnswer[] };
  if (call.screen.isJson) return sayJson(call, answer);
  const rows = answer.dags.map((dag) => [
    dag.dagId,
    dag.schedule,
    dag.paused ? "paused" : timeText(dag.nextRunAt) || "nothing to come",
    String(dag.queuedRuns),
    String(dag.runningRuns),
  ]);
  sayTable(call.screen, ["dag", "schedule", "next run", "queued", "running"], rows);
  return exitCodes.fine;
});

/** The plan is JSON already: what a scheduler decides by, without the code of the tasks. */
export const show = looking("show", ["DAG_ID"], async (client, call, [dagId]) => {
  return sayJson(call, (await client.ask({ path: pathOf("dags", dagId, "plan") })) as object);
});

export const runs = looking("runs", ["DAG_ID"], async (client, call, [dagId]) => {
  const query = {
    state: call.text("state"),
    from: call.text("from"),
    to: call.text("to"),
    limit: call.text("limit"),
  };
  const answer = (await client.ask({ path: pathOf("dags", dagId, "runs"), query })) as { runs: RunAnswer[] };
  if (call.screen.isJson) return sayJson(call, answer);
  const rows = answer.runs.map((run) => [
    dateText(run.logicalDate),
    `${timeText(run.dataIntervalStart)} – ${timeText(run.dataIntervalEnd)}`,
    run.recovered ? `${run.state}, recovered` : run.state,
    timeText(run.createdAt),
    durationBetween(run.startedAt, run.finishedAt),
    run.runId,
  ]);
  if (rows.length === 0) call.screen.say(`There are no such runs of ${dagId}.`);
  else {
    const heads = ["logical date", "data interval", "state", "made", "took", "run"];
    sayTable(call.screen, heads, rows, { mayGo: ["data interval", "made"] });
  }
  return exitCodes.fine;
});

export const tasks = looking("tasks", ["DAG_ID", "RUN"], async (client, call, [dagId, wanted]) => {
  return await sayTasks(client, call, dagId, await whichRun(client, dagId, wanted));
});

/** The tasks of a run; also shown after something was done to it. */
export async function sayTasks(client: Client, call: Call, dagId: string, runId: string): Promise<ExitCode> {
  const path = pathOf("dags", dagId, "runs", runId);
  const answer = (await client.ask({ path })) as { run: RunAnswer; tasks: TaskAnswer[] };
  if (call.screen.isJson) return sayJson(call, answer);
  const { attempts } = (await client.ask({ path: `${path}/attempts` })) as { attempts: AttemptAnswer[] };
  const latestOf = ({ taskId, tryNumber }: TaskAnswer) =>
    attempts.find((each) => each.taskId === taskId && each.tryNumber === tryNumber);
  const errorOf = (task: TaskAnswer) => (task.state === "success" ? "" : (latestOf(task)?.error ?? ""));
  const recovered = answer.run.recovered ? ", recovered: something was tried more than once" : "";
  call.screen.say(`${dagId}, run ${runId}: ${answer.run.state}${recovered}`);
  const rows = answer.tasks.map((task) => [
    task.taskId,
    task.state,
    String(task.tryNumber),
    timeText(task.startedAt),
    ...usageCells(latestOf(task)),
    errorOf(task),
  ]);
  const heads = ["task", "state", "try", "started", ...usageHeads, "error"];
  // An error is wider than a screen: it goes below, where it can be broken into lines.
  const isShown = (head: string, at: number) => head !== "error" && rows.some((row) => row[at] !== "");
  const columns = [...heads.keys()].filter((at) => call.screen.isPlain || isShown(heads[at] ?? "", at));
  const pick = (cells: readonly string[]) => columns.map((at) => cells[at] ?? "");
  sayTable(call.screen, pick(heads), rows.map(pick));
  if (call.screen.isPlain) return exitCodes.fine;
  for (const task of answer.tasks) {
    const error = errorOf(task);
    if (error !== "")
      call.screen.say(wrapText(error, call.screen.width, `${task.taskId}: `, "  ").join("\n"));
  }
  return exitCodes.fine;
}

export const xcoms = looking("xcoms", ["DAG_ID", "RUN"], async (client, call, [dagId, wanted]) => {
  const runId = await whichRun(client, dagId, wanted);
  const path = pathOf("dags", dagId, "runs", runId, "xcoms");
  const query = { taskId: call.text("task"), limit: 1000 };
  const answer = (await client.ask({ path, query })) as { xcoms: XComAnswer[] };
  if (call.screen.isJson) return sayJson(call, answer);
  const rows = answer.xcoms.map(({ taskId, key, value }) => [taskId, key, JSON.stringify(value)]);
  if (rows.length === 0) call.screen.say(`The tasks of run ${runId} have pushed nothing.`);
  else sayTable(call.screen, ["task", "key", "value"], rows);
  return exitCodes.fine;
});

export const logs = looking(
  "logs",
  ["DAG_ID", "RUN", "TASK_ID"],
  async (client, call, [dagId, wanted, taskId]) => {
    const runId = await whichRun(client, dagId, wanted);
    const path = pathOf("dags", dagId, "runs", runId);
    const { attempts } = (await client.ask({ path: `${path}/attempts` })) as { attempts: AttemptAnswer[] };
    const tries = attempts.filter((each) => each.taskId === taskId).map(({ tryNumber }) => tryNumber);
    const tryNumber = Number(call.text("try") ?? Math.max(0, ...tries));
    if (!tries.includes(tryNumber)) {
      const known = tries.length === 0 ? "it has not been tried yet" : `its tries are ${tries.join(", ")}`;
      throw new UsageError(`task "${taskId}" of run "${runId}" has no try ${tryNumber}; ${known}`);
    }
    const attempt = pathOf(
      "dags",
      dagId,
      "runs",
      runId,
      "tasks",
      taskId,
      "attempts",
      String(tryNumber),
      "log",
    );
    const text = await (await client.open({ path: attempt })).text();
    call.screen.say(
      call.screen.isJson
        ? JSON.stringify({ dagId, runId, taskId, tryNumber, log: text }, null, 2)
        : text.trimEnd(),
    );
    return exitCodes.fine;
  },
);
