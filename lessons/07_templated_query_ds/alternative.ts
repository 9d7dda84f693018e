// Another right way: no template, but the same dates from the context that a callable gets.

import { op } from "arquero";
import { chain, DAG, FunctionOperator } from "@daglings/engine";
import { readEvents, writeStats, writeWhole } from "@daglings/lessons";
import { env } from "node:process";

const dag = new DAG({ schedule: { days: 3 }, startDate: "2019-01-01", endDate: "2019-01-05" });

const fetchEvents = new FunctionOperator({
  dag,
  taskId: "fetch_events",
  async callable({ dataIntervalStart, dataIntervalEnd }) {
    const [start, end] = [dataIntervalStart, dataIntervalEnd].map((instant) =>
      instant.toPlainDate().toString(),
    );
    const response = await fetch(`${env["EVENTS_API"]}/events?start_date=${start}&end_date=${end}`);
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
