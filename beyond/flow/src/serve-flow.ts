// `pipeline.serve({ name, cron })`: a script that runs its own flow whenever it is due, until Ctrl-C.

import process from "node:process";
import { readSchedule, type WhenToRun } from "./deploy.ts";
import type { FlowBody } from "./flow-run.ts";
import { machine as newMachine, type Machine } from "./machine.ts";
import { printLine } from "./print.ts";
import { Server } from "./serve.ts";

export interface ServeFlowOptions extends WhenToRun {
  readonly name: string;
  readonly parameters?: unknown;
  /** Default: the wall clock, and a record that ends with the script. */
  readonly machine?: Machine;
  /** Default: Ctrl-C ends it. */
  readonly signal?: AbortSignal;
}

export async function serveFlow(
  flow: unknown,
  body: FlowBody,
  {
    name,
    parameters = {},
    machine = newMachine({ print: printLine }),
    signal = interruption(),
    ...when
  }: ServeFlowOptions,
): Promise<void> {
  const known = machine.record
    .listDeployments()
    .find((each) => each.flow === body.name && each.name === name);
  machine.record.saveDeployment({
    flow: body.name,
    name,
    file: body.file ?? "",
    export: body.name,
    schedule: readSchedule(when),
    parameters,
    paused: false,
    madeAt: known?.madeAt ?? machine.clock.now(),
    lastAt: known?.lastAt ?? null,
    lastEvent: known?.lastEvent ?? null,
  });
  const server = new Server({
    machine,
    load: () => Promise.resolve(flow),
    say: machine.print,
    signal,
  });
  server.adopt();
  await server.end();
}

function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"])
    process.once(name, () => controller.abort(new Error("told to end")));
  return controller.signal;
}
