// `pnpm dags list|runs|tasks|xcoms|logs|events|next`: what can be looked at.

import { expressionOf, parseSchedule, systemClock, type AttemptRecord } from "@daglings/engine";
import { pathOf, type Client } from "@daglings/live";
import { cronInWords, UsageError } from "@daglings/words";
import { exitCodes, type Call, type ExitCode } from "../command-line.ts";
import { usageCells, usageHeads } from "../show/usage.ts";
import { wrapText } from "../show/wrap.ts";
import { connect } from "./connect.ts";
import { dateText, durationBetween, sayTable, timeText } from "./say.ts";
import { whichRun, type RunAnswer } from "./which-run.ts";
import { wordsOf, type WordsOf } from "./words-of.ts";

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

interface EventAnswer {
  readonly id: number;
  readonly at: string;
  readonly dagId: string;
  readonly runId: string | null;
  readonly taskId: string | null;
  readonly state: string;
  readonly detail: string | null;
}

/** Checks the words after the verb, looks, and lets go again. */
export const looking =
  <const Names extends readonly string[]>(
    verb: string,
    names: Names,
    look: (client: Client, call: Call, words: WordsOf<Names>) => Promise<ExitCode>,
  ) =>
  async (call: Call): Promise<ExitCode> => {
    const words = wordsOf(call, `dags ${verb}`, names);
    const connection = await connect(call);
    try {
      return await look(connection.client, call, words);
    } finally {
      await connection.close();
    }
  };

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

export const events = looking("events", [], async (client, call) => {
  const say = (event: EventAnswer) =>
    call.screen.say(call.screen.isJson ? JSON.stringify(event) : eventLine(event));
  let after = Number(call.text("after") ?? 0);
  for (;;) {
    const query = { after, limit: 1000 };
    const page = (await client.ask({ path: "/api/events/list", query })) as { events: EventAnswer[] };
    for (const event of page.events) say(event);
    after = page.events.at(-1)?.id ?? after;
    if (page.events.length < 1000) break;
  }
  if (call.isSet("follow")) await follow(client, after, say, call.signal);
  return exitCodes.fine;
});

async function follow(
  client: Client,
  after: number,
  say: (event: EventAnswer) => void,
  signal: AbortSignal,
): Promise<void> {
  const response = await client.open({ path: "/api/events", query: { after } }, signal);
  let rest = "";
  try {
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (line.startsWith("data: ")) say(JSON.parse(line.slice(6)) as EventAnswer);
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function eventLine({ id, at, dagId, runId, taskId, state, detail }: EventAnswer): string {
  const what = [dagId, ...(runId === null ? [] : [runId]), ...(taskId === null ? [] : [taskId])].join(" ");
  return `${id}  ${timeText(at)}  ${what}: ${state}${detail === null ? "" : ` (${detail})`}`;
}

/** The next runs of a DAG, or of a schedule that is typed in. */
export async function next(call: Call): Promise<ExitCode> {
  const [wanted] = wordsOf(call, "dags next", ["DAG_ID or SCHEDULE"]);
  const count = Number(call.text("count") ?? 5);
  const isSchedule = /^[@*\d]|\s/.test(wanted) && !/^\d\d_/.test(wanted);
  if (!isSchedule) return await looking("next", ["DAG_ID or SCHEDULE"], nextOfDag)(call);
  const found = upcoming(wanted, count);
  const words = wanted === "@once" ? null : cronInWords(expressionOf(wanted));
  if (words !== null && !call.screen.isJson) call.screen.say(`"${wanted}" means: ${words}.`);
  return sayNext(call, found);
}

interface NextRun {
  readonly dataIntervalStart: string;
  readonly dataIntervalEnd: string;
  readonly runAfter: string;
}

async function nextOfDag(client: Client, call: Call, [dagId]: readonly [string]): Promise<ExitCode> {
  const query = { count: call.text("count") };
  const answer = (await client.ask({ path: pathOf("dags", dagId, "next"), query })) as { runs: NextRun[] };
  return sayNext(call, answer.runs);
}

function upcoming(schedule: string, count: number): NextRun[] {
  if (!Number.isSafeInteger(count) || count < 1 || count > 100) {
    throw new UsageError(`--count is ${count}; it must be a whole number from 1 to 100`);
  }
  const timetable = parseSchedule(schedule);
  const now = Temporal.Instant.fromEpochMilliseconds(systemClock().now());
  const found: NextRun[] = [];
  let due = timetable.nextRun({ earliest: now, catchup: true, now });
  for (
    ;
    due && found.length < count;
    due = timetable.nextRun({ last: due, earliest: now, catchup: true, now })
  ) {
    found.push({
      dataIntervalStart: due.start.toString(),
      dataIntervalEnd: due.end.toString(),
      runAfter: due.runAfter.toString(),
    });
  }
  return found;
}

function sayNext(call: Call, nextRuns: readonly NextRun[]): ExitCode {
  if (call.screen.isJson) return sayJson(call, { runs: nextRuns });
  if (nextRuns.length === 0) call.screen.say("There is no run to come.");
  const rows = nextRuns.map((run) => [
    timeText(run.runAfter),
    `${timeText(run.dataIntervalStart)} – ${timeText(run.dataIntervalEnd)}`,
  ]);
  if (rows.length > 0) sayTable(call.screen, ["run made", "data interval"], rows);
  return exitCodes.fine;
}

export function sayJson({ screen }: Call, answer: object): ExitCode {
  screen.say(JSON.stringify(answer, null, 2));
  return exitCodes.fine;
}
