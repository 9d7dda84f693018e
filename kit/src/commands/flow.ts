// `pnpm flow …`: runs flows, deploys them, and shows what became of them. The words are those of Prefect.

import { commandOf, type Part } from "../parts.ts";

const help = `pnpm flow VERB …

Runs flows (functions that call tasks; see lesson 18), and looks at their runs.

  pnpm flow run FILE:NAME  runs the flow that a file exports under that name
    --param days=3         a parameter; what is JSON is read as such
    --run-id ID            its id; a run that was cut off goes on
    --new                  begin a new run, though one was cut off
    --from 2019-01-04      in simulated time, from then on
  pnpm flow deploy FILE:NAME
                           puts it on the scheduler's list
    --name daily           the deployment's name
    --cron "0 6 * * *"     when it runs; or --interval PT10M, or --asset NAME,
                           at each update of an asset; without: when triggered
    --time-zone Europe/Berlin
    --param days=3
  pnpm flow serve          carries out all deployments until Ctrl-C; pnpm
                           scheduler does so, too
  pnpm flow runs           the latest runs
    --limit 20
  pnpm flow logs RUN_ID    the log of a run
  pnpm flow cancel RUN_ID  stops a run

  --store FILE             where runs and results are kept; default the
                           scheduler's, runs/scheduler/daglings.db; or the URL
                           of a PostgreSQL database, as for pnpm scheduler

A run that was cut off (its process was killed, the power failed) goes on when
the same command is given again: what had completed is not called again.
`;

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const many = { type: "string", multiple: true } as const;

const parts: Readonly<Record<string, Part>> = {
  run: {
    options: { param: many, "run-id": text, new: flag, from: text },
    load: async () => (await import("../flow/run.ts")).run,
  },
  deploy: {
    options: { name: text, cron: text, interval: text, asset: text, "time-zone": text, param: many },
    load: async () => (await import("../flow/deploy.ts")).deploy,
  },
  serve: { options: {}, load: async () => (await import("../flow/serve.ts")).serve },
  runs: { options: { limit: text }, load: async () => (await import("../flow/look.ts")).runs },
  logs: { options: {}, load: async () => (await import("../flow/look.ts")).logs },
  cancel: { options: {}, load: async () => (await import("../flow/look.ts")).cancel },
};

export const flow = commandOf({ name: "flow", help, parts, common: { store: text } });
