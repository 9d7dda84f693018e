// `pnpm flow run FILE:NAME`: runs a flow here and now. A run that was cut off goes on.

import process from "node:process";
import { simulatedClock, systemClock } from "@daglings/engine";
import {
  bodyOf,
  cutOffRun,
  loadFlow,
  machine,
  runOn,
  summarize,
  type FlowSummary,
  type TriggerDag,
} from "@daglings/flow";
import { pathOf } from "@daglings/live";
import { findPackagesOfTheKit } from "@daglings/stage";
import { UsageError } from "@daglings/words";
import { exitCodes, userPath, type Call, type ExitCode } from "../command-line.ts";
import { sayTable } from "../dags/say.ts";
import { endSoon } from "../end-soon.ts";
import { schedulerOf } from "./scheduler.ts";
import { flowPlace, onlyOne, openStore, parametersOf } from "./store.ts";

export async function run(call: Call): Promise<ExitCode> {
  const { screen, signal } = call;
  const place = flowPlace(onlyOne(call, "pnpm flow run FILE:NAME"));
  const parameters = parametersOf(call);
  findPackagesOfTheKit();
  process.chdir(userPath(".")); // relative paths are the caller's
  const flow = await loadFlow(place);
  const { record, logsFolder, where } = await openStore(call);
  try {
    const from = call.text("from");
    const clock = from === undefined ? systemClock() : simulatedClock({ from });
    const print = screen.isJson ? () => {} : screen.say;
    const name = bodyOf(flow)?.name ?? place.name;
    const wanted = call.text("run-id");
    const before =
      wanted === undefined && !call.isSet("new") ? cutOffRun(record, { flow: name, parameters }) : null;
    if (before !== null) print(`Flow run ${before} was cut off: it goes on.`);
    const flowRunId = wanted ?? before;
    const state = await runOn(
      machine({ record, clock, logsFolder, print, triggerDag: triggerBy(where) }),
      flow,
      {
        ...(flowRunId === null ? {} : { flowRunId }),
        parameters,
        signal,
      },
    );
    const summary = summarize(record, state.of);
    if (summary === null) throw new Error(`flow run ${state.of} is not on record`);
    if (screen.isJson) screen.say(JSON.stringify({ ...summary, message: state.message }));
    else {
      const rows = summary.tasks.map((each) => [
        each.name,
        String(each.call),
        each.state.name,
        String(each.tries),
      ]);
      if (rows.length > 0) sayTable(screen, ["task", "call", "state", "tries"], rows);
      screen.say(`${summary.flow} ${summary.flowRunId}: ${state.name}`);
    }
    if (isCutShort(summary)) endSoon();
    return state.type === "COMPLETED" ? exitCodes.fine : exitCodes.failed;
  } finally {
    record.close();
  }
}

function isCutShort({ state, tasks }: FlowSummary): boolean {
  const all = [state, ...tasks.map((each) => each.state)];
  return all.some(({ type, name }) => type === "CANCELLED" || type === "CRASHED" || name === "TimedOut");
}

/** By the scheduler that works on the store at that moment. */
function triggerBy(where: string): TriggerDag {
  return async ({ dagId, conf, key }) => {
    const client = await schedulerOf(where);
    if (client === null) {
      throw new UsageError(
        `DAG "${dagId}" cannot be triggered: no scheduler works on this store; start one with pnpm scheduler`,
      );
    }
    const path = pathOf("dags", dagId, "runs");
    const headers = { "Idempotency-Key": key };
    const answer = (await client.ask({ method: "POST", path, body: { conf }, headers })) as {
      readonly run: { readonly runId: string };
    };
    return answer.run.runId;
  };
}
