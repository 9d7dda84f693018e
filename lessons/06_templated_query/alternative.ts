// Another right way: the interval by its own names, and a query that curl puts together.

import { op } from "arquero";
import { BashOperator, chain, DAG, FunctionOperator } from "@daglings/engine";
import { readEvents, writeStats } from "@daglings/lessons";

const dag = new DAG({
  schedule: "0 0 * * *",
  startDate: "2019-01-01",
  endDate: "2019-01-05",
  maxActiveRuns: 1,
});

const fetchEvents = new BashOperator({
  dag,
  taskId: "fetch_events",
  appendEnv: true,
  env: { FROM: "{{data_interval_start | ds}}", TO: "{{data_interval_end | ds}}" },
  bashCommand: `
    mkdir -p data &&
    curl --get --fail --silent --show-error --output data/events.json.new \\
      --data-urlencode "start_date=$FROM" --data-urlencode "end_date=$TO" "$EVENTS_API/events" &&
    mv data/events.json.new data/events.json`,
});

const calculateStats = new FunctionOperator({
  dag,
  taskId: "calculate_stats",
  callable() {
    const events = readEvents("data/events.json");
    writeStats("data/stats.csv", events.groupby("date", "user").rollup({ 0: op.count() }));
  },
});

chain(fetchEvents, calculateStats);

export default dag;
