import * as aq from "arquero";
import { BashOperator, chain, DAG, FunctionOperator } from "@daglings/engine";
import { emailStats, readEvents, readStats, writeStats } from "@daglings/lessons";

const dag = new DAG({
  schedule: "@daily",
  startDate: "2019-01-01",
  endDate: "2019-01-05",
  catchup: true,
  // A worker may be lost, and the next one, too; and one that hangs is given up.
  defaultArgs: { retries: 3, retryDelay: { minutes: 1 }, executionTimeout: { minutes: 5 } },
});

const fetchEvents = new BashOperator({
  dag,
  taskId: "fetch_events",
  // $$ is the number of the process: until the file is whole, it has a name that no other run uses.
  bashCommand: `
    mkdir -p data/events &&
    curl --fail --silent --show-error --output data/events/{{ds}}.json.$$ \\
      "$EVENTS_API/events?start_date={{ds}}&end_date={{next_ds}}" &&
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

const sendStats = new FunctionOperator({
  dag,
  taskId: "send_stats",
  templatesDict: { statsPath: "data/stats/{{ds}}.csv" },
  opKwargs: { email: "user@example.com" },
  async callable({ ds, email, templatesDict: { statsPath } }) {
    await emailStats({ to: email, day: ds, stats: readStats(statsPath) });
  },
});

chain(fetchEvents, calculateStats, sendStats);

export default dag;
