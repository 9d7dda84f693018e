// `pnpm flow run FILE:NAME`: runs a flow here and now. One that was cut off goes on.

import { simulatedClock, systemClock } from "@daglings/engine";
import { bodyOf, cutOffRun, loadFlow, machine, runOn, summarize } from "@daglings/flow";
import { findPackagesOfTheKit } from "@daglings/stage";
import { exitCodes, type Call, type ExitCode } from "../command-line.ts";
import { flowPlace, onlyOne, openStore, parametersOf } from "./store.ts";
import { sayTable } from "../dags/say.ts";

export async function run(call: Call): Promise<ExitCode> {
  const { screen, signal } = call;
  const place = flowPlace(onlyOne(call, "pnpm flow run FILE:NAME"));
  const parameters = parametersOf(call);
  findPackagesOfTheKit();
  const flow = await loadFlow(place);
  const { record, logsFolder } = openStore(call);
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
    const state = await runOn(machine({ record, clock, logsFolder, print }), flow, {
      ...(flowRunId === null ? {} : { flowRunId }),
      parameters,
      signal,
    });
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
    return state.type === "COMPLETED" ? exitCodes.fine : exitCodes.failed;
  } finally {
    record.close();
  }
}
