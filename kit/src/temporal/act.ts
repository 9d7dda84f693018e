// `pnpm temporal trigger|backfill|clear|mark|runs`: what can be asked of the DAGs on a server. The words are those of
// `pnpm dags`.

import { UsageError } from "@daglings/engine";
import { instantText } from "@daglings/stage";
import { callWith, exitCodes, type Call, type ExitCode } from "../command-line.ts";
import { wordsOf, type WordsOf } from "../dags/words-of.ts";
import { alignColumns } from "../show/table.ts";
import { count, minuteText } from "../words.ts";
import { beginFlow, sayFlowRuns } from "./flows.ts";
import type { Asked } from "./room.ts";
import { openRoomFor } from "./server.ts";

const asking =
  <const Names extends readonly string[]>(
    verb: string,
    names: Names,
    ask: (asked: Asked, words: WordsOf<Names>) => Promise<void>,
  ) =>
  async (call: Call): Promise<ExitCode> => {
    const words = wordsOf(call, `temporal ${verb}`, names);
    const { room, access } = await openRoomFor(call);
    const connected = await room.connectTo(access);
    try {
      await ask({ room, client: connected.client, call }, words);
      return exitCodes.fine;
    } finally {
      await connected.close();
    }
  };

/** `pnpm temporal trigger DAG_ID`, or FILE:NAME for a flow. */
export const trigger = asking("trigger", ["DAG_ID"], async ({ room, client, call }, [dagId]) => {
  const date = call.text("date");
  const isFlow = dagId.includes(":");
  if (isFlow && date !== undefined)
    throw new UsageError("a flow has no date; tell it by a parameter, --param");
  if (isFlow) return await beginFlow({ room, client, call }, dagId);
  if (call.texts("param").length > 0) throw new UsageError("--param is for flows, which are named FILE:NAME");
  const runId = await room.trigger(client, { dagId, ...(date !== undefined && { logicalDate: date }) });
  return call.screen.say(call.screen.isJson ? JSON.stringify({ runId }) : `Made run ${runId} of ${dagId}.`);
});

export const backfill = asking("backfill", ["DAG_ID"], async ({ room, client, call }, [dagId]) => {
  const [from, to] = [call.text("from"), call.text("to")];
  const range = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  const runIds = await room.backfill(client, { dagId, ...range });
  call.screen.say(
    call.screen.isJson
      ? JSON.stringify({ runIds })
      : [`Made ${count(runIds.length, "run")}.`, ...runIds].join("\n  "),
  );
});

export const clear = asking("clear", ["DAG_ID", "RUN"], async ({ room, client, call }, [dagId, wanted]) => {
  const runId = await runNamed({ room, client, call }, dagId, wanted);
  const named = call.text("task")?.split(",");
  const taskIds = named ?? Object.keys((await room.stateOf(client, dagId, runId)).tasks);
  const event = { type: "tasks cleared", taskIds, downstream: call.isSet("downstream") } as const;
  await room.actByHand(client, { dagId, runId, event });
  call.screen.say(call.screen.isJson ? JSON.stringify({ runId }) : `Cleared ${runId} of ${dagId}.`);
});

export const mark = asking("mark", ["DAG_ID", "RUN", "STATE"], async ({ room, client, call }, words) => {
  const [dagId, wanted, state] = words;
  if (state !== "success" && state !== "failed") {
    throw new UsageError(`a run or task is marked success or failed, not "${state}"`);
  }
  const runId = await runNamed({ room, client, call }, dagId, wanted);
  const taskId = call.text("task");
  const event =
    taskId === undefined
      ? ({ type: "run marked", state } as const)
      : ({ type: "task marked", taskId, state } as const);
  await room.actByHand(client, { dagId, runId, event });
  call.screen.say(call.screen.isJson ? JSON.stringify({ runId }) : `Marked ${runId} of ${dagId}.`);
});

export async function runs(call: Call): Promise<ExitCode> {
  const [wanted] = call.words;
  return await asking("runs", [], async ({ room, client }) => {
    if (wanted?.includes(":")) return await sayFlowRuns({ room, client, call }, wanted);
    const dagIds = wanted === undefined ? await room.listDags(client) : [wanted];
    const lists = await Promise.all(dagIds.map((dagId) => room.listRuns(client, dagId)));
    if (call.screen.isJson) return call.screen.say(JSON.stringify(lists.flat(), null, 2));
    const rows = lists
      .flat()
      .map(({ dagId, runId, logicalDate, state }) => [
        dagId,
        minuteText(instantText(logicalDate)),
        state,
        runId,
      ]);
    if (rows.length === 0) return call.screen.say("No runs yet.");
    for (const line of alignColumns([["dag", "logical date", "state", "run"], ...rows]))
      call.screen.say(line);
  })(callWith(call, { words: [] }));
}

/** By its id, or by its logical date. */
async function runNamed({ room, client }: Asked, dagId: string, wanted: string): Promise<string> {
  const all = await room.listRuns(client, dagId);
  const found =
    wanted === "latest"
      ? all.at(-1)
      : (all.find(({ runId }) => runId === wanted) ??
        all.find(({ logicalDate }) => instantText(logicalDate).startsWith(wanted.replace(/Z$/, ""))));
  if (found) return found.runId;
  throw new UsageError(`DAG "${dagId}" has no run "${wanted}"; pnpm temporal runs ${dagId} lists them`);
}
