// `pnpm flow serve`: carries out the deployments of a store until Ctrl-C.

import { once } from "node:events";
import { systemClock } from "@daglings/engine";
import { deploymentName, loadFlow, machine, nextRunAt, Server } from "@daglings/flow";
import { findPackagesOfTheKit, instantText } from "@daglings/stage";
import { UsageError } from "@daglings/words";
import { exitCodes, type Call, type ExitCode } from "../command-line.ts";
import { openExistingStore } from "./store.ts";

export async function serve(call: Call): Promise<ExitCode> {
  const { screen, signal } = call;
  const { record, logsFolder } = openExistingStore(call);
  try {
    const deployments = record.listDeployments();
    if (deployments.length === 0)
      throw new UsageError("nothing is deployed there; see pnpm flow deploy --help");
    findPackagesOfTheKit();
    for (const each of deployments) {
      const next = nextRunAt(each);
      screen.say(
        `${deploymentName(each)}: ${next === null ? "no run is due by time" : `next run at ${instantText(next)}`}`,
      );
    }
    const server = new Server({
      machine: machine({ record, clock: systemClock(), logsFolder }),
      load: (each) => loadFlow({ file: each.file, name: each.export }),
      say: screen.say,
      signal,
    });
    server.adopt();
    if (!signal.aborted) await once(signal, "abort");
    await server.end();
    return exitCodes.fine;
  } finally {
    record.close();
  }
}
