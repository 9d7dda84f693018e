// Wrong on purpose: without quotes, bash takes the & in the URL for its own: everything before it runs in the background.

import * as aq from "arquero";
import { BashOperator, chain, DAG, FunctionOperator } from "@daglings/engine";
import { readEvents, writeStats } from "@daglings/lessons";

const dag = new DAG({ schedule: "@daily", startDate: "2019-01-01", endDate: "2019-01-05", maxActiveRuns: 1 });

const fetchEvents = new BashOperator({
  dag,
  taskId: "fetch_events",
  // One run at a time, so that what is wrong comes from the missing quotes alone.
  bashCommand: `
    mkdir -p data &&
    curl --fail --silent --show-error --output data/events.json \\
      $EVENTS_API/events?start_date={{execution_date.strftime('%Y-%m-%d')}}&end_date={{next_execution_date.strftime('%Y-%m-%d')}}`,
});

const calculateStats = new FunctionOperator({
  dag,
  taskId: "calculate_stats",
  opKwargs: { inputPath: "data/events.json", outputPath: "data/stats.csv" },
  callable({ inputPath, outputPath }) {
    const events = readEvents(inputPath);
    const stats = events.groupby("date", "user").rollup({ 0: aq.op.count() }); // column 0, as pandas names it
    writeStats(outputPath, stats);
  },
});

chain(fetchEvents, calculateStats);

export default dag;
