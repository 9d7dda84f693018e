// `pnpm dags trigger|backfill|clear|mark|cancel|pause|unpause`: what can be done by hand. In a lesson's folder the
// consequences happen at once, in simulated time.

import { pathOf, type Client } from "@daglings/live";
import { UsageError } from "@daglings/words";
import { exitCodes, type Call, type ExitCode } from "../command-line.ts";
import { showFlows } from "../show/flows.ts";
import { count } from "../words.ts";
import { connect } from "./connect.ts";
import { sayTasks } from "./look.ts";
import { sayJson } from "./say.ts";
import { whichRun } from "./which-run.ts";
import { wordsOf, type WordsOf } from "./words-of.ts";

type Show = (client: Client) => Promise<ExitCode> | ExitCode;

/** Checks the words after the verb, does something, and reports the result. */
export const acting =
  <const Names extends readonly string[]>(
    verb: string,
    names: Names,
    act: (client: Client, call: Call, words: WordsOf<Names>) => Promise<Show>,
  ) =>
  async (call: Call): Promise<ExitCode> => {
    const words = wordsOf(call, `dags ${verb}`, names);
    const connection = await connect(call);
    try {
      const show = await act(connection.client, call, words);
      await connection.settle();
      const code = await show(connection.client);
      const flows = connection.flows?.() ?? [];
      if (flows.length > 0 && !call.screen.isJson) {
        call.screen.say(["", "Runs of flows", ...showFlows(flows, call.screen)].join("\n"));
      }
      return code;
    } finally {
      await connection.close();
    }
  };

export const trigger = acting("trigger", ["DAG_ID"], async (client, call, [dagId]) => {
  const key = call.text("key");
  const { run } = (await client.ask({
    method: "POST",
    path: pathOf("dags", dagId, "runs"),
    headers: key === undefined ? {} : { "Idempotency-Key": key },
    body: {
      ...given(call, "date", "logicalDate"),
      ...given(call, "run-id", "runId"),
      ...(call.text("conf") === undefined ? {} : { conf: fieldsOf("conf", call.text("conf") ?? "") }),
    },
  })) as { run: { runId: string } };
  return (then) => sayTasks(then, call, dagId, run.runId);
});

export const backfill = acting("backfill", ["DAG_ID"], async (client, call, [dagId]) => {
  const body = { ...given(call, "from", "from"), ...given(call, "to", "to") };
  const path = pathOf("dags", dagId, "backfill");
  const { runIds } = (await client.ask({ method: "POST", path, body })) as { runIds: string[] };
  const none = "All runs of this range exist already; pnpm dags clear runs one again.";
  return (then) => sayRuns(then, call, dagId, { runIds, done: "made", none });
});

/** One run, or with --from and --to all runs of a range. */
export function clear(call: Call): Promise<ExitCode> {
  const isRange = (call.text("from") ?? call.text("to")) !== undefined;
  return isRange ? clearRange(call) : clearRun(call);
}

const clearRun = acting("clear", ["DAG_ID", "RUN"], async (client, call, [dagId, wanted]) => {
  const runId = await whichRun(client, dagId, wanted);
  const path = pathOf("dags", dagId, "runs", runId, "clear");
  await client.ask({ method: "POST", path, body: whatToClear(call) });
  return (then) => sayTasks(then, call, dagId, runId);
});

const clearRange = acting("clear", ["DAG_ID"], async (client, call, [dagId]) => {
  const body = { ...given(call, "from", "from"), ...given(call, "to", "to"), ...whatToClear(call) };
  const path = pathOf("dags", dagId, "clear");
  const { runIds } = (await client.ask({ method: "POST", path, body })) as { runIds: string[] };
  const none = `There is nothing to clear; pnpm dags runs ${dagId} lists the runs.`;
  return (then) => sayRuns(then, call, dagId, { runIds, done: "cleared", none });
});

function whatToClear(call: Call): object {
  return {
    ...(call.text("task") === undefined ? {} : { taskIds: (call.text("task") ?? "").split(",") }),
    ...(call.isSet("downstream") ? { downstream: true } : {}),
    ...(call.isSet("only-failed") ? { onlyFailed: true } : {}),
  };
}

interface Done {
  readonly runIds: readonly string[];
  /** `made` */
  readonly done: string;
  /** What is said if there are none. */
  readonly none: string;
}

/** What has become of some runs. */
async function sayRuns(
  client: Client,
  call: Call,
  dagId: string,
  { runIds, done, none }: Done,
): Promise<ExitCode> {
  const states: { readonly runId: string; readonly state: string }[] = [];
  for (const runId of runIds) {
    const { run } = (await client.ask({ path: pathOf("dags", dagId, "runs", runId) })) as {
      run: { state: string };
    };
    states.push({ runId, state: run.state });
  }
  if (call.screen.isJson) return sayJson(call, { runs: states });
  const lines = states.map(({ runId, state }) => `${runId}: ${state}`);
  call.screen.say(
    [runIds.length === 0 ? none : `${count(runIds.length, "run")} ${done}.`, ...lines].join("\n"),
  );
  return exitCodes.fine;
}

export const mark = acting(
  "mark",
  ["DAG_ID", "RUN", "success|failed"],
  async (client, call, [dagId, wanted, state]) => {
    const runId = await whichRun(client, dagId, wanted);
    const body = { state, ...given(call, "task", "taskId") };
    await client.ask({ method: "POST", path: `${pathOf("dags", dagId, "runs", runId)}/mark`, body });
    return (then) => sayTasks(then, call, dagId, runId);
  },
);

export const cancel = acting("cancel", ["DAG_ID", "RUN"], async (client, call, [dagId, wanted]) => {
  const runId = await whichRun(client, dagId, wanted);
  await client.ask({ method: "POST", path: `${pathOf("dags", dagId, "runs", runId)}/cancel` });
  return (then) => sayTasks(then, call, dagId, runId);
});

export const pause = setPaused("pause", true);
export const unpause = setPaused("unpause", false);

function setPaused(verb: string, paused: boolean): (call: Call) => Promise<ExitCode> {
  return acting(verb, ["DAG_ID"], async (client, call, [dagId]) => {
    const dag = await client.ask({ method: "PATCH", path: pathOf("dags", dagId), body: { paused } });
    return () => {
      const then = paused ? "paused: its schedule makes no runs, and none of its tasks starts" : "goes on";
      call.screen.say(call.screen.isJson ? JSON.stringify(dag, null, 2) : `${dagId} ${then}.`);
      return exitCodes.fine;
    };
  });
}

function given(call: Call, flag: string, field: string): Readonly<Record<string, string>> {
  const value = call.text(flag);
  return value === undefined ? {} : { [field]: value };
}

/** A flag's value that is written as JSON. */
export function fieldsOf(flag: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`--${flag} is ${text}, which is not JSON; write --${flag} '{"size": 3}'`, { cause });
  }
}
