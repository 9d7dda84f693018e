// Another right way: each task says for itself how often it is tried.

import { op } from "arquero";
import { BashOperator, chain, DAG, FunctionOperator, sendMail } from "@daglings/engine";
import { readEvents, readStats, writeStats } from "@daglings/lessons";

const dag = new DAG({ schedule: "0 0 * * *", startDate: "2019-01-01", endDate: "2019-01-05" });

const fetch_events = new BashOperator({
  dag,
  taskId: "fetch_events",
  retries: 2,
  bashCommand: `
    mkdir -p data/events &&
    curl --fail --silent --show-error --output data/events/{{ds}}.json.$$ \\
      "$EVENTS_API/events?start_date={{ds}}&end_date={{next_ds}}" &&
    mv data/events/{{ds}}.json.$$ data/events/{{ds}}.json`,
});

const calculate_stats = new FunctionOperator({
  dag,
  taskId: "calculate_stats",
  retries: 2,
  opArgs: ["data/events/{{ds}}.json", "data/stats/{{ds}}.csv"],
  callable(from, to) {
    writeStats(to, readEvents(from).groupby("date", "user").rollup({ 0: op.count() }));
  },
});

const send_stats = new FunctionOperator({
  dag,
  taskId: "send_stats",
  retries: 5,
  retryDelay: { seconds: 20 },
  async callable({ ds }) {
    const rows = readStats(`data/stats/${ds}.csv`).objects() as Record<string, string>[];
    const cells = rows.map((row) => `<tr><td>${Object.values(row).join("</td><td>")}</td></tr>`);
    await sendMail({
      to: ["user@example.com"],
      subject: `What happened on ${ds}`,
      html: `<table>${cells.join("")}</table>`,
    });
  },
});

chain(fetch_events, calculate_stats, send_stats);

export default dag;
