// Another right way: another name for the whole package, a preset in words, and a task between the two.

import * as arquero from "arquero";
import { BashOperator, chain, DAG, FunctionOperator } from "@daglings/engine";
import { readEvents, writeStats } from "@daglings/lessons";

const dag = new DAG({ schedule: { days: 1 }, startDate: "2019-01-01", endDate: "2019-01-05" });

const fetchEvents = new BashOperator({
  dag,
  taskId: "fetch_events",
  bashCommand: `
    mkdir -p data &&
    curl --fail --silent --show-error --output data/events.json.$$ "$EVENTS_API/events" &&
    mv data/events.json.$$ data/events.json`,
});

const lookAtEvents = new BashOperator({
  dag,
  taskId: "look_at_events",
  bashCommand: "test -s data/events.json",
});

const calculateStats = new FunctionOperator({
  dag,
  taskId: "calculate_stats",
  callable() {
    const events = readEvents("data/events.json");
    writeStats("data/stats.csv", events.groupby(["date", "user"]).rollup({ 0: arquero.op.count() }));
  },
});

chain(fetchEvents, lookAtEvents, calculateStats);

export default dag;
