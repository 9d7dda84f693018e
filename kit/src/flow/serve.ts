// `pnpm flow serve`: carries out the deployments of a store until Ctrl-C.

import { once } from "node:events";
import process from "node:process";
import { systemClock } from "@daglings/engine";
import { deploymentName, loadFlow, machine, nextRunAt, Server, type Deployment } from "@daglings/flow";
import { findPackagesOfTheKit, instantText } from "@daglings/stage";
import { UsageError } from "@daglings/words";
import { exitCodes, userPath, type Call, type ExitCode } from "../command-line.ts";
import { endSoon } from "../end-soon.ts";
import { schedulerOf } from "./scheduler.ts";
import { openExistingStore } from "./store.ts";

export async function serve(call: Call): Promise<ExitCode> {
  const { screen, signal } = call;
  const { record, logsFolder, where } = await openExistingStore(call);
  try {
    const deployments = record.listDeployments();
    if (deployments.length === 0)
      throw new UsageError("nothing is deployed there; see pnpm flow deploy --help");
    if (await schedulerOf(where)) {
      throw new UsageError(
        "a scheduler works on this store, and carries its deployments out; name another --store",
      );
    }
    findPackagesOfTheKit();
    process.chdir(userPath(".")); // relative paths are the caller's
    for (const each of deployments) screen.say(`${deploymentName(each)}: ${whenText(each)}`);
    const server = new Server({
      machine: machine({ record, clock: systemClock(), logsFolder }),
      load: (each) => loadFlow({ file: each.file, name: each.export }),
      say: screen.say,
      signal,
    });
    server.adopt();
    if (!signal.aborted) await once(signal, "abort");
    await server.end();
    endSoon();
    return exitCodes.fine;
  } finally {
    record.close();
  }
}

function whenText(deployment: Deployment): string {
  const { schedule } = deployment;
  if (schedule !== null && "asset" in schedule) {
    return `runs at updates of asset "${schedule.asset}", of which only pnpm scheduler hears`;
  }
  const next = nextRunAt(deployment);
  return next === null ? "no run is due by time" : `next run at ${instantText(next)}`;
}
