// Another right way: cron, dated paths by opKwargs, and a folder that each task makes for itself.

import { op } from "arquero";
import { BashOperator, chain, DAG, FunctionOperator } from "@daglings/engine";
import { readEvents, writeStats } from "@daglings/lessons";

const dag = new DAG({
  dagId: "yesterday_only",
  schedule: "0 0 * * *",
  startDate: "2019-01-01",
  endDate: "2019-01-05",
  catchup: false,
});

const fetchEvents = new BashOperator({
  dag,
  taskId: "fetch_events",
  bashCommand: `
    set -euo pipefail
    mkdir -p data/events
    part=$(mktemp)
    curl -fsS "$EVENTS_API/events?end_date={{next_ds}}&start_date={{ds}}" > "$part"
    mv "$part" data/events/{{ds}}.json`,
});

const calculateStats = new FunctionOperator({
  dag,
  taskId: "calculate_stats",
  opKwargs: { day: "{{ds}}" },
  callable({ day }) {
    const events = readEvents(`data/events/${day}.json`);
    writeStats(`data/stats/${day}.csv`, events.groupby("date", "user").rollup({ 0: op.count() }));
  },
});

chain(fetchEvents, calculateStats);

export default dag;
