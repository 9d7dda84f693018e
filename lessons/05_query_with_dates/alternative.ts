// Another right way: the program builds the query, so that no shell can misread it; the end comes first in it.

import { op } from "arquero";
import { chain, DAG, FunctionOperator } from "@daglings/engine";
import { readEvents, writeStats, writeWhole } from "@daglings/lessons";
import { env } from "node:process";

const dag = new DAG({ schedule: "@daily", startDate: "2019-01-01", endDate: "2019-01-05" });

const fetchEvents = new FunctionOperator({
  dag,
  taskId: "fetch_events",
  opKwargs: { day: "2019-01-01", dayAfter: "2019-01-02" },
  async callable({ day, dayAfter }) {
    const query = new URLSearchParams({ end_date: dayAfter, start_date: day });
    const response = await fetch(`${env["EVENTS_API"]}/events?${query.toString()}`);
    if (!response.ok) throw new Error(`the events API answers ${response.status}`);
    writeWhole("data/events.json", await response.text());
  },
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
