// Wrong on purpose: the join waits for both paths, one of which is always skipped.

import * as aq from "arquero";
import {
  ApprovalSensor,
  BashOperator,
  BranchOperator,
  chain,
  DAG,
  FunctionOperator,
  ShortCircuitOperator,
} from "@daglings/engine";
import {
  emailStats,
  mailLogEnd,
  postToChat,
  readEvents,
  readStats,
  writeStats,
  writeWhole,
} from "@daglings/lessons";

const defaultArgs = {
  retries: 1,
  retryDelay: { minutes: 1 },
  onFailure: mailLogEnd("ops@example.com"), // after the last try; onRetry would be called after each of the others
};

const daily = new DAG({ schedule: "@daily", startDate: "2019-01-01", endDate: "2019-01-05", defaultArgs });
export const weekly = new DAG({
  dagId: "15_weekly_stats",
  schedule: "@weekly",
  startDate: "2018-12-30",
  endDate: "2018-12-30",
  defaultArgs,
});

// A task belongs to one DAG. DAGs that share tasks use one function that makes them.
function countEvents(dag: DAG, folder: string) {
  const scratch = `scratch/${folder}/{{ds}}`;
  const makeScratch = new BashOperator({
    dag,
    taskId: "make_scratch",
    bashCommand: `mkdir -p ${scratch} && echo "for {{run_id}}" >${scratch}/what.txt`,
  });
  const fetchEvents = new BashOperator({
    dag,
    taskId: "fetch_events",
    bashCommand: `
      curl --fail --silent --show-error --output ${scratch}/events.json \\
        "$EVENTS_API/events?start_date={{ds}}&end_date={{next_ds}}"`,
  });
  const calculateStats = new FunctionOperator({
    dag,
    taskId: "calculate_stats",
    templatesDict: { inputPath: `${scratch}/events.json`, outputPath: `data/${folder}/{{ds}}.csv` },
    callable({ templatesDict: { inputPath, outputPath } }) {
      const events = readEvents(inputPath);
      writeStats(outputPath, events.groupby("date", "user").rollup({ 0: aq.op.count() }));
      return events.numRows(); // an XCom: later tasks pull it
    },
  });
  const removeScratch = new BashOperator({
    dag,
    taskId: "remove_scratch",
    triggerRule: "all_done", // also after a failure
    bashCommand: `rm -rf ${scratch}`,
  });
  chain(makeScratch, fetchEvents, calculateStats, removeScratch);
  return calculateStats;
}

function mailStats(dag: DAG, taskId: string, folder: string, to: string) {
  return new FunctionOperator({
    dag,
    taskId,
    templatesDict: { statsPath: `data/${folder}/{{ds}}.csv` },
    async callable({ ds, templatesDict: { statsPath } }) {
      await emailStats({ to, day: ds, stats: readStats(statsPath) });
      return to;
    },
  });
}

const isNews = new ShortCircuitOperator({
  dag: daily,
  taskId: "is_news",
  callable: ({ ti, var: { value } }) =>
    Number(ti.xcomPull("calculate_stats")) >= Number(value.get("quiet_below")),
});

const tellChat = new FunctionOperator({
  dag: daily,
  taskId: "tell_chat",
  async callable({ ds, ti, conn }) {
    await postToChat(conn.get("chat"), `${ds}: ${Number(ti.xcomPull("calculate_stats"))} events`);
    return "chat";
  },
});

const chooseReaders = new BranchOperator({
  dag: daily,
  taskId: "choose_readers",
  callable: ({ ti, var: { value } }) =>
    Number(ti.xcomPull("calculate_stats")) < Number(value.get("big_from")) ? "mail_team" : "await_approval",
});

const mailTeam = mailStats(daily, "mail_team", "stats", "team@example.com");
const awaitApproval = new ApprovalSensor({
  dag: daily,
  taskId: "await_approval",
  subject: "Mail the statistics of {{ds}} to everyone?",
});
const mailEveryone = mailStats(daily, "mail_everyone", "stats", "everyone@example.com");

const noteTold = new FunctionOperator({
  dag: daily,
  taskId: "note_told",
  outlets: ["data/told/{{ds}}.txt"], // for its lineage: only the code says that it writes this
  callable({ ds, ti }) {
    const told = ti.xcomPull(["tell_chat", "mail_team", "mail_everyone"]) as (string | null)[];
    writeWhole(`data/told/${ds}.txt`, `${told.filter((each) => each !== null).join("\n")}\n`);
  },
});

chain(countEvents(daily, "stats"), isNews, [tellChat, chooseReaders]);
chain(chooseReaders, [mailTeam, awaitApproval]);
chain(awaitApproval, mailEveryone);
chain([tellChat, mailTeam, mailEveryone], noteTold);

chain(countEvents(weekly, "weekly"), mailStats(weekly, "mail_week", "weekly", "team@example.com"));

export default daily;
