// Wrong on purpose: without -p, mkdir fails where the folder is there already.

import { op } from "arquero";
import { BashOperator, chain, DAG, FunctionOperator } from "@daglings/engine";
import { readEvents, writeStats } from "@daglings/lessons";

const dag = new DAG({ schedule: null, startDate: "2019-01-01" });

const fetchEvents = new BashOperator({
  dag,
  taskId: "fetch_events",
  bashCommand: `
    mkdir data &&
    curl --fail --silent --show-error --output data/events.json "$EVENTS_API/events"`,
});

const calculateStats = new FunctionOperator({
  dag,
  taskId: "calculate_stats",
  opKwargs: { inputPath: "data/events.json", outputPath: "data/stats.csv" },
  callable({ inputPath, outputPath }) {
    const events = readEvents(inputPath);
    const stats = events.groupby("date", "user").rollup({ 0: op.count() }); // column 0, as pandas names it
    writeStats(outputPath, stats);
  },
});

chain(fetchEvents, calculateStats);

export default dag;
