// Another right way: cron, curl into a pipe, and one run at a time because all of them write the same files.

import { op } from "arquero";
import { BashOperator, chain, DAG, FunctionOperator } from "@daglings/engine";
import { readEvents, writeStats } from "@daglings/lessons";

const dag = new DAG({
  schedule: "0 0 * * *",
  startDate: "2019-01-01T00:00Z",
  endDate: "2019-01-05T00:00Z",
  maxActiveRuns: 1,
});

const download = new BashOperator({
  dag,
  taskId: "fetch_events",
  bashCommand: `
    set -e
    mkdir -p data
    curl -fsS "$EVENTS_API/events" > events.part
    mv events.part data/events.json`,
});

const summarize = new FunctionOperator({
  dag,
  taskId: "calculate_stats",
  opArgs: ["data/events.json", "data/stats.csv"],
  callable(from, to) {
    writeStats(to, readEvents(from).groupby("date", "user").rollup({ 0: op.count() }));
  },
});

chain(download, summarize);

export default dag;
