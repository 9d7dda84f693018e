// Another right way: paths from the context, and each task tells the next one where its file is.

import { op } from "arquero";
import { chain, DAG, FunctionOperator } from "@daglings/engine";
import { readEvents, writeStats, writeWhole } from "@daglings/lessons";
import { env } from "node:process";

const dag = new DAG({ schedule: "@daily", startDate: "2019-01-01", endDate: "2019-01-05" });

const fetchEvents = new FunctionOperator({
  dag,
  taskId: "fetch_events",
  async callable({ ds, nextDs }) {
    const response = await fetch(`${env["EVENTS_API"]}/events?start_date=${ds}&end_date=${nextDs}`);
    if (!response.ok) throw new Error(`the events API answers ${response.status}`);
    const path = `data/events/${ds}.json`;
    writeWhole(path, await response.text());
    return path;
  },
});

const calculateStats = new FunctionOperator({
  dag,
  taskId: "calculate_stats",
  callable({ ti, ds }) {
    const events = readEvents(String(ti.xcomPull("fetch_events")));
    writeStats(`data/stats/${ds}.csv`, events.groupby("date", "user").rollup({ 0: op.count() }));
  },
});

chain(fetchEvents, calculateStats);

export default dag;
