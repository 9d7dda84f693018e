// `pnpm dags …`: looks at DAGs and their runs, and works on them. The words are those of `airflow dags` and
// `airflow tasks`.

import { commandOf, type Part } from "../parts.ts";

const help = `pnpm dags VERB …

Looks at DAGs and their runs, and works on them: those of the scheduler that
runs (pnpm scheduler), or, with --dir, those that a lesson has left. There time
is simulated: it goes on from where it stood, and what you ask for happens at
once:

  pnpm lesson 08
  pnpm dags clear 08_templated_path 2019-01-02 --dir runs/08_templated_path

A RUN is named by its logical date (2019-01-02, 2024-01-15T09:20Z), by its id,
or by the word latest.

To look
  list                     the DAGs, and when their next runs are due
  runs DAG_ID              its runs, the latest first
    --state failed --from 2019-01-01 --to 2019-01-31 --limit 20
  show DAG_ID              its plan: tasks, order, rules, retries, as JSON
  tasks DAG_ID RUN         what became of each task
  logs DAG_ID RUN TASK_ID  the log of its latest try; --try 1: of that one
  xcoms DAG_ID RUN         what its tasks have pushed; --task a: that one alone
  lineage                  what tasks have written, the latest first
  lineage data/a.csv       and that file back to what it came from
  events                   all that has happened
    --after 100            what came after that event
    --follow               goes on until Ctrl-C
  next DAG_ID              the next runs; also of a schedule: next "0 6 * * *"
    --count 5

To act
  trigger DAG_ID           make a run
    --date 2019-01-02      its logical date; default now
    --conf '{"a": 1}'      what it is told
    --run-id NAME          its id
    --key KEY              the same key twice is one run
  backfill DAG_ID          make the runs of a range that do not exist yet
    --from 2019-01-01 --to 2019-01-05
  clear DAG_ID RUN         let all tasks of a run run again
    --task a,b             only these
    --downstream           and what comes after them
    --only-failed          only what has failed
  clear DAG_ID --from 2024-01-15T09:20Z --to 2024-01-15T09:40Z --only-failed
                           the same with all runs of a range
  mark DAG_ID RUN success  set a run's state without running it; or: failed
    --task a               only this task's
  cancel DAG_ID RUN        stop a run
  pause DAG_ID             no more runs by its schedule, until: unpause DAG_ID

Assets, approvals, settings
  assets                   the assets, who updates and who awaits them
  assets signal NAME       tell that one was updated
    --extra '{"a": 1}'     what the event tells
    --key KEY              the same key twice is one event
  approvals                what waits for a person
  approve DAG_ID RUN TASK_ID
                           say yes; reject: say no
    --by NAME --note TEXT
  variables list           all of them; also: get NAME, set NAME VALUE,
                           delete NAME
  connections list         the same; a VALUE is
                           type://login:password@host:port/schema?key=value
    --show                 with their values
    --secret               hide it in logs
                           a VALUE of - is read from standard input

Files
  check FILE…              whether files load, and which DAGs they export

  --dir FOLDER             the scheduler's folder (default runs/scheduler), or
                           the folder that a lesson has left
  --store URL              the scheduler's database, if it has one
`;

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;

const looks = () => import("../dags/look.ts");
const approving = () => import("../dags/approvals.ts");
const acts = () => import("../dags/act.ts");

const parts: Readonly<Record<string, Part>> = {
  list: { options: {}, load: async () => (await looks()).list },
  runs: {
    options: { state: text, from: text, to: text, limit: text },
    load: async () => (await looks()).runs,
  },
  show: { options: {}, load: async () => (await looks()).show },
  tasks: { options: {}, load: async () => (await looks()).tasks },
  xcoms: { options: { task: text }, load: async () => (await looks()).xcoms },
  lineage: { options: { limit: text }, load: async () => (await import("../dags/lineage.ts")).lineage },
  logs: { options: { try: text }, load: async () => (await looks()).logs },
  events: {
    options: { after: text, follow: flag },
    load: async () => (await import("../dags/events.ts")).events,
  },
  next: { options: { count: text }, load: async () => (await import("../dags/next.ts")).next },
  trigger: {
    options: { date: text, conf: text, "run-id": text, key: text },
    load: async () => (await acts()).trigger,
  },
  backfill: { options: { from: text, to: text }, load: async () => (await acts()).backfill },
  clear: {
    options: { from: text, to: text, task: text, downstream: flag, "only-failed": flag },
    load: async () => (await acts()).clear,
  },
  mark: { options: { task: text }, load: async () => (await acts()).mark },
  cancel: { options: {}, load: async () => (await acts()).cancel },
  pause: { options: {}, load: async () => (await acts()).pause },
  unpause: { options: {}, load: async () => (await acts()).unpause },
  assets: {
    options: { extra: text, key: text },
    load: async () => (await import("../dags/assets.ts")).assets,
  },
  approvals: { options: {}, load: async () => (await approving()).approvals },
  approve: { options: { by: text, note: text }, load: async () => (await approving()).approve },
  reject: { options: { by: text, note: text }, load: async () => (await approving()).reject },
  variables: {
    options: { show: flag, secret: flag },
    load: async () => (await import("../dags/settings.ts")).variables,
  },
  connections: {
    options: { show: flag, secret: flag },
    load: async () => (await import("../dags/settings.ts")).connections,
  },
  check: { options: {}, load: async () => (await import("../dags/check-files.ts")).checkFiles },
};

export const dags = commandOf({ name: "dags", help, parts, common: { dir: text, store: text } });
