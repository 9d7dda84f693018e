// Another right way: three days are 72 hours, where all is in UTC; and a failed task is tried again.

import { op } from "arquero";
import { BashOperator, chain, DAG, FunctionOperator } from "@daglings/engine";
import { readEvents, writeStats } from "@daglings/lessons";

const dag = new DAG({
  schedule: { hours: 72 },
  startDate: "2019-01-01",
  endDate: "2019-01-05",
  defaultArgs: { retries: 1, retryDelay: { seconds: 30 } },
});

const fetchEvents = new BashOperator({
  dag,
  taskId: "fetch_events",
  bashCommand: `
    mkdir -p data &&
    curl --fail --silent --show-error --output data/events.json.$$ "$EVENTS_API/events" &&
    mv data/events.json.$$ data/events.json`,
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
