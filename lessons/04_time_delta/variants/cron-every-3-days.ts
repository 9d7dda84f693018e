// Wrong on purpose: in cron, */3 counts the days of a month, and starts again on the 1st. (The end date lets it get there.)

import * as aq from "arquero";
import { BashOperator, chain, DAG, FunctionOperator } from "@daglings/engine";
import { readEvents, writeStats } from "@daglings/lessons";

const dag = new DAG({ schedule: "0 0 */3 * *", startDate: "2019-01-01", endDate: "2019-02-05" });

const fetchEvents = new BashOperator({
  dag,
  taskId: "fetch_events",
  // $$ is the number of the process: until the file is whole, it has a name that no other run uses.
  bashCommand: `
    mkdir -p data &&
    curl --fail --silent --show-error --output data/events.json.$$ \\
      "$EVENTS_API/events" &&
    mv data/events.json.$$ data/events.json`,
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
