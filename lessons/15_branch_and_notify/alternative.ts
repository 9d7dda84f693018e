// Another right way: one branch of three ways instead of a short circuit, curl with its secret from standard input, and a
// run that fails by a task of its own.

import { existsSync, readFileSync, rmSync } from "node:fs";
import { op } from "arquero";
import {
  ApprovalSensor,
  BashOperator,
  BranchOperator,
  chain,
  DAG,
  EmptyOperator,
  FunctionOperator,
  sendMail,
  type Operator,
  type TaskContext,
} from "@daglings/engine";
import { emailStats, readEvents, readStats, writeStats, writeWhole } from "@daglings/lessons";

async function alarm({ ti, ds }: TaskContext): Promise<void> {
  const log = ti.logFile === null ? "" : readFileSync(ti.logFile, "utf8");
  await sendMail({ to: "ops@example.com", subject: `${ti.taskId}, ${ds}`, text: log.slice(-2000) });
}

const daily = new DAG({
  schedule: "0 0 * * *",
  startDate: "2019-01-01",
  endDate: "2019-01-05",
  defaultArgs: { retries: 2, retryDelay: { seconds: 30 }, onFailure: alarm },
});
export const weekly = new DAG({
  dagId: "weekly",
  schedule: "0 0 * * 0",
  startDate: "2018-12-30",
  defaultArgs: { retries: 2, retryDelay: { seconds: 30 }, onFailure: alarm },
});

/** The last task looks at what the scratch file has become: it fails with the others. */
function counting(dag: DAG, name: string): { counts: Operator; end: Operator } {
  const fetch = new BashOperator({
    dag,
    taskId: "fetch",
    bashCommand: `
      mkdir -p scratch &&
      curl --fail --silent --show-error --output scratch/${name}-{{ds}}.json \\
        "$EVENTS_API/events?start_date={{ds}}&end_date={{next_ds}}"`,
  });
  const counts = new FunctionOperator({
    dag,
    taskId: "counts",
    callable({ ds }) {
      const events = readEvents(`scratch/${name}-${ds}.json`);
      writeStats(`data/${name}/${ds}.csv`, events.groupby("date", "user").rollup({ 0: op.count() }));
      return events.numRows();
    },
  });
  const tidy = new FunctionOperator({
    dag,
    taskId: "tidy",
    triggerRule: "all_done",
    callable: ({ ds }) => rmSync(`scratch/${name}-${ds}.json`, { force: true }),
  });
  const end = new EmptyOperator({ dag, taskId: "end", triggerRule: "none_failed" });
  chain(fetch, counts, [tidy, end]);
  return { counts, end };
}

const { counts } = counting(daily, "stats");
counting(weekly, "weekly");

const choose = new BranchOperator({
  dag: daily,
  taskId: "choose",
  callable({ ti, var: { json } }) {
    const count = Number(ti.xcomPull("counts"));
    if (count < Number(json.get("quiet_below"))) return null;
    return ["chat", count < Number(json.get("big_from")) ? "team" : "ask"];
  },
});
const chat = new BashOperator({
  dag: daily,
  taskId: "chat",
  env: {
    TOKEN: "{{ conn.chat.password }}",
    URL: "http://{{ conn.chat.host }}:{{ conn.chat.port }}/{{ conn.chat.schema }}",
  },
  appendEnv: true,
  bashCommand: `
    printf 'header = "Authorization: Bearer %s"' "$TOKEN" |
      curl --fail --silent --show-error --output /dev/null --config - --json '{"text": "news of {{ds}}"}' "$URL"`,
});
const mail = (taskId: string, to: string) =>
  new FunctionOperator({
    dag: daily,
    taskId,
    callable: ({ ds }) => emailStats({ to, day: ds, stats: readStats(`data/stats/${ds}.csv`) }),
  });
const team = mail("team", "team@example.com");
const everyone = mail("everyone", "everyone@example.com");
const ask = new ApprovalSensor({ dag: daily, taskId: "ask", subject: "{{ds}} to everyone?" });

const note = new FunctionOperator({
  dag: daily,
  taskId: "note",
  triggerRule: "none_failed_min_one_success",
  callable({ ds, ti, store, dag, runId }) {
    const { tasks = {} } = store.findRun({ dagId: dag.dagId, runId }) ?? {};
    const isTold = (taskId: string) => tasks[taskId]?.state === "success";
    const told = [
      ...(isTold("chat") ? ["chat"] : []),
      ...(isTold("team") ? ["team@example.com"] : []),
      ...(isTold("everyone") ? ["everyone@example.com"] : []),
    ];
    ti.xcomPush("is_new", !existsSync(`data/told/${ds}.txt`));
    writeWhole(`data/told/${ds}.txt`, `${told.join("\n")}\n`);
  },
});

chain(counts, choose, [chat, team, ask]);
chain(ask, everyone);
chain([chat, team, everyone], note);

export default daily;
