import * as aq from "arquero";
import { BashOperator, chain, DAG, FunctionOperator } from "@daglings/engine";
import { readEvents, writeStats } from "@daglings/lessons";

// In Airflow 3 a bare "@daily" gives intervals of no length: their end is their start.
const dag = new DAG({
  airflow: 3,
  schedule: "@daily",
  startDate: "2019-01-01",
  endDate: "2019-01-05",
  catchup: true,
});

const fetchEvents = new BashOperator({
  dag,
  taskId: "fetch_events",
  // $$ is the number of the process: until the file is whole, it has a name that no other run uses.
  bashCommand: `
    mkdir -p data/events &&
    curl --fail --silent --show-error --output data/events/{{ds}}.json.$$ \\
      "$EVENTS_API/events?start_date={{ds}}&end_date={{data_interval_end | ds}}" &&
    mv data/events/{{ds}}.json.$$ data/events/{{ds}}.json`,
});

const calculateStats = new FunctionOperator({
  dag,
  taskId: "calculate_stats",
  templatesDict: { inputPath: "data/events/{{ds}}.json", outputPath: "data/stats/{{ds}}.csv" },
  callable({ templatesDict: { inputPath, outputPath } }) {
    const events = readEvents(inputPath);
    const stats = events.groupby("date", "user").rollup({ 0: aq.op.count() }); // column 0, as pandas names it
    writeStats(outputPath, stats);
  },
});

chain(fetchEvents, calculateStats);

export default dag;
