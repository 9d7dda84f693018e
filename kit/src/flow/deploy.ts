// `pnpm flow deploy FILE:NAME`: puts a flow on the list of those that run when they are due.

import { systemClock } from "@daglings/engine";
import { bodyOf, loadFlow, nextRunAt, readSchedule } from "@daglings/flow";
import { pathOf } from "@daglings/live";
import { findPackagesOfTheKit, instantText } from "@daglings/stage";
import { UsageError } from "@daglings/words";
import { exitCodes, type Call, type ExitCode } from "../command-line.ts";
import { schedulerOf } from "./scheduler.ts";
import { flowPlace, onlyOne, openStore, parametersOf } from "./store.ts";

export async function deploy(call: Call): Promise<ExitCode> {
  const place = flowPlace(onlyOne(call, "pnpm flow deploy FILE:NAME --name daily"));
  const name = call.text("name");
  if (name === undefined || !/^[\w.-]{1,100}$/.test(name)) {
    throw new UsageError(
      `a deployment needs a name of letters, digits, "_", "-" and "."; write --name daily`,
    );
  }
  const schedule = readSchedule({
    cron: call.text("cron"),
    interval: call.text("interval"),
    asset: call.text("asset"),
    timeZone: call.text("time-zone"),
  });
  findPackagesOfTheKit();
  const flow = bodyOf(await loadFlow(place))?.name ?? place.name;
  const { record, where } = await openStore(call);
  try {
    const deployment = {
      flow,
      name,
      file: place.file,
      export: place.name,
      schedule,
      parameters: parametersOf(call),
      paused: false,
      madeAt: systemClock().now(),
      lastAt: null,
      lastEvent: null,
    };
    record.saveDeployment(deployment);
    await tellScheduler(where);
    const next = nextRunAt(deployment);
    if (call.screen.isJson) call.screen.say(JSON.stringify(deployment));
    else {
      const when = next === null ? "no run is due by time" : `its next run is due at ${instantText(next)}`;
      call.screen.say(
        `${flow}/${name} is deployed: ${when}. pnpm scheduler and pnpm flow serve carry it out.`,
      );
    }
    return exitCodes.fine;
  } finally {
    record.close();
  }
}

/** A scheduler that works on this store takes it up at once; any other finds it when it starts. */
async function tellScheduler(where: string): Promise<void> {
  const client = await schedulerOf(where);
  await client?.ask({ method: "POST", path: pathOf("deployments", "refresh"), body: {} });
}
